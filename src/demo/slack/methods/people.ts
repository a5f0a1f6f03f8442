import { flag, required } from '../args.ts';
import { SlackFault } from '../fault.ts';
import { identity } from '../identity.ts';
import type { Stage } from '../stage.ts';
import type { LocalPerson } from '../workspace.ts';
import type { Method } from './method.ts';

const info: Method = (args, stage) => {
  const id = required(args, 'user');
  return { user: describeUser(stage, id, flag(args, 'include_locale')) };
};

const list: Method = (args, stage) => {
  const ids = [...stage.workspace.people.keys(), identity.botUserId];
  return {
    members: ids.map((id) => describeUser(stage, id, flag(args, 'include_locale'))),
    response_metadata: { next_cursor: '' },
  };
};

const presence: Method = (args, stage) => {
  personOr404(stage, required(args, 'user'));
  return { presence: 'active' };
};

const doNotDisturb: Method = (args, stage) => {
  personOr404(stage, required(args, 'user'));
  return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1, snooze_enabled: false };
};

function personOr404(stage: Stage, id: string): LocalPerson {
  const person = stage.workspace.people.get(id);
  if (!person) throw new SlackFault('user_not_found');
  return person;
}

function describeUser(stage: Stage, id: string, withLocale: boolean): Record<string, unknown> {
  if (id === identity.botUserId) {
    const name = stage.manifest.botName;
    return {
      id,
      team_id: identity.teamId,
      name,
      real_name: name,
      is_bot: true,
      deleted: false,
      profile: { real_name: name, display_name: name, bot_id: identity.botId },
    };
  }
  const person = personOr404(stage, id);
  const zone = person.zone ?? 'UTC';
  return {
    id,
    team_id: identity.teamId,
    name: person.name,
    real_name: person.realName ?? person.name,
    is_bot: false,
    deleted: false,
    tz: zone,
    tz_label: zone,
    tz_offset: offsetSeconds(zone, stage.workspace.clock.now()),
    ...(withLocale ? { locale: person.locale ?? 'en-US' } : {}),
    profile: { real_name: person.realName ?? person.name, display_name: person.name },
  };
}

/** Seconds east of UTC at that moment. */
function offsetSeconds(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = parts.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

export const peopleMethods: Readonly<Record<string, Method>> = {
  'users.info': info,
  'users.list': list,
  'users.getPresence': presence,
  'dnd.info': doNotDisturb,
};
