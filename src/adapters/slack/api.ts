import type { Logger } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { toSlackError } from './errors.ts';
import type { SlackMethod } from './scopes.ts';

/** Slack's Web API as this adapter calls it: one try, the answer or an `OutsideError`. */
export interface SlackApi {
  /** `subject` names the channel, person or form in messages of errors. */
  call(method: SlackMethod, args: Record<string, unknown>, subject: string): Promise<unknown>;
}

/** No answer after this long is no answer; Slack's SDK would wait for ever. */
const timeoutMs = 10_000;

/**
 * Options of a client, a fresh object each time: the SDK writes into the one it is given, and a
 * second client would inherit the first one's retries and token. It never tries again by itself:
 * it would post twice after a lost answer, and stop the whole queue on a rate limit.
 */
export function clientOptions(options: {
  apiUrl: string | undefined;
  logger: Logger;
}): WebClientOptions {
  return {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    logger: options.logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: (url, init) =>
      fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) }),
  };
}

/** One client with its own connections' queue, so that a storm of posts never delays a form. */
export function createSlackApi(token: string, options: WebClientOptions): SlackApi {
  const client = new WebClient(token, options);
  return {
    call: async (method, args, subject) => {
      try {
        return await client.apiCall(method, args);
      } catch (error) {
        throw toSlackError(error, { operation: method, subject });
      }
    },
  };
}

/** An answer as just the fields we use; one we cannot read is Slack's trouble, not a crash. */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown, operation: SlackMethod): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new OutsideError({
    system: 'Slack',
    operation,
    kind: 'invalid',
    message: `Slack: ${operation} answered something unexpected (${z.prettifyError(read.error)}); check SLACK_API_URL.`,
    cause: read.error,
  });
}
