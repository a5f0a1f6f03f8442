/** The time limits and paces of Slack, each of which a test may shorten. Milliseconds. */
export interface LocalSlackLimits {
  /** An envelope or request must be answered: https://docs.slack.dev/interactivity/handling-user-interaction (3 s). */
  readonly ackMs: number;
  /** A trigger opens one view: 3 s, same page. */
  readonly triggerMs: number;
  /** A response_url lives 30 minutes and 5 uses: same page. */
  readonly responseUrlMs: number;
  readonly responseUrlUses: number;
  /** chat.postMessage, a channel: about one a second, short bursts tolerated (docs.slack.dev/apis/web-api/rate-limits). */
  readonly postsPerSecond: number;
  readonly postBurst: number;
  /** Waits before the 1st, 2nd and 3rd redelivery of an event (docs.slack.dev/apis/events-api, "Retries"). */
  readonly retryAfterMs: readonly number[];
}

export const slackLimits: LocalSlackLimits = {
  ackMs: 3_000,
  triggerMs: 3_000,
  responseUrlMs: 30 * 60_000,
  responseUrlUses: 5,
  postsPerSecond: 1,
  postBurst: 8,
  retryAfterMs: [0, 60_000, 300_000],
};
