import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ana, ben, dana, incidents, optionOf, type Scene, startScene, textOf } from './scene.ts';

/**
 * A build from somebody's own machine, with the settings of staging inside, serves production. Nothing
 * fails; the points go to the test database. The thread says what it is and since which release, the
 * team rolls back, and what has to be moved by hand is counted from the first request to the last.
 */
describe('the second morning', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ escalateAfter: '4h', backstop: true, evidenceBudgetMs: 45_000 });
    scene.tell('wrong-environment');
  });
  afterAll(() => scene.end());

  it('opens a thread by an ordinary alarm on what the database writes, and pages', async () => {
    const card = await scene.message('INC-1/card');
    expect(card.text).toMatch(
      /^SEV2 points-api production: Shops are busy, and points-db-1 writes next to nothing\./,
    );
    await scene.message(/page/);
    await scene.press(dana, /page/, 'Acknowledge');
  });

  it('says that production runs with the settings of staging, since which release', async () => {
    const whole =
      /runs with the settings of staging[\s\S]*100 % of the lines[\s\S]*down to[\s\S]*What changed/;
    const found = await scene.message('INC-1/evidence', whole);
    expect(found.text).toBe(
      'SEV2 · points-api · production: production runs with the settings of staging',
    );
    const text = textOf(found);
    expect(text).toMatch(/\*known\*: production runs with the settings of staging/);
    expect(text).toMatch(/with points-api:44 · dev-ben-local · 100 % of the lines/);
    expect(text).toContain(
      'the lines say env “staging” · their database is points-staging-db (staging)',
    );
    expect(text).toMatch(/disk writes of points-db-1 down to \d %/);
    expect(text).toContain('no release before had a tag like dev-ben-local');
    expect(text).toMatch(/points-api:44 · dev-ben-local\*.*before it began/);
    expect(text).toContain('No errors found.');
  });

  it('says what is left to do, whatever is decided', async () => {
    await scene.message(
      'INC-1/evidence',
      /Left to do:\* [\d,]+ write requests of \d+ shops went to points-staging-db between .* and now\. What they wrote has to be moved by hand\. <https:[^|…]*\|which ones>/,
    );
  });

  it('goes back to the release that ran well, with two people, and confirms by the database’s writes', async () => {
    const options = await scene.message('INC-1/options', /Roll back to/);
    expect(textOf(options)).toMatch(/points-api:41.*served \d+ days/);
    await scene.press(ana, 'INC-1/card', 'Roll back …');
    const choose = await scene.form(ana, 'rollback-release');
    const release = optionOf(choose, 'points-api:41');
    await scene.control.submitView({ user: ana, values: { release } });
    await scene.form(ana, 'rollback-confirm');
    await scene.control.submitView({ user: ana, values: { typed: 'points-api' } });
    await scene.press(ben, /action/, 'Approve');
    const done = await scene.message(/action/, /Verdict: confirmed/);
    expect(textOf(done)).toContain('points-db-writes-low');
    await scene.message(/notice/, /Rollback confirmed/);
    const [serving] = scene.company.ecs.running('shop', 'points-api');
    expect(serving).toMatchObject({ weight: 1 });
    expect(serving?.image).not.toContain('dev-ben-local');
  });

  it('then says from when to when, how many requests and how many shops have to be moved', async () => {
    const text = textOf(await scene.message('INC-1/evidence', /ran with the settings of staging/));
    expect(text).toMatch(/\*known\*: production ran with the settings of staging/);
    expect(text).toMatch(
      /[\d,]+ write requests of 312 shops went to points-staging-db between (?!.* and now).*What they wrote/,
    );
  });

  it('said nothing else and changed nothing else', async () => {
    const card = await scene.message('INC-1/card', /All alarms are clear/);
    await scene.control.mention({
      user: ben,
      channel: incidents,
      thread: card.ts,
      text: 'resolve',
    });
    await scene.message(/notice/, /ben says it is over/);
    expect(scene.said()).toEqual([
      'INC-1/action',
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',
      'page',
      '2 notices',
    ]);
    expect(scene.written().filter((each) => each !== 'RegisterTaskDefinition')).toEqual([
      'UpdateService',
    ]);
  });
});
