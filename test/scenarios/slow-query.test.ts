import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ana, ben, incidents, optionOf, type Scene, startScene, textOf } from './scene.ts';

/**
 * A new history page of points-api sorts without an index. Nothing fails, everything gets slow: an
 * alarm that pages nobody, the statement with the rows it reads in the thread, and the way back.
 */
describe('the page that reads the whole table', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ speed: 120 });
    scene.tell('slow-query');
  });
  afterAll(() => scene.end());

  it('opens a thread that pages nobody', async () => {
    const card = await scene.message('INC-1/card');
    expect(card.text).toMatch(/^SEV3 points-api production: /);
    await scene.message('INC-1/options');
    expect(textOf(await scene.card())).not.toContain('paging');
    for (const person of [ana, ben]) expect(scene.control.directMessages(person)).toEqual([]);
  });

  it('shows the statement without its values, and how many rows it reads for how few', async () => {
    const text = textOf(await scene.message('INC-1/evidence', /where member_id = /));
    expect(text).toMatch(/\*SELECT point_transactions\* · new · \d+ % of slow time/);
    // The second look, which may have come by now, knows the release.
    expect(text).toMatch(/Compared with (the same time yesterday|before points-api:43)/);
    expect(text).toMatch(
      /no index for `member_id, created_at` · began \d+ \w+ after points-api:43/,
    );
    expect(text).toContain('list the indexes of point_transactions');
    expect(text).toMatch(/p95 \d+ ms · reads 600 k rows to give \d+ · \d+×/);
    expect(text).toContain('`select … from point_transactions where member_id = ?');
    expect(text).toMatch(/points-api:43.*before it began/);
  });

  it('puts one picture and the whole list of slow queries into the thread', async () => {
    const overview = ['INC-1-overview.png', 'INC-1-overview.txt'];
    await expect.poll(() => scene.files(), { timeout: 30_000 }).toEqual(overview);
    const { ts } = await scene.card();
    await scene.control.mention({ user: ana, channel: incidents, thread: ts, text: 'slow' });
    await expect
      .poll(() => scene.files(), { timeout: 30_000 })
      .toEqual([...overview, 'INC-1-slow-queries.png', 'INC-1-slow-queries.txt']);
  });

  it('rolls back to the release before it, with two people, and confirms', async () => {
    await scene.press(ana, 'INC-1/card', 'Roll back …');
    const choose = await scene.form(ana, 'rollback-release');
    await scene.control.submitView({
      user: ana,
      values: { release: optionOf(choose, 'points-api:41') },
    });
    await scene.form(ana, 'rollback-confirm');
    await scene.control.submitView({ user: ana, values: { typed: 'points-api' } });
    await scene.press(ben, /action/, 'Approve');
    const done = await scene.message(/action/, /Verdict: confirmed/);
    expect(textOf(done)).toContain('points-api:41');
    await scene.message(/notice/, /Rollback confirmed/);
    await scene.message('INC-1/card', /All alarms are clear/);
  });

  it('said nothing else and changed nothing else', async () => {
    await scene.control.mention({
      user: ben,
      channel: incidents,
      thread: (await scene.card()).ts,
      text: 'resolve',
    });
    await scene.message(/notice/, /ben says it is over/);
    expect(scene.said()).toEqual([
      'INC-1/action',
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',
      '2 notices',
    ]);
    expect(scene.written().filter((each) => each !== 'RegisterTaskDefinition')).toEqual([
      'UpdateService',
    ]);
  });
});
