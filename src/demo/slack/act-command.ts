import { type Act, type Acting, failureWord, personOf, roomOf, tellPerson } from './act.ts';
import { SlackFault } from './fault.ts';
import { identity } from './identity.ts';
import { isObject } from './limits/check.ts';
import { answer } from './response-urls.ts';
import type { Stage } from './stage.ts';

export interface CommandLine {
  readonly user: string;
  readonly channel: string;
  /** `/incident errors`, or just `errors` for the app's first command. */
  readonly text: string;
  /** Typed in a thread's composer: Slack refuses. */
  readonly thread?: string;
}

/** A person types a slash command. */
export async function runCommand(acting: Acting, line: CommandLine): Promise<Act> {
  const { stage } = acting;
  const { user } = line;
  const room = roomOf(stage, line.channel, user);
  const [word, words] = split(stage, line.text);
  const tell = (text: string) =>
    tellPerson(stage, { to: user, channel: room.id, thread: line.thread, text });

  if (line.thread !== undefined) {
    const why = `${word} is not supported in threads. Sorry!`;
    tell(why);
    return { status: 'refused', why };
  }
  const known = stage.manifest.commands.find(({ command }) => command === word);
  if (!known) {
    const why = `${word} is not a valid command.`;
    tell(why);
    return { status: 'refused', why };
  }

  const context = { room, user };
  const outcome = await acting.transport({
    type: 'slash_commands',
    payload: {
      token: 'local',
      team_id: identity.teamId,
      team_domain: identity.teamDomain,
      channel_id: room.id,
      channel_name: room.kind === 'im' ? 'directmessage' : room.name,
      user_id: user,
      user_name: personOf(stage, user).name,
      command: word,
      text: known.should_escape ? escapeNames(stage, words) : words,
      api_app_id: identity.appId,
      is_enterprise_install: 'false',
      response_url: acting.responses.issue(context),
      trigger_id: stage.triggers.issue(user),
    },
  });
  if (outcome.status === 'failed') {
    const why = failureWord(outcome);
    tell(`${word} failed with the error "${why}"`);
    return { status: 'failed', reason: why };
  }
  try {
    if (typeof outcome.body === 'string') answer(stage, context, { text: outcome.body });
    else if (isObject(outcome.body) && (outcome.body.text || outcome.body.blocks)) {
      answer(stage, context, outcome.body);
    }
  } catch (error) {
    if (!(error instanceof SlackFault)) throw error;
    tell(`${word} failed with the error "${error.code}"`);
    return { status: 'failed', reason: `${error.code} ${error.messages.join(' ')}`.trim() };
  }
  return outcome;
}

function split(stage: Stage, text: string): [string, string] {
  const line = text.trim();
  if (!line.startsWith('/')) return [stage.manifest.commands[0]?.command ?? '/', line];
  const space = line.indexOf(' ');
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1).trim()];
}

/** `should_escape`: names of people and channels become ids the app can trust. */
function escapeNames(stage: Stage, words: string): string {
  const { people, rooms } = stage.workspace;
  return words.replace(/(^|\s)([@#])([\w.-]+)/g, (whole, before, sign, name) => {
    if (sign === '@') {
      const person = [...people.values()].find((each) => each.name === name);
      return person ? `${before}<@${person.id}|${name}>` : whole;
    }
    const room = [...rooms.values()].find((each) => each.kind !== 'im' && each.name === name);
    return room ? `${before}<#${room.id}|${name}>` : whole;
  });
}
