import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older or newer requests may be replays. https://docs.slack.dev/authentication/verifying-requests-from-slack */
const freshMs = 5 * 60_000;

/** Did Slack, who shares the secret, write this body, and just now? The reason when not. */
export function faultOfSignature(request: {
  secret: string;
  timestamp: string | null;
  signature: string | null;
  body: string;
  now: number;
}): string | undefined {
  const { secret, timestamp, signature, body, now } = request;
  if (timestamp === null || signature === null) return 'it is not signed';
  if (!/^\d{1,12}$/.test(timestamp)) return 'its timestamp is not a number';
  if (Math.abs(now - Number(timestamp) * 1000) > freshMs) {
    return 'its timestamp is more than 5 minutes from our clock';
  }
  const expected = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const ours = Buffer.from(expected);
  const theirs = Buffer.from(signature);
  if (ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) {
    return 'its signature does not match SLACK_SIGNING_SECRET';
  }
  return undefined;
}
