import { afterEach, describe, expect, it } from 'vitest';
import { ana, ben, chris, dana, incidents, type Scene, startScene, textOf } from './scene.ts';

const minuteMs = 60_000;

/** Who is called when, until somebody answers. The order of this week is dana, ana, ben, chris. */
describe('paging', () => {
  let scene: Scene;
  afterEach(() => scene.end());

  const pages = (user: string) => scene.control.directMessages(user);
  const paged = (user: string, count = 1) =>
    scene.control.waitFor(() => pages(user).length === count);
  const fire = () =>
    scene.alarm({ name: 'points-api-gone', state: 'ALARM', description: 'No host answers' });

  it('goes to the next person after the delay, stops at an answer by button, and edits every page', async () => {
    scene = await startScene({ speed: 30 });
    fire();
    await paged(dana);
    await scene.clock.advance(5 * minuteMs);
    await paged(ana);
    await scene.message('INC-1/card', new RegExp(`paging <@${ana}>`));
    await scene.press(ana, 'INC-1/card', 'Acknowledge');
    await scene.control.waitFor(() => /You answered this/.test(textOf(at(pages(ana)))));
    await scene.control.waitFor(() => /Answered by ana/.test(textOf(at(pages(dana)))));
    await scene.clock.advance(30 * minuteMs);
    await scene.message('INC-1/options');
    expect([dana, ana, ben, chris].map((user) => pages(user).length)).toEqual([1, 1, 0, 0]);
    expect(textOf(at(pages(dana)))).not.toContain('"Acknowledge"');
    expect(scene.said()).toEqual(['INC-1/card', 'INC-1/evidence', 'INC-1/options', 'page', 'page']);
  });

  it('stops at an answer in the direct message, and at one by command', async () => {
    scene = await startScene({ speed: 30 });
    fire();
    await paged(dana);
    await scene.press(dana, /page/, 'Acknowledge');
    await scene.control.waitFor(() => /You answered this/.test(textOf(at(pages(dana)))));
    scene.alarm({ name: 'orders-api-gone', state: 'ALARM' });
    await paged(dana, 2);
    await scene.control.command({ user: ben, channel: incidents, text: '/incident ack INC-2' });
    await scene.control.waitFor(() => /Answered by ben/.test(textOf(at(pages(dana), 1))));
    await scene.clock.advance(30 * minuteMs);
    await scene.message('INC-2/options');
    expect([dana, ana, ben, chris].map((user) => pages(user).length)).toEqual([2, 0, 0, 0]);
  });

  it('goes on in time through a restart, and pages nobody twice', async () => {
    scene = await startScene({ speed: 3 });
    const firedAt = scene.clock.now();
    fire();
    await paged(dana);
    await scene.message('INC-1/options');
    await scene.clock.advance(2 * minuteMs);
    await scene.restart();
    await scene.clock.advance(3 * minuteMs);
    await paged(ana);
    const waited = Number(at(pages(ana)).ts) - firedAt / 1000;
    expect(waited).toBeGreaterThanOrEqual(300);
    expect(waited).toBeLessThan(390);
    expect([dana, ana, ben, chris].map((user) => pages(user).length)).toEqual([1, 1, 0, 0]);
    expect(scene.said()).toEqual(['INC-1/card', 'INC-1/evidence', 'INC-1/options', 'page', 'page']);
  });

  it('says once, naming everybody, that nobody answers', async () => {
    scene = await startScene({ speed: 30 });
    fire();
    await paged(dana);
    await scene.message('INC-1/options');
    const order = [dana, ana, ben, chris];
    for (let page = 2; page <= 12; page++) {
      await scene.clock.advance(5 * minuteMs);
      await paged(order[(page - 1) % 4] ?? '', Math.ceil(page / 4));
    }
    await scene.clock.advance(5 * minuteMs);
    const notice = await scene.message(/notice/, /Nobody answered/);
    expect(notice.text).toContain('12 pages');
    for (const user of order) expect(textOf(notice)).toContain(`<@${user}>`);
    await scene.clock.advance(60 * minuteMs);
    expect(scene.said().at(-1)).toBe('1 notices');
    expect(order.map((user) => pages(user).length)).toEqual([3, 3, 3, 3]);
  });

  it('goes to the next person at once when Slack does not know the first', async () => {
    const config = (text: string) => text.replace('dana: { slack: U4 }', 'dana: { slack: U404 }');
    scene = await startScene({ speed: 10, config });
    fire();
    await paged(ana);
    const timeline = await scene.timeline('INC-1');
    expect(timeline).toMatch(/The page to dana could not be delivered/);
    expect(timeline).toContain('Paging ana');
    await scene.message('INC-1/options');
    expect(scene.said()).toEqual(['INC-1/card', 'INC-1/evidence', 'INC-1/options', 'page']);
  });
});

function at<T>(list: readonly T[], place = 0): T {
  const found = list[place];
  if (found === undefined) throw new Error(`There is nothing at ${place}`);
  return found;
}
