import { describe, expect, it } from 'vitest';
import { composeSvg } from '../../../src/adapters/picture/compose.ts';
import { colours, seriesLooks } from '../../../src/adapters/picture/look.ts';
import { widthOfText } from '../../../src/adapters/picture/text.ts';
import type { Picture } from '../../../src/core/briefing/picture.ts';
import { overviewPicture } from '../../../src/core/briefing/pictures/overview.ts';
import { boundEvidence } from '../../../src/core/steps/bound-evidence.ts';
import { incidentWith } from '../../core/briefing/pictures/incidents.ts';
import { largestEvidence } from '../../support/largest-evidence.ts';
import { words } from '../../support/points-world.ts';
import { from, line, load, minute, picture, to } from './pictures.ts';

interface Text {
  readonly class: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly text: string;
}

function textsOf(svg: string): Text[] {
  const all =
    /<text(?: class="([^"]*)")? x="([-\d.]+)" y="([-\d.]+)" font-size="(\d+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]*)</g;
  return [...svg.matchAll(all)].map(([, name = '', x, y, size, anchor, raw = '']) => {
    const text = raw.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
    const width = widthOfText(text, Number(size));
    const left = Number(x) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    return {
      class: name,
      x: Number(x),
      y: Number(y),
      size: Number(size),
      left,
      right: left + width,
      text,
    };
  });
}

