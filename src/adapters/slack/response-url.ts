import { z } from 'zod';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { toSlackError } from './errors.ts';
import type { Content } from './send.ts';

const timeoutMs = 5_000;
const answer = z.object({ ok: z.boolean(), error: z.string().optional() });

/**
 * Answers a command or a click to that person only. The address is a secret, good for five answers
 * within 30 minutes: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export async function respond(
  responseUrl: string,
  content: Content,
  thread: string | undefined,
): Promise<void> {
  const call = { operation: 'response_url', subject: 'an answer to one person' };
  const body = {
    response_type: 'ephemeral',
    replace_original: false,
    ...content,
    ...(thread === undefined ? {} : { thread_ts: thread }),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await response.text();
  } catch (error) {
    throw toSlackError(error, call);
  }
  const fault = response.ok ? faultOf(text) : `HTTP ${response.status}`;
  if (fault === undefined) return;
  throw new OutsideError({
    system: 'Slack',
    operation: call.operation,
    kind: 'invalid',
    message: `Slack: response_url for ${call.subject}: ${fault}; it is said another way.`,
  });
}

/** Slack says "ok", or JSON; with a refusal as JSON under HTTP 200 too. */
function faultOf(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined;
  const read = answer.safeParse(JSON.parse(text));
  return read.success && !read.data.ok ? (read.data.error ?? 'refused') : undefined;
}
