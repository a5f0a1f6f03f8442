import type { DemoState } from '../slack/page-state.ts';
import { clockTimeWithSeconds, type Reader, shortDay } from './dates.ts';
import { type Child, h } from './dom.ts';
import { toast } from './popover.ts';

/** How fast the story may go, in story seconds a second. */
const usualSpeeds = [1, 10, 60];
const askEveryMs = 1_000;

export interface DemoStrip {
  readonly element: HTMLElement;
  /** The stories again, with what they tell: for a room where nothing has happened yet. */
  readonly intro: HTMLElement;
  /** In whose zone the clock is read. */
  update(reader: Reader): void;
}

/** Stories to start, the clock and its speed. Not there when nobody answers `/_demo/state`. */
export function createDemoStrip(): DemoStrip {
  const element = h('aside', { class: 'demo', 'aria-label': 'Demo', hidden: true });
  const intro = h('div', { class: 'intro', hidden: true });
  let reader: Reader = { zone: 'UTC', locale: 'en-US' };
  let shown = '';
  let latest: { demo: DemoState; heardAt: number } | undefined;

  async function ask(): Promise<void> {
    const response = await fetch('/_demo/state');
    if (!response.ok) return;
    latest = { demo: (await response.json()) as DemoState, heardAt: Date.now() };
    draw(latest.demo);
  }

  async function tell(path: string, body: object): Promise<void> {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) toast('The demo did not take that', await response.text());
    await ask();
  }

  function draw(demo: DemoState): void {
    element.hidden = false;
    const { now: _ticks, ...steady } = demo;
    const stamp = JSON.stringify(steady);
    if (stamp === shown) return;
    shown = stamp;
    const stories = demo.stories.map((story) => storyButton(story, [` ${story.title}`]));
    intro.hidden = false;
    intro.replaceChildren(
      h('h2', {}, 'A quiet day at a company that does not exist'),
      h(
        'p',
        {},
        'Everything here is local: the workspace, the shops, the servers. Only the bot is real. Break something, and see what it does about it.',
      ),
      ...demo.stories.map((story) =>
        storyButton(story, [h('b', {}, story.title), h('span', {}, story.tells)]),
      ),
    );
    const pace = h(
      'select',
      {
        'aria-label': 'Speed of time',
        on: { change: () => void tell('/_demo/speed', { speed: Number(pace.value) }) },
      },
      ...[...new Set([...(demo.speeds ?? usualSpeeds), demo.speed])]
        .sort((a, b) => a - b)
        .map((speed) => h('option', { value: speed, selected: speed === demo.speed }, `${speed}×`)),
    );
    element.replaceChildren(
      h('div', { class: 'clock' }, h('span', { class: 'hands' }), pace),
      h('div', { class: 'stories' }, h('span', { class: 'lead' }, 'Break something:'), ...stories),
      h(
        'div',
        { class: 'links' },
        ...demo.links.map(({ title, url }) =>
          h('a', { href: url, target: '_blank', rel: 'noreferrer' }, title),
        ),
      ),
    );
    tick();
  }

  function storyButton(story: DemoState['stories'][number], words: Child[]): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        class: story.running ? 'story running' : 'story',
        title: story.tells,
        disabled: story.running,
        'data-story': story.name,
        on: { click: () => void tell('/_demo/story', { name: story.name }) },
      },
      h('span', { class: 'play', 'aria-hidden': 'true' }, story.running ? '●' : '▶'),
      ...words,
    );
  }

  function tick(): void {
    const hands = element.querySelector('.hands');
    if (!hands || !latest) return;
    const { demo, heardAt } = latest;
    const now = demo.now + (Date.now() - heardAt) * demo.speed;
    const date = h('span', { class: 'date' }, `${shortDay(now, reader)}, `);
    hands.replaceChildren(date, clockTimeWithSeconds(now, reader));
  }

  const again = () => {
    ask().catch(() => {
      element.hidden = true;
      intro.hidden = true;
    });
  };
  again();
  setInterval(again, askEveryMs);
  setInterval(tick, 200);
  return {
    element,
    intro,
    update(next) {
      reader = next;
      tick();
    },
  };
}
