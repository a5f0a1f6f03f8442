import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MessageRef } from '../../../src/core/briefing/chat.ts';
import type { Offer } from '../../../src/core/briefing/offer.ts';
import { OutsideError } from '../../../src/core/kit/outside-error.ts';
import { connected, jumpingClock, plan, release, says, threads } from './support.ts';

let here: Awaited<ReturnType<typeof connected>>;
beforeAll(async () => {
  here = await connected({ wall: jumpingClock() });
});
afterAll(() => here.stop());
beforeEach(async () => {
  await closeForms();
  here.desk.calls.length = 0;
  here.log.lines.length = 0;
  here.desk.answer = () => ({ kind: 'done' });
  threads.clear();
  const { workspace, faults } = here.local.control;
  workspace.ephemerals.length = 0;
  faults.clear();
});

async function closeForms(): Promise<void> {
  for (const user of ['U1', 'U2']) {
    for (const { id } of control().views(user)) await control().closeView({ user, viewId: id });
  }
}

const control = () => here.local.control;
const errors = () => here.log.lines.filter((line) => line.level === 'error');
const toldPrivately = (user: string, part: string) =>
  control().waitFor(() =>
    control()
      .ephemerals(user)
      .find(({ text, from }) => from === 'app' && text.includes(part)),
  );
const viewOf = (user: string, callbackId: string) =>
  control().waitFor(() =>
    control()
      .views(user)
      .find((view) => view.callback_id === callbackId),
  );
const shown = (view: { blocks: readonly object[] }) => JSON.stringify(view.blocks);

let cards = 0;
/** A card of ours in the channel, with these offers. */
async function postCard(offers: readonly Offer[]): Promise<MessageRef> {
  cards += 1;
  return here.slack.chat.show({
    key: `INC-${cards}/card`,
    channel: '#incidents',
    mayHaveBeenSent: false,
    briefing: {
      text: `SEV2 · points-api · production: card ${cards}`,
      parts: [{ kind: 'offers', offers }],
    },
  });
}

describe('a command', () => {
  test('reaches the desk as typed and is answered to that person only', async () => {
    here.desk.answer = () => says('Nothing is burning & all is <well>');
    const act = await control().command({ user: 'U1', channel: 'C2', text: 'status a&b' });
    expect(act.status).toBe('acked');
    const answer = await toldPrivately('U1', 'Nothing is burning');
    expect(answer.text).toBe('Nothing is burning &amp; all is &lt;well&gt;');
    expect(here.desk.calls).toMatchObject([
      { method: 'obey', line: 'status a&b', asker: { by: 'ana', channel: 'C2' } },
    ]);
    expect(here.desk.calls[0]?.asker?.requestId).toMatch(/^command:./);
    expect(control().ephemerals('U2')).toEqual([]);
  });

  test('that is refused says why', async () => {
    here.desk.answer = () => ({ kind: 'refusal', reason: 'unknown', text: 'Did you mean ack?' });
    await control().command({ user: 'U3', channel: 'C2', text: 'akc' });
    await toldPrivately('U3', 'Did you mean ack?');
    expect(here.desk.calls[0]?.asker?.by).toBe('slack:U3');
  });

  test('whose answer has a second half shows both', async () => {
    here.desk.answer = () => says('Reading …', { text: 'At 10 %', parts: [] });
    await control().command({ user: 'U1', channel: 'C2', text: 'status' });
    await toldPrivately('U1', 'Reading …');
    await toldPrivately('U1', 'At 10 %');
  });

  test('that breaks us is told in one sentence and logged, not left silent', async () => {
    here.desk.answer = () => {
      throw new Error('a bug with a secret inside');
    };
    await control().command({ user: 'U1', channel: 'C2', text: 'ack' });
    const answer = await toldPrivately('U1', 'unexpected');
    expect(answer.text).not.toContain('secret');
    expect(errors()).toHaveLength(1);
  });

  test('that fails outside says what was tried and what to do', async () => {
    here.desk.answer = () => {
      throw new OutsideError({
        system: 'store',
        operation: 'transaction',
        kind: 'unavailable',
        message: 'The database did not answer; check DATABASE_URL.',
      });
    };
    await control().command({ user: 'U1', channel: 'C2', text: 'ack' });
    await toldPrivately('U1', 'check DATABASE_URL');
  });
});

