import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { z } from 'zod';
import { OutsideError, type OutsideErrorKind } from '../../core/kit/outside-error.ts';
import { meanings } from './error-codes.ts';
import { cut } from './render/escape.ts';

const system = 'Slack';
/** When Slack does not say how long to stay away. */
const defaultRetryAfterMs = 30_000;

/** A Slack call that went wrong, in our words. `subject` names the channel, person or form. */
export function toSlackError(
  error: unknown,
  call: { operation: string; subject: string },
): OutsideError {
  if (error instanceof OutsideError) return error;
  const { operation, subject } = call;
  const tried = `${operation} for ${subject}`;
  const fault = (
    kind: OutsideErrorKind,
    cameBack: string,
    remedy: string,
    retryAfterMs?: number,
  ): OutsideError =>
    new OutsideError({
      system,
      operation,
      kind,
      message: `Slack: ${tried}: ${cameBack}; ${remedy}.`,
      retryAfterMs,
      cause: error,
    });

  if (error instanceof WebAPIRateLimitedError) {
    const seconds = error.retryAfter;
    return fault('rate-limited', `told to wait ${seconds} s`, 'it is tried again', seconds * 1000);
  }
  if (error instanceof WebAPIPlatformError) return platformFault(error, subject, fault);
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 ? 'unavailable' : 'invalid';
    return fault(
      kind,
      `HTTP ${error.statusCode}`,
      'check SLACK_API_URL and the proxies on the way',
    );
  }
  if (error instanceof WebAPIRequestError && isTimeout(error.original)) {
    return fault('timed-out', 'no answer in time', 'it may or may not have happened');
  }
  return fault('unavailable', reasonOf(error), 'check the network and SLACK_API_URL');
}

function platformFault(
  error: WebAPIPlatformError,
  subject: string,
  fault: (
    kind: OutsideErrorKind,
    back: string,
    remedy: string,
    retryAfterMs?: number,
  ) => OutsideError,
): OutsideError {
  const code = error.data.error;
  const meaning = meanings[code];
  if (meaning === undefined) {
    // Slack's codes are single words; anything else is a page from something in between.
    const known = /^[a-z0-9_]+$/.test(code);
    const remedy = known ? 'see the method on docs.slack.dev' : 'check SLACK_API_URL and proxies';
    return fault(known ? 'invalid' : 'unavailable', `"${cut(code, 80)}"${detail(error)}`, remedy);
  }
  const [kind, remedy] = meaning;
  const retryAfterMs = kind === 'rate-limited' ? defaultRetryAfterMs : undefined;
  return fault(
    kind,
    `"${code}"${detail(error)}`,
    remedy.replaceAll('{subject}', subject),
    retryAfterMs,
  );
}

const details = z.object({
  needed: z.string().optional(),
  response_metadata: z.object({ messages: z.array(z.string()).optional() }).optional(),
});

/** What Slack adds: the scope it misses, or which block it dislikes. */
function detail(error: WebAPIPlatformError): string {
  const read = details.safeParse(error.data);
  if (!read.success) return '';
  const { needed, response_metadata: metadata } = read.data;
  if (needed !== undefined) return ` (needs the scope ${needed})`;
  const messages = metadata?.messages ?? [];
  return messages.length > 0 ? ` (${cut(messages.join('; '), 300)})` : '';
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

/** The innermost reason: fetch hides "ECONNREFUSED" behind "fetch failed". */
function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return cut(String(innermost), 200);
  const code = 'code' in innermost && typeof innermost.code === 'string' ? innermost.code : '';
  return cut(innermost.message || code || innermost.name, 200);
}

/** Slack's own code of a failed call (`message_not_found`), if it gave one. */
export function slackCode(error: unknown): string | undefined {
  const cause = error instanceof OutsideError ? error.cause : error;
  return cause instanceof WebAPIPlatformError ? cause.data.error : undefined;
}
