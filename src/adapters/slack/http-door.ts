import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { z } from 'zod';
import type { Clock } from '../../engine/clock.ts';
import type { Log } from '../../engine/log.ts';
import { faultOfSignature } from './signature.ts';
import { within } from './within.ts';

/** Slack gives up after 3 s. */
const answerMs = 2_900;
const largestBody = 1024 * 1024;

/** HTTP mode: a receiver of Bolt without a server of its own. */
export interface HttpDoor extends Receiver {
  /** Answers `POST /slack/events`: commands, interactions and events alike. */
  door(request: Request): Promise<Response>;
  isOpen(): boolean;
}

export function createHttpDoor(options: {
  signingSecret: string;
  clock: Clock;
  log: Log;
}): HttpDoor {
  const { signingSecret, clock, log } = options;
  let app: App | undefined;
  let open = false;

  async function door(request: Request): Promise<Response> {
    const text = await request.text();
    if (text.length > largestBody) return say(413, 'Too large.');
    const fault = faultOfSignature({
      secret: signingSecret,
      timestamp: request.headers.get('x-slack-request-timestamp'),
      signature: request.headers.get('x-slack-signature'),
      body: text,
      now: clock.now(),
    });
    if (fault !== undefined) {
      log.warn({ fault }, 'a request that is not from Slack');
      return say(401, `Refused: ${fault}.`);
    }
    const body = readBody(request.headers.get('content-type') ?? '', text);
    if (body === undefined) return say(400, 'Neither a form nor JSON.');
    if (body.type === 'url_verification') return say(200, String(body.challenge ?? ''));
    if (body.ssl_check === '1') return say(200, '');
    if (!open || app === undefined) return say(503, 'Not started.');
    return dispatch(app, body, request.headers, log);
  }

  return {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => {
      open = true;
    },
    stop: async () => {
      open = false;
    },
    door,
    isOpen: () => open,
  };
}

/** Hands the body to Bolt; answers as soon as it is acknowledged, while the work goes on. */
async function dispatch(app: App, body: Body, headers: Headers, log: Log): Promise<Response> {
  const { promise: answer, resolve } = Promise.withResolvers<Response>();
  const ack: ReceiverEvent['ack'] = async (response: unknown) => resolve(answerOf(response));
  const retryNum = headers.get('x-slack-retry-num');
  const retryReason = headers.get('x-slack-retry-reason');
  const work = app
    .processEvent({
      body,
      ack,
      ...(retryNum === null ? {} : { retryNum: Number(retryNum) }),
      ...(retryReason === null ? {} : { retryReason }),
    })
    .catch((error: unknown) => log.error({ error }, 'what Slack sent could not be handled'));
  // Done without an acknowledgement: Slack shall bring it again.
  const unanswered = work.then(() => say(503, 'Not taken; please send it again.'));
  const response = await within(Promise.race([answer, unanswered]), answerMs);
  if (response !== 'late') return response;
  log.warn({}, 'Slack was not answered within its 3 seconds');
  return say(503, 'Too late; please send it again.');
}

function answerOf(response: unknown): Response {
  if (response === undefined || response === null || response === '') return say(200, '');
  return typeof response === 'string' ? say(200, response) : Response.json(response);
}

function say(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

const bodyShape = z.record(z.string(), z.unknown());
type Body = z.infer<typeof bodyShape>;

/** Events are JSON; commands are forms; interactions are JSON in the form field `payload`. */
function readBody(contentType: string, text: string): Body | undefined {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return readJson(text);
  if (mediaType !== 'application/x-www-form-urlencoded') return undefined;
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : readJson(payload);
}

function readJson(text: string): Body | undefined {
  try {
    const read = bodyShape.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