describe('a mention', () => {
  test('in the thread of an incident is a command about it, answered in the thread', async () => {
    const card = await postCard([]);
    threads.set(`C1/${card.ts}`, 'INC-7');
    here.desk.answer = () => says('Errors: 12');
    await control().mention({ user: 'U1', channel: 'C1', thread: card.ts, text: 'errors  30m' });
    const reply = await control().waitFor(() =>
      control()
        .thread('C1', card.ts)
        .find(({ text }) => text === 'Errors: 12'),
    );
    expect(reply.thread_ts).toBe(card.ts);
    expect(here.desk.calls).toMatchObject([
      { line: 'errors 30m', asker: { by: 'ana', incident: 'INC-7', channel: 'C1' } },
    ]);
    expect(here.desk.calls[0]?.asker?.requestId).toBe(control().events.at(-1)?.id);
  });

  test('outside a thread is answered in a thread of its own', async () => {
    here.desk.answer = () => says('Hello');
    const { ts } = await control().mention({ user: 'U1', channel: 'C2', text: '' });
    await control().waitFor(() =>
      control()
        .thread('C2', ts)
        .some(({ text }) => text === 'Hello'),
    );
    expect(here.desk.calls[0]).toMatchObject({ line: '' });
    expect(here.desk.calls[0]?.asker).not.toHaveProperty('incident');
  });

  test('that is refused tells that person only, in the thread', async () => {
    const card = await postCard([]);
    here.desk.answer = () => ({ kind: 'refusal', reason: 'no', text: 'I did not.' });
    await control().mention({ user: 'U2', channel: 'C1', thread: card.ts, text: 'resolve' });
    const told = await toldPrivately('U2', 'I did not.');
    expect(told.thread_ts).toBe(card.ts);
    expect(
      control()
        .thread('C1', card.ts)
        .filter(({ bot_id }) => bot_id),
    ).toHaveLength(1);
  });

  test('that asks for a form gets a button that opens it', async () => {
    const card = await postCard([]);
    here.desk.answer = () => ({
      kind: 'form',
      form: 'declare',
      service: 'points-api',
      environment: 'staging',
      title: 'points are gone',
    });
    await control().mention({
      user: 'U1',
      channel: 'C1',
      thread: card.ts,
      text: 'declare points are gone',
    });
    const reply = await control().waitFor(() => control().thread('C1', card.ts)[2]);
    await control().click({ user: 'U1', channel: 'C1', ts: reply.ts, action_id: 'form:declare' });
    const form = await viewOf('U1', 'declare');
    expect(shown(form)).toContain('points are gone');
  });

  test('whose answer comes in two halves is edited in place', async () => {
    here.desk.answer = () => says('Reading …', { text: 'Rolled out to 10 %', parts: [] });
    const { ts } = await control().mention({ user: 'U1', channel: 'C2', text: 'status' });
    await control().waitFor(() => control().thread('C2', ts)[1]?.text === 'Rolled out to 10 %');
    expect(control().thread('C2', ts)).toHaveLength(2);
  });

  test('delivered again is heard once', async () => {
    here.desk.answer = () => says('Once');
    const { ts } = await control().mention({ user: 'U1', channel: 'C2', text: 'ack' });
    await control().waitFor(() => control().thread('C2', ts)[1]);
    const eventId = control().events.at(-1)?.id ?? '';
    expect(await control().redeliver(eventId)).toMatchObject({ status: 'acked' });
    expect(here.desk.calls).toHaveLength(1);
    expect(control().thread('C2', ts)).toHaveLength(2);
  });
});

