import type { ForeignAws } from './aws-server.ts';
import { eventually } from './eventually.ts';
import type { Program } from './program.ts';
import { buttonsOf, type ForeignSlack, type Message, wordsOf } from './slack-server.ts';

export interface Stage {
  readonly slack: ForeignSlack;
  readonly aws: ForeignAws;
  readonly program: Program;
}

/** Waits for a message that says all this. */
export function message(
  { slack, program }: Stage,
  where: (message: Message) => boolean,
  ...words: readonly (string | RegExp)[]
): Promise<Message> {
  const says = (one: Message) =>
    words.every((word) =>
      typeof word === 'string' ? wordsOf(one).includes(word) : word.test(wordsOf(one)),
    );
  return eventually(() => slack.messages.find((one) => where(one) && says(one)), {
    seen: () =>
      [
        `wanted: ${words.join(' & ')}`,
        ...slack.messages.map((one) => `${one.channel} ${one.thread_ts ?? ''}: ${wordsOf(one)}`),
        ...slack.whispers.map((one) => `only ${one.to}: ${one.text}`),
        ...[...slack.views.values()].map((one) => JSON.stringify(one.view)),
        ...program.log.slice(-25),
      ].join('\n'),
  });
}

export const isCard = (one: Message) => one.channel === 'C0INCIDENTS' && !one.thread_ts;
export const inThread = (one: Message) => one.channel === 'C0INCIDENTS' && !!one.thread_ts;
export const isPage = (one: Message) => /^[DU]/.test(one.channel);

export const has = (one: Message, action: string) =>
  buttonsOf(one).some((button) => button.action_id.startsWith(action));

/** Whom the page went to, and who else there is. */
export function people(page: Message): { paged: string; other: string } {
  const paged = page.channel.replace(/^D/, '');
  return { paged, other: paged === 'U0ANA' ? 'U0BEN' : 'U0ANA' };
}

/** Waits until some open form says this; answers its id. */
export function form({ slack, program }: Stage, words: string | RegExp): Promise<string> {
  return eventually(
    () =>
      [...slack.views.values()].find(({ view }) => {
        const text = JSON.stringify(view);
        return typeof words === 'string' ? text.includes(words) : words.test(text);
      })?.id,
    {
      seen: () =>
        [
          `wanted: ${words}`,
          ...[...slack.views.values()].map((one) => JSON.stringify(one.view)),
          ...slack.messages.map((one) => `${one.channel}: ${wordsOf(one)}`),
          ...slack.whispers.map((one) => `only ${one.to}: ${one.text}`),
          ...program.log.slice(-25),
        ].join('\n'),
    },
  );
}

/** From the card's button to a proposal in the thread: choose a release, type the service's name. */
export async function proposeRollback(
  stage: Stage,
  card: Message,
  user: string,
  release: string,
): Promise<void> {
  const { slack } = stage;
  await slack.click(card, 'offer:rollback', user);
  const id = await form(stage, 'rollback-release');
  const choices = optionsOf(slack.views.get(id)?.view);
  await slack.submit(id, user, {
    release: {
      type: 'radio_buttons',
      selected_option: choices.find((one) => JSON.stringify(one).includes(release)) ?? {},
    },
  });
  await form(stage, 'rollback-confirm');
  await slack.submit(id, user, { typed: { type: 'plain_text_input', value: 'points-api' } });
}

function optionsOf(view: { blocks: { element?: { options?: object[] } }[] }): object[] {
  return view.blocks.flatMap((block) => block.element?.options ?? []);
}
