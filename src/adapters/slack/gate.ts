import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceiverEvent } from '@slack/bolt';
import type { Log } from '../../engine/log.ts';
import { type Incoming, readIncoming } from './incoming.ts';
import { within } from './within.ts';
import type { SlackWords } from './words/words.ts';

/**
 * Slack waits 3 s for an answer (https://docs.slack.dev/apis/events-api/#responding). Events are
 * answered when their work is done, so that a crash in the middle brings them again, or after this.
 */
const eventAckMs = 2_000;
/** Copies of an event come within an hour or so; the desk remembers longer. */
const remembered = 5_000;

/** Everything from Slack passes here, in every mode, before Bolt sees it. */
export interface Gate {
  pass(event: ReceiverEvent): Promise<void>;
  /** Its work failed: a copy of it may be tried. */
  forget(body: unknown): void;
  /** Lets nothing new in and waits for what is inside; false when that took too long. */
  drain(ms: number): Promise<boolean>;
  inFlight(): number;
}

/**
 * Counts what is under way, lets a repeated delivery in only once, answers what no listener
 * answered, and turns people away in words while stopping. Events are then left unanswered:
 * Slack brings them to whoever runs next.
 */
export function createGate(options: {
  deliver: (event: ReceiverEvent) => Promise<void>;
  tell: (from: Incoming, text: string) => Promise<void>;
  words: SlackWords;
  log: Log;
}): Gate {
  const { deliver, tell, words, log } = options;
  const seen = new Set<string>();
  let inFlight = 0;
  let draining = false;
  let onIdle: (() => void) | undefined;

  async function work(event: ReceiverEvent, from: Incoming): Promise<void> {
    let answered = false;
    const ack: ReceiverEvent['ack'] = async (response) => {
      answered = true;
      await acknowledge(event, response, log);
      // A turn of the loop: this answer, and those to others who asked in the same moment, are on
      // their way before the work begins that only one of them waits for.
      await nextTurn();
    };
    if (from.kind === 'event') {
      const done = deliver({ ...event, ack: async () => {} });
      await within(done, eventAckMs);
      await ack();
      await done;
      return;
    }
    await deliver({ ...event, ack });
    if (answered) return;
    await ack();
    log.warn({ kind: from.kind }, 'Slack sent something no listener knows');
    await tell(from, words.trouble.unknown);
  }

  async function turnAway(event: ReceiverEvent, from: Incoming): Promise<void> {
    log.info({ kind: from.kind }, 'stopping: not taken');
    if (from.kind === 'event') return;
    await acknowledge(event, undefined, log);
    await tell(from, words.trouble.restarting);
  }

  return {
    async pass(event) {
      const from = readIncoming(event.body);
      if (from.id !== undefined && seen.has(from.id)) {
        log.info({ id: from.id, retry: event.retryNum }, 'a repeated delivery, taken already');
        await acknowledge(event, undefined, log);
        return;
      }
      inFlight += 1;
      try {
        if (draining) return await turnAway(event, from);
        if (from.id !== undefined) remember(seen, from.id);
        await work(event, from);
      } finally {
        inFlight -= 1;
        if (inFlight === 0) onIdle?.();
      }
    },
    forget(body) {
      const { id } = readIncoming(body);
      if (id !== undefined) seen.delete(id);
    },
    async drain(ms) {
      draining = true;
      if (inFlight === 0) return true;
      const { promise: idle, resolve } = Promise.withResolvers<void>();
      onIdle = resolve;
      return (await within(idle, ms)) !== 'late';
    },
    inFlight: () => inFlight,
  };
}

/** A lost answer is only a warning: what was asked is known and is done all the same. */
async function acknowledge(event: ReceiverEvent, response: unknown, log: Log): Promise<void> {
  try {
    await (response === undefined ? event.ack() : event.ack(response));
  } catch (error) {
    log.warn({ error }, 'the acknowledgement did not reach Slack');
  }
}

function remember(seen: Set<string>, id: string): void {
  seen.add(id);
  if (seen.size <= remembered) return;
  const [oldest] = seen;
  if (oldest !== undefined) seen.delete(oldest);
}