describe('a button', () => {
  const subject = { incident: 'INC-9', service: 'points-api', environment: 'production' };

  test('presses its offer with its subject', async () => {
    const card = await postCard([{ id: 'acknowledge', label: 'Acknowledge', subject }]);
    const act = await control().click({
      user: 'U2',
      channel: 'C1',
      ts: card.ts,
      action_id: 'offer:acknowledge:0',
    });
    expect(act.status).toBe('acked');
    await control().waitFor(() => here.desk.calls.length);
    expect(here.desk.calls).toMatchObject([
      { method: 'press', offer: 'acknowledge', subject, asker: { by: 'ben', incident: 'INC-9' } },
    ]);
    expect(here.desk.calls[0]?.asker?.requestId).toMatch(/^click:./);
  });

  test('that is refused tells the clicker only', async () => {
    const card = await postCard([{ id: 'approve', label: 'Approve', subject }]);
    here.desk.answer = () => ({
      kind: 'refusal',
      reason: 'own',
      text: 'You proposed it yourself.',
    });
    await control().click({ user: 'U1', channel: 'C1', ts: card.ts, action_id: 'offer:approve:0' });
    await toldPrivately('U1', 'You proposed it yourself.');
  });

  test('in a menu that must be confirmed asks first, quoting the message', async () => {
    const confirm = { title: 'Sure?', text: 'in production', yes: 'Yes', no: 'No' };
    const card = await postCard([
      { id: 'dismiss', label: 'Dismiss', subject, inMore: true, confirm },
    ]);
    const [entry] = menuOf(card);
    await control().click({
      user: 'U1',
      channel: 'C1',
      ts: card.ts,
      action_id: 'offer:more:0',
      value: entry ?? '',
    });
    const dialog = await viewOf('U1', 'confirm-offer');
    expect(shown(dialog)).toContain('SEV2 · points-api · production');
    expect(here.desk.calls).toEqual([]);
    here.desk.answer = () => ({ kind: 'refusal', reason: 'late', text: 'Too late for that.' });
    await control().submitView({ user: 'U1' });
    await toldPrivately('U1', 'Too late for that.');
    expect(here.desk.calls).toMatchObject([{ offer: 'dismiss', subject }]);
  });

  test('in a menu without a question is pressed at once', async () => {
    const card = await postCard([{ id: 'resolve', label: 'Resolve', subject, inMore: true }]);
    const [value] = menuOf(card);
    await control().click({
      user: 'U1',
      channel: 'C1',
      ts: card.ts,
      action_id: 'offer:more:0',
      value: value ?? '',
    });
    await control().waitFor(() => here.desk.calls.length);
    expect(here.desk.calls).toMatchObject([{ offer: 'resolve', subject }]);
  });

  test('of an older version is answered', async () => {
    const card = await postCard([]);
    const room = control().workspace.rooms.get('C1');
    const message = room?.messages.get(card.ts);
    if (room && message) {
      const element = (id: string) => ({
        type: 'button',
        action_id: id,
        text: { type: 'plain_text', text: 'Old' },
        value: 'nonsense',
      });
      const elements = [element('offer:acknowledge:0'), element('gone')];
      room.messages.set(card.ts, {
        ...message,
        blocks: [{ type: 'actions', block_id: 'a', elements }],
      });
    }
    const at = { user: 'U1', channel: 'C1', ts: card.ts };
    await control().click({ ...at, action_id: 'offer:acknowledge:0' });
    await toldPrivately('U1', 'older message');
    const act = await control().click({ ...at, action_id: 'gone' });
    expect(act.status).toBe('acked');
    await toldPrivately('U1', 'I do not know that one');
    expect(here.desk.calls).toEqual([]);
  });

  function menuOf(card: MessageRef): string[] {
    const blocks =
      control()
        .messages('C1')
        .find(({ ts }) => ts === card.ts)?.blocks ?? [];
    return JSON.parse(JSON.stringify(blocks)).flatMap(
      (block: { elements?: { options?: { value: string }[] }[] }) =>
        (block.elements ?? []).flatMap((each) => (each.options ?? []).map(({ value }) => value)),
    );
  }
});

