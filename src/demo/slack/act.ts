import type { Outcome, Transport } from './delivery.ts';
import { identity } from './identity.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Stage } from './stage.ts';
import type { LocalPerson, Room } from './workspace.ts';

/** What came of something a person did. */
export type Act =
  /** The app answered in time. */
  | { readonly status: 'acked'; readonly body: unknown }
  /** The app did not; the person was told. */
  | { readonly status: 'failed'; readonly reason: string }
  /** Slack's own client did not let it through (a command in a thread, an empty field). */
  | { readonly status: 'refused'; readonly why: string };

/** What acting as a person takes. */
export interface Acting {
  readonly stage: Stage;
  readonly transport: Transport;
  readonly responses: ResponseUrls;
}

export function personOf(stage: Stage, user: string): LocalPerson {
  const person = stage.workspace.people.get(user);
  if (person) return person;
  throw new Error(
    `Nobody here is ${user}; people: ${[...stage.workspace.people.keys()].join(', ')}`,
  );
}

/** The room by id or name, if that person is in it. */
export function roomOf(stage: Stage, channel: string, user: string): Room {
  personOf(stage, user);
  const room =
    stage.workspace.rooms.get(channel) ??
    [...stage.workspace.rooms.values()].find(
      ({ kind, name }) => kind !== 'im' && name === channel.replace(/^#/, ''),
    );
  if (!room) throw new Error(`There is no channel ${channel}`);
  if (!room.members.has(user)) throw new Error(`${user} is not in ${channel}`);
  return room;
}

/** What every interaction payload opens with. */
export function payloadHead(stage: Stage, user: string): Record<string, unknown> {
  const { name } = personOf(stage, user);
  return {
    team: { id: identity.teamId, domain: identity.teamDomain },
    user: { id: user, username: name, name, team_id: identity.teamId },
    api_app_id: identity.appId,
    token: 'local',
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A line from Slack itself, for that person only. */
export function tellPerson(
  stage: Stage,
  line: { to: string; channel: string; thread?: string | undefined; text: string },
): void {
  stage.workspace.ephemerals.push({
    ts: stage.workspace.nextTs(),
    to: line.to,
    channel: line.channel,
    from: 'slack',
    text: line.text,
    ...(line.thread === undefined ? {} : { thread_ts: line.thread }),
  });
  stage.workspace.touch();
}

/** Slack's words for why nothing happened. */
export function failureWord(outcome: Outcome): string {
  if (outcome.status === 'acked') return '';
  return outcome.reason === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
}
