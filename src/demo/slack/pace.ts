import type { LocalSlackLimits } from './timing.ts';

/** Says how many seconds to stay away, or undefined to go ahead. */
export type Pace = (method: string, channel: string | undefined) => number | undefined;

/** Calls a minute for methods of Slack's tiers; the rest are tier 4. docs.slack.dev/apis/web-api/rate-limits */
const perMinute: Readonly<Record<string, number>> = {
  'apps.connections.open': 60,
  'conversations.list': 20,
  'users.list': 20,
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.open': 50,
  'conversations.join': 50,
  'conversations.info': 50,
};
const tierFourPerMinute = 100;

/** One leaky bucket a method, and one a channel for chat.postMessage. Leaves a little room above the tiers, as Slack does. */
export function createPace(options: { now: () => number; limits: LocalSlackLimits }): Pace {
  const buckets = new Map<string, { level: number; at: number }>();
  const { limits, now } = options;

  function take(key: string, size: number, perSecond: number): number | undefined {
    const at = now();
    const bucket = buckets.get(key) ?? { level: 0, at };
    const level = Math.max(0, bucket.level - ((at - bucket.at) / 1000) * perSecond);
    if (level + 1 > size) {
      buckets.set(key, { level, at });
      return Math.max(1, Math.ceil((level + 1 - size) / perSecond));
    }
    buckets.set(key, { level: level + 1, at });
    return undefined;
  }

  return (method, channel) => {
    if (method === 'chat.postMessage') {
      return take(`${method} ${channel ?? ''}`, limits.postBurst, limits.postsPerSecond);
    }
    const allowed = perMinute[method] ?? tierFourPerMinute;
    return take(method, allowed * 2, allowed / 60);
  };
}
