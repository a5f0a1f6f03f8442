import { SlackFault } from './fault.ts';

/** Tickets that let the app open one view for the person who just did something. */
export interface Triggers {
  issue(user: string): string;
  /** Spends the ticket and answers whose it was. */
  exchange(id: unknown): string;
}

export function createTriggers(options: { now: () => number; lifeMs: number }): Triggers {
  const issued = new Map<string, { user: string; issuedAt: number; spent: boolean }>();
  let count = 0;
  return {
    issue(user) {
      count += 1;
      const id = `${1000 + count}.${2000 + count}.local${count}`;
      issued.set(id, { user, issuedAt: options.now(), spent: false });
      return id;
    },
    exchange(id) {
      const trigger = typeof id === 'string' ? issued.get(id) : undefined;
      if (!trigger) throw new SlackFault('invalid_trigger_id');
      if (trigger.spent) throw new SlackFault('exchanged_trigger_id');
      if (options.now() - trigger.issuedAt > options.lifeMs) {
        throw new SlackFault('expired_trigger_id');
      }
      trigger.spent = true;
      return trigger.user;
    },
  };
}
