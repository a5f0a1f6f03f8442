import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { type Person, personOfSlack } from '../../../core/oncall/person.ts';
import type { Asker, Desk } from '../../../engine/desk.ts';
import type { Log } from '../../../engine/log.ts';
import type { Teller } from '../teller.ts';
import type { Windows } from '../windows.ts';
import type { SlackWords } from '../words/words.ts';

/** What every listener has at hand. */
export interface Listening {
  readonly app: App;
  readonly desk: Desk;
  readonly people: readonly Person[];
  readonly botUserId: string;
  readonly teller: Teller;
  readonly windows: Windows;
  readonly words: SlackWords;
  readonly log: Log;
}

/** Who asks, under Slack's own id, so that a repeat is the same request. */
export function askerOf(
  people: readonly Person[],
  asked: {
    /** Undefined where Slack gave nothing to tell copies by: then it is a request of its own. */
    requestId: string | undefined;
    user: string;
    incident?: string | undefined;
    channel?: string | undefined;
  },
): Asker {
  return {
    requestId: asked.requestId ?? `unnamed:${randomUUID()}`,
    by: personOfSlack(people, asked.user),
    ...(asked.incident === undefined ? {} : { incident: asked.incident }),
    ...(asked.channel === undefined ? {} : { channel: asked.channel }),
  };
}
