import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ana, ben, incidents, type Scene, startScene, textOf } from './scene.ts';

/**
 * A canary of orders-api breaks checkouts and holds by itself at a tenth of the traffic. People
 * learn what the engine can and cannot do now, and back out while it is small.
 */
describe('the canary that breaks checkouts', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ escalateAfter: '4h', speed: 150 });
    scene.tell('bad-canary');
  });
  afterAll(() => scene.end());

  const inThread = async (user: string, text: string) =>
    scene.control.mention({ user, channel: incidents, thread: (await scene.card()).ts, text });

  it('shows how far the rollout is, and that it holds', async () => {
    const card = await scene.message('INC-1/card', /paused, 10 %/);
    expect(card.text).toMatch(/^SEV2 orders-api production: /);
    expect(textOf(await scene.message('INC-1/evidence', /currency/))).toContain('currency');
  });

  it('says of every way out what the engine would do', async () => {
    const text = textOf(await scene.message('INC-1/options', /paused already/));
    expect(text).toContain('Roll back to orders-api:7');
    expect(text).not.toContain('Abort the rollout');
    expect(text).toContain('Resume the rollout');
    expect(text).toContain('ECS will roll back by itself');
  });

  it('answers a pause honestly: it holds already', async () => {
    await inThread(ana, 'pause');
    await scene.message(/notice/, /Pause is not possible. It is paused already/);
    expect(scene.written()).toEqual([]);
  });

  it('proposes to back out, and refuses the yes of the person who proposed it', async () => {
    await scene.press(ana, 'INC-1/card', 'Abort rollout');
    await scene.press(ana, /action/, 'Approve');
    await scene.whispered(ana, /you proposed it/);
    expect(scene.written()).toEqual([]);
  });

  it('backs out once after the second yes, and confirms that checkouts work again', async () => {
    await scene.press(ben, /action/, 'Approve');
    const done = await scene.message(/action/, /Verdict: confirmed/);
    expect(textOf(done)).toContain('Abort');
    await scene.message(/notice/, /Abort confirmed/);
    expect(scene.written()).toHaveLength(1);
    expect(scene.written()[0]).toMatch(/^(ContinueServiceDeployment|StopServiceDeployment)$/);
    const [serving] = scene.company.ecs.running('shop', 'orders-api');
    expect(serving).toMatchObject({ weight: 1 });
    expect(serving?.taskDefinition).toContain('orders-api:7');
  });

  it('says why there is nothing to resume any more', async () => {
    await inThread(ben, 'resume');
    await scene.message(/notice/, /Resume is not possible/);
    expect(scene.written()).toHaveLength(1);
  });

  it('said nothing else', async () => {
    await scene.message('INC-1/card', /All alarms are clear/);
    expect(scene.said()).toEqual([
      'INC-1/action',
      'INC-1/action',
      'INC-1/action',
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',
      'page',
      '3 notices',
    ]);
  });
});
