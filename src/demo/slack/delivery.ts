import type { Clock } from '../../engine/clock.ts';
import type { LocalSlackLimits } from './timing.ts';

/** Something for the app, before it is a frame or a request. */
export interface Envelope {
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Record<string, unknown>;
}

export interface Retry {
  readonly attempt: number;
  readonly reason: string;
}

/** The app took it (and perhaps said something), or it did not. */
export type Outcome =
  | { readonly status: 'acked'; readonly body: unknown }
  | { readonly status: 'failed'; readonly reason: 'timeout' | 'no_connection' | 'http_error' };

/** One try to hand an envelope to the app, by socket or by HTTP. */
export type Transport = (envelope: Envelope, retry?: Retry) => Promise<Outcome>;

/**
 * Events are tried up to four times with the same event_id; commands and interactions once.
 * docs.slack.dev/apis/events-api, "Retries".
 */
export async function deliverEvent(
  envelope: Envelope,
  options: { transport: Transport; limits: LocalSlackLimits; wall: Clock; signal: AbortSignal },
): Promise<Outcome> {
  const { transport, limits, wall, signal } = options;
  let outcome = await transport(envelope);
  for (const [index, waitMs] of limits.retryAfterMs.entries()) {
    if (outcome.status === 'acked' || signal.aborted) return outcome;
    await wall.sleep(waitMs, signal);
    if (signal.aborted) return outcome;
    outcome = await transport(envelope, { attempt: index + 1, reason: outcome.reason });
  }
  return outcome;
}
