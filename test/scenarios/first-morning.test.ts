import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ana, ben, dana, incidents, optionOf, type Scene, startScene, textOf } from './scene.ts';

/**
 * A patch of points-api went out; for the shops on the new layout it writes to the read replica. The
 * team sees what, for whom and since when, rolls the release back with two people, and sees the
 * recovery measured.
 */
describe('the first morning', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ escalateAfter: '4h', backstop: true, speed: 120 });
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

  it('shows the error, whom it hits, the slow queries and the release before it', async () => {
    const whole = /writes to a reader[\s\S]*point_daily[\s\S]*What changed[\s\S]*Alarm "points/;
    const text = textOf(await scene.message('INC-1/evidence', whole));
    expect(text).toContain('--read-only option so it cannot execute this statement');
    expect(text).toMatch(/\d of 312 shops: shop-\d+/);
    expect(text).toContain('a write reached a read-only database');
    expect(text).toContain('It hit points-db-2, a reader now');
    expect(text).toContain('the application sends these writes to a reader');
    expect(text).toMatch(/points-api:42.*before it began/);
    expect(text).toMatch(/before it began: Alarm "points-api-latency" updated/);
    expect(text).toContain('Not known: feature flags, schema migrations.');
    expect(text).toContain('look yourself');
  });

  it('knows at its second look that seven shops of all are hit, and no more', async () => {
    await scene.message('INC-1/evidence', /7 of 312 shops/);
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