describe('the declare form', () => {
  const values = {
    title: 'Points are gone',
    service: 'points-api',
    environment: 'production',
    severity: 'SEV2',
  };
  const open = async (form: object = {}) => {
    here.desk.answer = () => ({ kind: 'form', form: 'declare', ...form });
    await control().command({ user: 'U1', channel: 'C2', text: 'declare' });
    return viewOf('U1', 'declare');
  };

  test('never preselects production, and does preselect staging', async () => {
    const asked = await open({ service: 'points-api', environment: 'production' });
    expect(shown(asked)).not.toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"production"',
    );
    await closeForms();
    const staging = await open({ environment: 'staging' });
    expect(shown(staging)).toMatch(/"initial_option":\{[^}]*"staging"/);
  });

  test('declares what was put in', async () => {
    await open();
    here.desk.answer = () => says('INC-12 is open');
    expect(await control().submitView({ user: 'U1', values })).toMatchObject({ status: 'acked' });
    await toldPrivately('U1', 'INC-12 is open');
    expect(here.desk.calls.at(-1)).toMatchObject({
      method: 'declare',
      form: values,
      asker: { by: 'ana', channel: 'C2' },
    });
    expect(control().views('U1')).toEqual([]);
  });

  test('keeps what was typed and shows the refusal beside it', async () => {
    const form = await open();
    here.desk.answer = () => ({ kind: 'refusal', reason: 'known', text: 'INC-3 is open already.' });
    await control().submitView({ user: 'U1', values });
    expect(control().views('U1')[0]?.errors).toEqual({ title: 'INC-3 is open already.' });
    const first = here.desk.calls.at(-1)?.asker?.requestId;
    here.desk.answer = () => says('INC-13 is open');
    await control().submitView({
      user: 'U1',
      viewId: form.id,
      values: { ...values, title: 'More' },
    });
    expect(here.desk.calls.at(-1)?.asker?.requestId).not.toBe(first);
  });

  test('refuses an environment the service does not run in', async () => {
    await open();
    const wrong = { ...values, service: 'mailer', environment: 'staging' };
    await control().submitView({ user: 'U1', values: wrong });
    expect(control().views('U1')[0]?.errors).toEqual({
      environment: 'mailer runs in production only.',
    });
    expect(here.desk.calls).toHaveLength(1);
  });
});

