import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Args } from './args.ts';
import { SlackFault } from './fault.ts';
import { identity } from './identity.ts';
import type { Faults, InjectedFault } from './injected-faults.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { fileMethods } from './methods/files.ts';
import type { Method } from './methods/method.ts';
import { peopleMethods } from './methods/people.ts';
import { teamMethods } from './methods/team.ts';
import { viewMethods } from './methods/views.ts';
import type { Pace } from './pace.ts';
import { checkScope } from './scopes.ts';
import type { Stage } from './stage.ts';
import { readBody, readFields, sendJson } from './wire.ts';

/** One call of the app, as it was made and answered. */
export interface ApiCall {
  readonly method: string;
  readonly args: Args;
  /** Epoch ms, real time. */
  readonly at: number;
  /** Absent while unanswered, and for answers that were lost. */
  readonly answer?: Record<string, unknown>;
  readonly status?: number;
  /** It took effect in the workspace. */
  readonly happened: boolean;
}

const methods: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...teamMethods,
  ...viewMethods,
};

export interface WebApi {
  /** Answers `POST /api/<method>`. */
  answer(method: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  readonly calls: ApiCall[];
}

export function createWebApi(options: { stage: Stage; faults: Faults; pace: Pace }): WebApi {
  const { stage, faults, pace } = options;
  const calls: ApiCall[] = [];

  return {
    calls,
    async answer(method, request, response) {
      const contentType = request.headers['content-type'] ?? '';
      const fields = await readFields(await readBody(request), contentType);
      const { token, ...args } = fields;
      const bearer = request.headers.authorization?.replace(/^Bearer /, '');
      const at = stage.wall.now();
      const injected = faults.take(method);
      const outcome = answerOf(method, args, bearer ?? token, injected);
      calls.push({ method, args, at, ...outcome });
      if (injected?.kind === 'silent') return;
      if (injected?.kind === 'lost-answer') {
        response.destroy();
        return;
      }
      sendJson(response, outcome.status, outcome.answer, outcome.headers);
    },
  };

  function answerOf(method: string, args: Args, token: unknown, injected?: InjectedFault) {
    const early = injectedAnswer(injected);
    if (early) return { ...early, happened: false };
    try {
      checkToken(method, token);
      const run = methods[method];
      if (!run) throw new SlackFault('unknown_method', [], { req_method: method });
      checkScope(method, stage.manifest.scopes);
      const channel = typeof args.channel === 'string' ? args.channel : undefined;
      const wait = pace(method, channel);
      if (wait !== undefined) return { ...tooFast(wait), happened: false };
      return { status: 200, answer: { ok: true, ...run(args, stage) }, happened: true };
    } catch (error) {
      if (!(error instanceof SlackFault)) throw error;
      return { status: 200, answer: refusalOf(error), happened: false };
    }
  }
}

type Answer = {
  status: number;
  answer: Record<string, unknown>;
  headers?: Record<string, string>;
};

function injectedAnswer(fault: InjectedFault | undefined): Answer | undefined {
  if (fault?.kind === 'rate-limit') return tooFast(fault.retryAfterSeconds ?? 1);
  if (fault?.kind === 'unavailable') return { status: 503, answer: { ok: false } };
  if (fault?.kind === 'silent') return { status: 0, answer: {} };
  if (fault?.kind !== 'error') return undefined;
  return { status: 200, answer: { ok: false, error: fault.error ?? 'internal_error' } };
}

function tooFast(seconds: number): Answer {
  return {
    status: 429,
    answer: { ok: false, error: 'ratelimited' },
    headers: { 'retry-after': String(seconds) },
  };
}

function refusalOf(fault: SlackFault): Record<string, unknown> {
  const messages = fault.messages;
  return {
    ok: false,
    error: fault.code,
    ...(messages.length > 0 ? { errors: messages, response_metadata: { messages } } : {}),
    ...fault.fields,
  };
}

function checkToken(method: string, token: unknown): void {
  if (token === undefined || token === '') throw new SlackFault('not_authed');
  const isApp = token === identity.appToken;
  if (!isApp && token !== identity.botToken) throw new SlackFault('invalid_auth');
  if (isApp !== (method === 'apps.connections.open')) {
    throw new SlackFault('not_allowed_token_type');
  }
}
