import { setTimeout as sleep } from 'node:timers/promises';
import { rollbackInputs } from '../../src/adapters/slack/render/rollback-form.ts';
import type { Chance } from '../../src/demo/chance.ts';
import type { Message } from '../../src/demo/slack/message.ts';
import type { View } from '../../src/demo/slack/view.ts';
import { interactives } from '../../src/demo/slack/view-values.ts';
import { channelId, people, services, type WholeWorld } from './whole-world.ts';

/** A button on a message. */
export interface Button {
  readonly ts: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string;
}

/** Every button of this offer on messages of the incidents' channel, threads included. */
export function buttonsOf(world: WholeWorld, offer: string): Button[] {
  const { workspace } = world.slack.control;
  const messages = [...(workspace.rooms.get(channelId)?.messages.values() ?? [])];
  return messages.flatMap((message) => buttonsIn(message, offer));
}

function buttonsIn(message: Message, offer: string): Button[] {
  return interactives(message.blocks ?? [])
    .filter(({ element }) => String(element.action_id).startsWith(`offer:${offer}:`))
    .map(({ block, element }) => ({
      ts: message.ts,
      actionId: String(element.action_id),
      blockId: String(block.block_id),
      value: String(element.value),
    }));
}

/** Presses a button as somebody; false when the program did not answer. */
export async function press(world: WholeWorld, user: string, button: Button): Promise<boolean> {
  const act = await world.slack.control.click({
    user,
    channel: channelId,
    ts: button.ts,
    action_id: button.actionId,
    block_id: button.blockId,
  });
  return act.status === 'acked';
}

/** Opens the rollback form, chooses a release, reads the plan, types the name and sends it: was it taken? */
export async function proposeRollback(
  world: WholeWorld,
  options: { user: string; service: string; pick: (values: readonly string[]) => string },
): Promise<boolean> {
  const { control } = world.slack;
  const { user, service } = options;
  const top = (block: string): View | undefined => {
    const view = control.views(user).at(-1);
    return view?.blocks.some(({ block_id }) => block_id === block) ? view : undefined;
  };
  try {
    const text = `rollback ${service}`;
    const opened = await control.command({ user, channel: channelId, text });
    if (opened.status !== 'acked') return false;
    const choosing = await control.waitFor(() => top(rollbackInputs.release), 2_500);
    const release = options.pick(choicesOf(choosing));
    await control.submitView({
      user,
      viewId: choosing.id,
      values: { [rollbackInputs.release]: release },
    });
    const confirming = await control.waitFor(() => top(rollbackInputs.typed), 2_500);
    await control.submitView({
      user,
      viewId: confirming.id,
      values: { [rollbackInputs.typed]: service },
    });
    // The form closes when the proposal was taken, and says why when it was not.
    return control.views(user).every(({ id }) => id !== confirming.id);
  } finally {
    while (control.views(user).length > 0) await control.closeView({ user });
  }
}

function choicesOf(view: View): string[] {
  const found = interactives(view.blocks).find(
    ({ block }) => block.block_id === rollbackInputs.release,
  );
  const options = found?.element.options;
  if (!Array.isArray(options)) throw new Error('the form offers no releases');
  return options.map((option: { value: unknown }) => String(option.value));
}

/** What the people are up to; each of it can be ended while the others go on. */
export interface PeopleAtWork {
  /** How many proposals were taken. */
  readonly proposals: number;
  stopProposing(): void;
  /** From now on whoever is asked answers at once. */
  answerEverything(): void;
  stop(): Promise<void>;
}

/**
 * People who acknowledge, propose, approve and now and then withdraw, by the buttons and forms they
 * would use. They know nothing of the program's troubles: what is not answered they try again.
 */
export function putPeopleToWork(
  world: WholeWorld,
  chance: Chance,
  options: { proposing: boolean },
): PeopleAtWork {
  const stopping = new AbortController();
  let isProposing = options.proposing;
  let isPatient = false;
  let proposals = 0;
  const users = people.map(({ slack }) => slack) as [string, ...string[]];

  async function over(everyMs: number, work: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      // A form that never came, a message gone meanwhile: people shrug and try again.
      await work().catch(() => {});
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function acknowledge(): Promise<void> {
    for (const button of buttonsOf(world, 'acknowledge')) {
      if (isPatient || chance.happens(0.08)) await press(world, chance.pick(users), button);
    }
  }

  async function decide(): Promise<void> {
    for (const button of buttonsOf(world, 'approve')) {
      if (!isPatient && chance.happens(0.06)) {
        const [other] = buttonsOf(world, 'withdraw').filter(({ ts }) => ts === button.ts);
        if (other) await press(world, chance.pick(users), other);
        continue;
      }
      // Two at once: the proposer is refused, of the others one is enough.
      const both = chance.shuffle(users).slice(0, 2);
      await Promise.all(both.map((user) => press(world, user, button)));
    }
  }

  async function propose(service: string, user: string): Promise<void> {
    if (!isProposing) return;
    const pick = (values: readonly string[]) => chance.pick(values as [string, ...string[]]);
    if (await proposeRollback(world, { user, service, pick })) proposals += 1;
  }

  const loops = [
    over(400, acknowledge),
    over(250, decide),
    ...services.map((service, place) => over(600, () => propose(service, users[place] ?? 'U1'))),
  ];
  return {
    get proposals() {
      return proposals;
    },
    stopProposing() {
      isProposing = false;
    },
    answerEverything() {
      isPatient = true;
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
