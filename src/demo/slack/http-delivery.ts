import { createHmac } from 'node:crypto';
import type { Clock } from '../../engine/clock.ts';
import type { Envelope, Transport } from './delivery.ts';

/** Signed POSTs to the app's request URL. docs.slack.dev/authentication/verifying-requests-from-slack */
export function createHttpDelivery(options: {
  url: () => string;
  signingSecret: string;
  /** Dates the signature; the app refuses one more than five minutes off its own clock. */
  clock: Clock;
  wall: Clock;
  ackMs: number;
}): Transport {
  return async (envelope, retry) => {
    const { body, contentType } = encode(envelope);
    const timer = new AbortController();
    const limit = new AbortController();
    const timeout = options.wall.sleep(options.ackMs, timer.signal).then(() => {
      if (!timer.signal.aborted) limit.abort();
    });
    try {
      const response = await fetch(options.url(), {
        method: 'POST',
        body,
        headers: {
          'content-type': contentType,
          'user-agent': 'Slackbot 1.0 (local)',
          ...signed(body, options.signingSecret, options.clock.now()),
          ...(retry
            ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }
            : {}),
        },
        signal: limit.signal,
      });
      const text = await response.text();
      if (!response.ok) return { status: 'failed', reason: 'http_error' };
      return { status: 'acked', body: readAck(text, response.headers.get('content-type') ?? '') };
    } catch {
      return { status: 'failed', reason: limit.signal.aborted ? 'timeout' : 'no_connection' };
    } finally {
      timer.abort();
      await timeout;
    }
  };
}

/** The two headers that prove a request is Slack's. */
export function signed(body: string, secret: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.trunc(nowMs / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

function encode(envelope: Envelope): { body: string; contentType: string } {
  if (envelope.type === 'events_api') {
    return { body: JSON.stringify(envelope.payload), contentType: 'application/json' };
  }
  const fields: Record<string, string> =
    envelope.type === 'interactive'
      ? { payload: JSON.stringify(envelope.payload) }
      : Object.fromEntries(
          Object.entries(envelope.payload).map(([name, value]) => [name, String(value)]),
        );
  return {
    body: new URLSearchParams(fields).toString(),
    contentType: 'application/x-www-form-urlencoded',
  };
}

/** An ack says nothing, plain text, or JSON. */
function readAck(text: string, contentType: string): unknown {
  if (text === '') return undefined;
  return contentType.includes('json') ? JSON.parse(text) : text;
}
