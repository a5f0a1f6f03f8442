import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cluster, region, topicArn } from '../../src/demo/company/names.ts';
import { alarmOf, ben, dana, incidents, type Scene, startScene, textOf } from './scene.ts';

const intake = (text: string) =>
  text.replace('backstop: 60s', `sns: { topics: [ "${topicArn}" ] }\n  backstop: 10s`);

/**
 * One change of one alarm comes by the queue, by HTTPS and by asking CloudWatch; some come by none of
 * them at first, in the wrong order, or in words that nobody here knows.
 */
describe('the ways an alarm comes', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ escalateAfter: '4h', speed: 120, backstop: true, config: intake });
    sns('Subscribe', { TopicArn: topicArn, Protocol: 'http', Endpoint: door() });
    await scene.company.sns.settled();
    scene.company.setRush(true);
  });
  afterAll(() => scene.end());

  const door = () => `${scene.url()}/alarms/sns`;
  const sns = (operation: string, input: Record<string, unknown>) =>
    scene.company.sns.service.operations[operation]?.(input, { region, operation });
  const deploy = (revision: number) =>
    scene.company.ecs.deploy({
      cluster,
      service: 'points-api',
      taskDefinition: `points-api:${revision}`,
    });
  const entries = async (incident: string, words: string) =>
    (await scene.timeline(incident)).split(words).length - 1;

  it('confirms the subscription of its door by a call of its own', () => {
    expect(scene.written()).toEqual(['ConfirmSubscription']);
  });

  it('makes one incident and one entry of a change that comes by queue and by HTTPS', async () => {
    deploy(42);
    await scene.message('INC-1/options');
    await scene.company.sns.settled();
    const taken = scene.company.sns.deliveries.filter(({ type }) => type === 'Notification');
    expect(taken.map(({ outcome }) => outcome)).toEqual([200]);
    expect(scene.control.messages(incidents)).toHaveLength(1);
    expect(await entries('INC-1', 'Alarm points-api-5xx is firing')).toBe(1);
  });

  it('opens an incident for an alarm of a service that nobody configured', async () => {
    scene.alarm({ name: 'payments-errors', state: 'ALARM', reason: 'payments are failing' });
    const card = await scene.message('INC-2/card');
    expect(textOf(card)).toContain('payments are failing');
  });

  it('does not let a late ALARM undo a newer OK', async () => {
    const at = scene.clock.now();
    const name = 'orders-api-queue';
    scene.alarm({ name, state: 'ALARM', at: at - 180_000 });
    await scene.message('INC-3/card', /firing/);
    scene.alarm({ name, state: 'OK', at });
    await scene.message('INC-3/card', /All alarms are clear/);
    scene.enqueue(JSON.stringify(alarmOf({ name, state: 'ALARM', at: at - 90_000 }, at)));
    scene.enqueue('The disk of build-7 is full');
    await scene.message('INC-4/card');
    expect(textOf(await scene.message('INC-3/card'))).toContain('All alarms are clear');
    expect(await entries('INC-3', 'is firing')).toBe(1);
  });

  it('shows a text that is no alarm as it came', async () => {
    const card = await scene.message('INC-4/card');
    expect(card.text).toBe(
      'SEV4 a service nobody configured: The disk of build-7 is full. Please acknowledge.',
    );
  });

  it('says that somebody ended the subscription', async () => {
    const subscriptions = sns('ListSubscriptionsByTopic', { TopicArn: topicArn }) as {
      Subscriptions: { Protocol: string; SubscriptionArn: string }[];
    };
    const ours = subscriptions.Subscriptions.find(({ Protocol }) => Protocol === 'http');
    sns('Unsubscribe', { SubscriptionArn: ours?.SubscriptionArn });
    await scene.message(/sns-unsubscribed/, /Somebody ended the subscription that brings alarms/);
  });

  it('finds what was lost on the way within a round of asking', async () => {
    scene.aws.faults.inject({
      service: 'sqs',
      operation: 'ReceiveMessage',
      kind: 'deny',
      times: 9_999,
    });
    // The poll under way takes this one; all later ones are denied.
    scene.enqueue('The disk of build-8 is full');
    deploy(43);
    await scene.message('INC-1/card', /firing\* `points-api-latency`/);
    await scene.message('INC-1/card', /clear `points-api-5xx`/);
    expect(scene.company.sqs.bodies('firebreak').length).toBeGreaterThan(0);
  });

  it('takes what comes late after all for what it is: known', async () => {
    scene.aws.faults.clear();
    // A feed that was denied asks again after a minute; a new one at once.
    await scene.restart();
    await scene.control.waitFor(() => scene.company.sqs.bodies('firebreak').length === 0, 20_000);
    expect(await entries('INC-1', 'Alarm points-api-latency is firing')).toBe(1);
    expect(await entries('INC-1', 'Alarm points-api-5xx is clear')).toBe(1);
  });

  it('shows that all is clear, and leaves it to people to say that it is over', async () => {
    deploy(41);
    const card = await scene.message('INC-1/card', /All alarms are clear/);
    expect(textOf(card)).toContain('waiting for a decision');
    await scene.control.mention({
      user: ben,
      channel: incidents,
      thread: card.ts,
      text: 'resolve',
    });
    await scene.message(/notice/, /ben says it is over/);
  });

  it('takes the same thread up again when the alarm comes back', async () => {
    deploy(42);
    await scene.message(/notice/, /The alarm came back/);
    const card = await scene.message('INC-1/card', /firing\* `points-api-5xx`/);
    expect(textOf(card)).not.toContain('resolved');
    // The holder of the shift is paged for INC-1, for INC-3, and now again.
    await scene.control.waitFor(() => scene.control.directMessages(dana).length === 3);
  });

  it('said nothing else and changed nothing', () => {
    expect(scene.said()).toEqual([
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',
      'INC-2/card',
      'INC-3/card',
      'INC-3/evidence',
      'INC-3/options',
      'INC-4/card',
      'notice sns-unsubscribed',
      'page',
      'page',
      'page',
      '2 notices',
    ]);
    expect(scene.written()).toEqual(['ConfirmSubscription']);
  });
});
