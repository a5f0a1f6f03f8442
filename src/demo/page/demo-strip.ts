import type { DemoState } from '../slack/page-state.ts';
import { clockTimeWithSeconds, type Reader, weekday } from './dates.ts';
import { h } from './dom.ts';
import { toast } from './popover.ts';

/** How fast the story may go, in story seconds a second. */
const usualSpeeds = [1, 10, 60];
const askEveryMs = 1_000;

export interface DemoStrip {
  readonly element: HTMLElement;
  /** In whose zone the clock is read. */
  update(reader: Reader): void;
}

/** Stories to start, the clock and its speed. Not there when nobody answers `/_demo/state`. */
export function createDemoStrip(): DemoStrip {
  const element = h('aside', { class: 'demo', 'aria-label': 'Demo', hidden: true });
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
    const stories = demo.stories.map((story) =>
      h(
        'button',
        {
          type: 'button',
          class: story.running ? 'story running' : 'story',
          title: story.tells,
          disabled: story.running,
          'data-story': story.name,
          on: { click: () => void tell('/_demo/story', { name: story.name }) },
        },
        h('span', { 'aria-hidden': 'true' }, story.running ? '●' : '▶'),
        ` ${story.title}`,
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
      h(
        'div',
        { class: 'clock' },
        h('span', { class: 'hands' }),
        h('label', {}, h('span', {}, 'Time'), pace),
      ),
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

  function tick(): void {
    const hands = element.querySelector('.hands');
    if (!hands || !latest) return;
    const { demo, heardAt } = latest;
    const now = demo.now + (Date.now() - heardAt) * demo.speed;
    const date = h('span', { class: 'date' }, `${weekday(now, reader)}, `);
    hands.replaceChildren(date, clockTimeWithSeconds(now, reader));
  }

  const again = () => {
    ask().catch(() => {
      element.hidden = true;
    });
  };
  again();
  setInterval(again, askEveryMs);
  setInterval(tick, 200);
  return {
    element,
    update(next) {
      reader = next;
      tick();
    },
  };
}