describe('the rollback form', () => {
  const target = { service: 'points-api', environment: 'production', incident: 'INC-7' };
  const chooseRelease = async (form: object = target) => {
    here.desk.answer = () => ({ kind: 'form', form: 'rollback', ...form });
    await control().command({ user: 'U1', channel: 'C2', text: 'rollback' });
  };

  test('opens at once, lists the releases, shows the plan, and proposes it by name', async () => {
    const reading = Promise.withResolvers<void>();
    const releases = here.desk.releases;
    here.desk.releases = async (service, environment) => {
      await reading.promise;
      return releases(service, environment);
    };
    await chooseRelease();
    await viewOf('U1', 'waiting');
    reading.resolve();
    here.desk.releases = releases;

    const list = await viewOf('U1', 'rollback-release');
    expect(shown(list)).toContain('points-api:42');
    await control().submitView({ user: 'U1', values: { release: release(42).id } });
    const confirm = await viewOf('U1', 'rollback-confirm');
    expect(shown(confirm)).toContain('ecs:UpdateService taskDefinition=points-api:42');
    expect(shown(confirm)).toContain('The image is still there');

    await control().submitView({ user: 'U1', values: { typed: 'points' } });
    expect(control().views('U1')[0]?.errors?.typed).toContain('not "points-api"');
    here.desk.answer = () => says('Proposed: one approval to go');
    await control().submitView({ user: 'U1', values: { typed: 'points-api' } });
    await toldPrivately('U1', 'Proposed');
    expect(here.desk.calls.at(-1)).toMatchObject({
      method: 'propose',
      form: {
        service: 'points-api',
        environment: 'production',
        request: { verb: 'rollback', toReleaseId: release(42).id },
        planHash: 'plan-1',
      },
      asker: { by: 'ana', incident: 'INC-7', channel: 'C2' },
    });
  });

  test('asks what and where first when nobody said', async () => {
    await chooseRelease({});
    const form = await viewOf('U1', 'rollback-target');
    expect(shown(form)).toContain('points-api · staging');
    expect(shown(form)).not.toContain('mailer');
    expect(shown(form)).not.toContain('initial_option');
    await control().submitView({ user: 'U1', values: { target: 'points-api · staging' } });
    await viewOf('U1', 'rollback-release');
    await control().submitView({ user: 'U1', values: { release: release(41).id } });
    const confirm = await viewOf('U1', 'rollback-confirm');
    expect(shown(confirm)).not.toContain('"input"');
  });

  test('says why when the engine cannot be asked', async () => {
    const { releases } = here.desk;
    here.desk.releases = async () => {
      throw new OutsideError({
        system: 'AWS ECS',
        operation: 'ListServiceDeployments',
        kind: 'denied',
        message: 'AWS ECS: not allowed; allow ecs:ListServiceDeployments.',
      });
    };
    await chooseRelease();
    const view = await viewOf('U1', 'notice');
    here.desk.releases = releases;
    expect(shown(view)).toContain('allow ecs:ListServiceDeployments');
  });

  test('lets a blocked plan go nowhere', async () => {
    const { preview } = here.desk;
    here.desk.preview = async () =>
      plan({ checks: [{ name: 'image', result: 'block', text: 'The image was deleted' }] });
    await chooseRelease();
    await viewOf('U1', 'rollback-release');
    await control().submitView({ user: 'U1', values: { release: release(42).id } });
    const view = await viewOf('U1', 'notice');
    here.desk.preview = preview;
    expect(shown(view)).toContain('The image was deleted');
    expect(view.submit).toBeFalsy();
  });

  test('shows a refusal in the form', async () => {
    await chooseRelease({ ...target, environment: 'staging' });
    await viewOf('U1', 'rollback-release');
    await control().submitView({ user: 'U1', values: { release: release(42).id } });
    await viewOf('U1', 'rollback-confirm');
    here.desk.answer = () => ({
      kind: 'refusal',
      reason: 'busy',
      text: 'Ben is rolling back now.',
    });
    await control().submitView({ user: 'U1' });
    expect(shown(await viewOf('U1', 'notice'))).toContain('Ben is rolling back now.');
  });
});

describe('the Home tab', () => {
  test('is drawn for whoever opens it, and its buttons answer in a window', async () => {
    await control().openHome('U2');
    const home = await control().waitFor(() => control().home('U2'));
    expect(shown(home)).toContain('Hello ben');
    here.desk.answer = () => ({ kind: 'refusal', reason: 'no', text: 'Not from here.' });
    await control().click({ user: 'U2', view: 'home', action_id: 'offer:declare:0' });
    expect(shown(await viewOf('U2', 'notice'))).toContain('Not from here.');
  });
});

test('a form opens at once while a channel is rate limited', async () => {
  control().faults.inject({
    method: 'chat.postMessage',
    kind: 'rate-limit',
    retryAfterSeconds: 30,
  });
  await expect(postCard([])).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 30_000 });
  await expect(postCard([])).rejects.toMatchObject({ kind: 'rate-limited' });
  here.desk.answer = () => ({ kind: 'form', form: 'declare' });
  await control().command({ user: 'U1', channel: 'C2', text: 'declare' });
  await viewOf('U1', 'declare');
});

test('both connections are kept, and one hears what the other misses', async () => {
  expect(here.slack.health()).toMatchObject({ connected: true, connections: 2 });
  control().faults.inject({ method: 'apps.connections.open', kind: 'unavailable', times: 100 });
  control().socket.refresh('oldest');
  await control().waitFor(() => here.slack.health().connections === 1);
  here.desk.answer = () => says('Still here');
  const act = await control().command({ user: 'U1', channel: 'C2', text: 'status' });
  expect(act.status).toBe('acked');
  await toldPrivately('U1', 'Still here');
  control().faults.clear();
  await control().waitFor(() => here.slack.health().connections === 2);
});
