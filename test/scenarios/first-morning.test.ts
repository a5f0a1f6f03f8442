import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ana, ben, dana, incidents, optionOf, type Scene, startScene, textOf } from './scene.ts';

/**
 * A patch of points-api went out; for the shops on the new layout it writes to the read replica. A
 * week ago somebody turned off everything but the access lines, so no log holds the error. The team
 * sees what, for whom and since when all the same, rolls the release back with two people, and sees
 * the recovery measured.
 */
describe('the first morning', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({
      escalateAfter: '4h',
      backstop: true,
      speed: 120,
      // The company is made up in the same process: on a busy machine its queries take long.
      evidenceBudgetMs: 30_000,
    });
    scene.tell('replica-write');
  });
  afterAll(() => scene.end());

  it('opens one thread that says what is wrong, where, and since when', async () => {
    const card = await scene.message('INC-1/card');
    expect(card.text).toMatch(/^SEV2 points-api production: /);
    expect(card.text).toContain('Please acknowledge');
  });

  it('pages the holder of the shift by direct message', async () => {
    const page = await scene.message(/page/);
    expect(page.text).toMatch(/SEV2 points-api production: .*Please acknowledge/);
    expect(scene.control.directMessages(dana)).toHaveLength(1);
  });

  it('shows what failed, whom it hits, the slow queries and the release before it', async () => {
    const whole =
      /writes to a reader[\s\S]*point_daily[\s\S]*What changed[\s\S]*points-api-latency/;
    const text = textOf(await scene.message('INC-1/evidence', whole));
    expect(text).toMatch(/\d+×\* POST \/points\/(add|use) → 500/);
    expect(text).toMatch(/\d of 312 shops: shop-\d+/);
    expect(text).toMatch(/points-api:42.*before it began/);
    expect(text).toMatch(/before it began: Alarm .{1,3}points-api-latency.{1,3} updated/);
    expect(text).toContain('Not known: feature flags, schema migrations.');
    expect(text).toContain('look yourself');
  });

  it('says that the writes go to a reader, how sure that is, and that it began with 42', async () => {
    const text = textOf(await scene.message('INC-1/evidence', /7 of 312 .* on layout split/));
    expect(text).toMatch(/likely.{0,60}a write reached a read-only database/);
    expect(text).toMatch(/began .{1,20} after points-api:42/);
    expect(text).toMatch(/(\d+) of \1 on layout split, which has 7 % of the traffic/);
    expect(text).toMatch(/It hit points-db-2, a reader now and \d+ min ago\./);
    expect(text).toContain('No failover: the application sends these writes to a reader.');
    expect(text).toContain('only writes fail there, and writes elsewhere go well');
    expect(text).not.toMatch(/--read-only|errno|ledger\.js/);
  });

  it('says since which release the logs hold nothing but access lines', async () => {
    const text = textOf(await scene.message('INC-1/evidence', /logging was probably turned off/));
    expect(text).toMatch(/known.{0,40}\/ecs\/points-api writes 2\d % of what it usually does/);
    expect(text).toMatch(/since .{1,80}with points-api:41/);
    expect(text).toMatch(/errors 0 an hour, usually \d+/);
    expect(text).toContain('no errors here proves nothing');
  });

  it('puts one picture into the thread, and no list of slow queries that are as ever', async () => {
    await expect.poll(() => scene.files(), { timeout: 30_000 }).toEqual(['INC-1-overview.png']);
  });

  it('lays out the way back to the release that ran well', async () => {
    const options = await scene.message('INC-1/options', /Roll back to/);
    expect(textOf(options)).toMatch(/points-api:41.*served \d+ days/);
  });

  it('stops paging when somebody acknowledges in the direct message', async () => {
    await scene.press(dana, /page/, 'Acknowledge');
    await scene.message('INC-1/card', new RegExp(`On it\\*\\\\n<@${dana}>`));
    await scene.message(/page/, /You answered this/);
  });

  it('plans the rollback in a form and proposes it with the plan the person saw', async () => {
    await scene.press(ana, 'INC-1/card', 'Roll back …');
    const choose = await scene.control.waitFor(() =>
      scene.control.views(ana).find((view) => view.callback_id === 'rollback-release'),
    );
    const release = optionOf(choose, 'points-api:41');
    await scene.control.submitView({ user: ana, values: { release } });
    await scene.control.waitFor(() =>
      scene.control.views(ana).find((view) => view.callback_id === 'rollback-confirm'),
    );
    const wrong = await scene.control.submitView({ user: ana, values: { typed: 'orders-api' } });
    expect(JSON.stringify(wrong)).toContain('errors');
    await scene.control.submitView({ user: ana, values: { typed: 'points-api' } });
    await scene.message(/action/, /Needs 1 more yes/);
  });

  it('refuses the yes of the person who proposed it, to that person only', async () => {
    await scene.press(ana, /action/, 'Approve');
    await scene.control.waitFor(() =>
      scene.whispers(ana).some((text) => text.includes('you proposed it')),
    );
    expect(scene.written()).toEqual([]);
  });

  it('rolls back once after the second person says yes, and confirms the recovery', async () => {
    await scene.press(ben, /action/, 'Approve');
    const done = await scene.message(/action/, /Verdict: confirmed/);
    expect(textOf(done)).toContain('points-api:41');
    const changes = scene.written().filter((operation) => operation !== 'RegisterTaskDefinition');
    expect(changes).toEqual(['UpdateService']);
    const [serving] = scene.company.ecs.running('shop', 'points-api');
    expect(serving).toMatchObject({ weight: 1 });
    expect(serving?.taskDefinition).not.toContain(':42');
  });

  it('says that all alarms are clear, and is resolved by a person', async () => {
    const card = await scene.message('INC-1/card', /All alarms are clear/);
    await scene.control.mention({
      user: ben,
      channel: incidents,
      thread: card.ts,
      text: 'resolve',
    });
    await scene.message('INC-1/card', /resolved/);
    await scene.message(/notice/, /ben says it is over/);
  });

  it('said nothing else and changed nothing else', () => {
    expect(scene.said()).toEqual([
      'INC-1/action',
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',

      'page',
      '2 notices',
    ]);
  });
});