function heightOf(svg: string): number {
  return Number(/height="(\d+)/.exec(svg)?.[1]);
}

/** Every mark's line with its label. */
function marksOf(svg: string): { x: number; top: number }[] {
  const all = /<g class="mark-line"><line x1="([\d.]+)" x2="[\d.]+" y1="([\d.]+)"/g;
  return [...svg.matchAll(all)].map(([, x, top]) => ({ x: Number(x), top: Number(top) }));
}

const events = (count: number, apart: number, start: number): Picture['marks'] =>
  Array.from({ length: count }, (_, k) => ({
    at: from + (start + k * apart) * minute,
    label: `release ${k} ${'of a long name '.repeat(k % 3)}`,
    kind: k === 2 ? ('onset' as const) : ('release' as const),
  }));

describe('a picture', () => {
  it('names every series, its most, and every mark', () => {
    const texts = textsOf(composeSvg(picture())).map(({ text }) => text);
    for (const { label } of load.series) expect(texts).toContain(label);
    for (const { label } of picture().marks) expect(texts).toContain(label);
    expect(texts).toContain('max 49.2 s');
    expect(texts.filter((text) => text === '12:00')).toHaveLength(1);
    expect(texts).toContain('2026-11-26 · Asia/Seoul');
  });

  it('writes nothing too small for a phone that shows it 360 wide', () => {
    for (const { size } of textsOf(composeSvg(picture()))) expect(size).toBeGreaterThanOrEqual(28);
  });

  it.each([
    ['spread over the window', events(5, 40, 5)],
    ['crowded at the right end', events(6, 2, 168)],
    ['crowded at the left end', events(6, 2, 0)],
    ['all at one moment', events(4, 0, 90)],
    ['more than are labelled', events(30, 5, 3)],
    ['one at each edge', [...events(1, 1, 0), ...events(1, 1, 180)]],
  ])('never lets marks cover each other’s labels: %s', (_, marks) => {
    const svg = composeSvg(picture({ marks }));
    const labels = textsOf(svg).filter(({ class: name }) => name === 'mark-label');
    expect(labels.length).toBeGreaterThan(0);
    for (const label of labels) {
      expect(label.left).toBeGreaterThanOrEqual(0);
      expect(label.right).toBeLessThanOrEqual(1200);
      for (const other of labels) {
        if (other === label || other.y !== label.y) continue;
        expect(other.right <= label.left || other.left >= label.right).toBe(true);
      }
      for (const { x, top } of marksOf(svg)) {
        const runsThrough = x > label.left && x < label.right && top < label.y - 12;
        expect(runsThrough, `${label.text} at ${x}`).toBe(false);
      }
    }
  });

  it('keeps all text on the card, whatever it is given', () => {
    const long = 'an endless name '.repeat(60);
    const svg = composeSvg(
      picture({
        title: long,
        marks: [{ at: to, label: long, kind: 'onset' }],
        panels: [
          { ...load, title: long, series: load.series.map((each) => ({ ...each, label: long })) },
        ],
      }),
    );
    const height = heightOf(svg);
    for (const { left, right, y } of textsOf(svg)) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(1200);
      expect(y).toBeLessThan(height);
    }
  });

  it('takes foreign text as text', () => {
    const hostile = '</text><script>x</script> & " \u0000\u001b[31m\u202e \ud800 👩‍👩‍👧 שלום';
    const svg = composeSvg(
      picture({
        title: hostile,
        panels: [{ ...load, title: hostile, series: [line(hostile, () => 1)] }],
      }),
    );
    expect(svg).not.toContain('<script');
    expect(svg).not.toMatch(/[\u0000-\u001f\u202e\ud800\u200d]/);
    expect(svg).toContain('&lt;script&gt;x&lt;/script&gt; &amp;');
  });

  it('shows a missing point of a line as a gap and a lone one as a dot', () => {
    const points = line('p', () => 5).points.filter((_, k) => k < 50 || k === 70 || k > 100);
    const svg = composeSvg(
      picture({ panels: [{ ...load, form: 'lines', series: [{ label: 'p', points }] }] }),
    );
    const [path = ''] = /<g class="series"><path d="[^"]*"/.exec(svg) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
    expect(svg).toMatch(/<g class="series">.*<circle/);
  });

  it('shows what was not read as neither something nor nothing', () => {
    const covered = { fromAt: from + 60 * minute, toAt: to };
    const svg = composeSvg(picture({ panels: [{ ...load, covered }, load] }));
    const axis = /class="unread" x="([\d.]+)" width="([\d.]+)"/.exec(svg);
    expect(svg.match(/class="unread"/g)).toHaveLength(1);
    expect(Number(axis?.[2]) / (1200 - 2 * 36 - 142 - 37)).toBeCloseTo(1 / 3, 2);
  });

  it('draws a rare point as wide as it stands for, not as far as the next one is', () => {
    const points = [10, 70].map((k) => ({ at: from + k * minute, value: 5 }));
    const widthOf = (stepMs: number) => {
      const panel = { ...load, stepMs, series: [{ label: 'rare', points }] };
      const [, left, right] =
        /<g class="series"><path d="M([\d.]+) [\d.]+H([\d.]+)/.exec(
          composeSvg(picture({ panels: [panel] })),
        ) ?? [];
      return Number(right) - Number(left);
    };
    expect(widthOf(10 * minute)).toBeCloseTo(10 * widthOf(minute), 0);
  });

  it('says below it what could not be read, in full, beside nothing else', () => {
    const notes = ['읽지 못함: 느린 쿼리, 데이터베이스', 'n '.repeat(400), 'a', 'b', 'c', 'd', 'e'];
    const svg = composeSvg(picture({ notes }));
    const texts = textsOf(svg);
    const drawn = texts.filter(({ class: name }) => name === 'note');
    expect(drawn[0]?.text).toBe(notes[0]);
    expect(drawn).toHaveLength(6);
    const zone = texts.find(({ class: name }) => name === 'zone');
    expect(drawn.every(({ y }) => y < (zone?.y ?? 0) - 30)).toBe(true);
    expect(zone?.y).toBeLessThan(heightOf(svg));
  });

  it('names the times once, under the last panel', () => {
    const texts = textsOf(composeSvg(picture({ panels: [load, load, load] })));
    expect(texts.filter(({ text }) => text === '12:00')).toHaveLength(1);
  });

  it('shows how long a rollout took, to the edge of the picture at most', () => {
    const rollout = (untilAt: number) =>
      composeSvg(
        picture({
          marks: [{ at: from + 90 * minute, untilAt, label: 'r', kind: 'release' }],
        }),
      );
    const widthOf = (untilAt: number) =>
      Number(/class="band"[^>]* width="([\d.]+)"/.exec(rollout(untilAt))?.[1]);
    expect(widthOf(from + 180 * minute)).toBeCloseTo(3 * widthOf(from + 120 * minute), 0);
    expect(widthOf(Number.MAX_SAFE_INTEGER)).toBe(widthOf(to));
    expect(rollout(from)).not.toContain('class="band"');
  });

  it('draws few of two hundred releases without a name, and none over another', () => {
    const marks = Array.from({ length: 200 }, (_, k) => ({
      at: from + k * 9_000,
      label: '',
      kind: 'release' as const,
    }));
    const lines = marksOf(composeSvg(picture({ marks })));
    expect(lines.length).toBeGreaterThan(3);
    for (const { x } of lines) {
      expect(lines.filter((other) => Math.abs(other.x - x) < 20)).toHaveLength(1);
    }
  });

  it.each([
    ['Gdańsk café', 'Gdansk cafe'],
    ['ＡＢＣ − 1', 'ABC - 1'],
    ['release 長い名前 2', 'release □ 2'],
    ['שלום', '□'],
    ['포인트 → 적립', '포인트 → 적립'],
  ])('writes what the font has, and a box for what it has not: %s', (title, shown) => {
    const texts = textsOf(composeSvg(picture({ title })));
    expect(texts.find(({ class: name }) => name === 'picture-title')?.text).toBe(shown);
  });

  it.each(['select a ', '포인트를 쓸 수 없습니다 ', '"\\\u0001\n<&'])(
    'is no larger for the largest evidence, with %j',
    (text) => {
      const evidence = largestEvidence(text).map((each) => boundEvidence(each));
      const window = evidence[0]?.window ?? { fromAt: 0, toAt: 0 };
      const incident = { ...incidentWith(evidence), look: { id: 'look', window } };
      const whole = overviewPicture(incident, words, 'Asia/Seoul');
      const svg = composeSvg(whole ?? picture());
      expect(whole?.panels).toHaveLength(4);
      expect(svg.length).toBeLessThan(300_000);
      expect(heightOf(svg)).toBeLessThan(2_500);
    },
  );

  it('has room for at most four panels of six series', () => {
    const panel = { ...load, series: [...load.series, ...load.series] };
    const svg = composeSvg(picture({ panels: Array.from({ length: 9 }, () => panel) }));
    expect(svg.match(/class="legend-row"/g)).toHaveLength(24);
    expect(heightOf(svg)).toBeLessThan(3_000);
  });

  it.each(['-', 'Mars/Olympus', '+09:00'])('falls back to UTC for the zone %s', (zone) => {
    expect(composeSvg(picture({ zone }))).toContain('2026-11-26 · UTC');
  });

  it('tells series apart without colour, in colours that are read on the card', () => {
    expect(new Set(seriesLooks.map(({ dash }) => dash)).size).toBe(seriesLooks.length);
    expect(new Set(seriesLooks.map(({ pattern }) => pattern)).size).toBe(seriesLooks.length);
    for (const { colour } of seriesLooks)
      expect(contrast(colour, colours.card)).toBeGreaterThan(4.5);
    for (const name of ['ink', 'soft', 'onset', 'release', 'event'] as const) {
      expect(contrast(colours[name], colours.card)).toBeGreaterThan(4.5);
    }
    expect(contrast(colours.border, colours.card)).toBeGreaterThan(3);
    expect(contrast(colours.border, '#1a1d21')).toBeGreaterThan(3);
  });
});

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
