import { describe, expect, it } from 'vitest';
import { pictureOfKind } from '../../../../src/core/briefing/pictures/single.ts';
import { monday, words } from '../../../support/points-world.ts';
import { slowClass, slowEvidence } from '../slow-evidence.ts';
import {
  database,
  errorGroup,
  errors,
  incidentWith,
  instance,
  minute,
  minutes,
  window,
} from './incidents.ts';

const drawn = (classes = [slowClass()]) =>
  pictureOfKind('slow-queries', incidentWith([slowEvidence({}, classes)]), words, 'Asia/Seoul');

describe('the picture of slow queries', () => {
  it('is the load by query, a minute each, with the onset marked', () => {
    expect(drawn()).toMatchObject({
      zone: 'Asia/Seoul',
      ...window,
      marks: [{ kind: 'release' }, { at: monday, kind: 'onset' }, { kind: 'now' }],
      panels: [
        {
          form: 'stack',
          unit: 'ms',
          series: [
            {
              label: 'SELECT point_transactions',
              points: [
                { at: monday - 5 * minute, value: 30_000 },
                { at: monday - 4 * minute, value: 60_000 },
              ],
            },
          ],
        },
      ],
    });
  });

  it('shows the five that cost most and the sum of all others', () => {
    const many = Array.from({ length: 8 }, (_, k) =>
      slowClass({ tables: [`t${k}`], timeMs: { ...slowClass().timeMs, total: k } }),
    );
    const series = drawn(many)?.panels[0]?.series ?? [];
    expect(series.map(({ label }) => label)).toEqual([
      ...[7, 6, 5, 4, 3].map((k) => `SELECT t${k}`),
      '3 other kinds',
    ]);
    expect(series.at(-1)?.points[0]?.value).toBe(90_000);
  });

  it('is none where no minute is known, or nothing was asked', () => {
    const { minutes: _, ...unknown } = slowClass();
    expect(drawn([unknown])).toBeUndefined();
    expect(pictureOfKind('slow-queries', incidentWith([]), words, 'UTC')).toBeUndefined();
  });

  it('marks what of the window was not read', () => {
    const covered = { fromAt: monday - 20 * minute, toAt: monday };
    const incident = incidentWith([slowEvidence({ covered })]);
    const picture = pictureOfKind('slow-queries', incident, words, 'UTC');
    expect(picture).toMatchObject({ ...window, notes: [words.attached.hatched] });
    expect(picture?.panels[0]?.covered).toEqual(covered);
  });
});

describe('the pictures of one kind', () => {
  it('are over the window that was asked for', () => {
    const day = { fromAt: monday - 1_440 * minute, toAt: monday };
    const incident = incidentWith([errors([errorGroup()], { window: day })]);
    expect(pictureOfKind('errors', incident, words, 'UTC')).toMatchObject(day);
  });

  it('begin with the first minute that is kept of a metric', () => {
    const day = { fromAt: monday - 1_440 * minute, toAt: monday };
    const facts = [
      instance('db-1', { metrics: [{ metric: 'cpu-percent', minutes: minutes(() => 95, 60) }] }),
    ];
    const incident = incidentWith([database(facts, { window: day })]);
    expect(pictureOfKind('database', incident, words, 'UTC')?.fromAt).toBe(monday - 60 * minute);
  });

  it('show every instance of a database that is short of something', () => {
    const busy = (id: string) =>
      instance(id, { metrics: [{ metric: 'cpu-percent', minutes: minutes(() => 95) }] });
    const labels = (ids: readonly string[], of = busy) => {
      const incident = incidentWith([database(ids.map((id) => of(id)))]);
      const picture = pictureOfKind('database', incident, words, 'UTC');
      return picture?.panels[0]?.series.map(({ label }) => label);
    };
    expect(labels(['a', 'b', 'c', 'd', 'e'])).toEqual(['a CPU', 'b CPU', 'c CPU', 'd CPU']);
    expect(labels(['a', 'b'], instance)).toEqual(['a CPU', 'a connections']);
  });

  it('leave out connections of an unknown most, and metrics without a minute', () => {
    const { maxConnections: _, ...unknown } = instance('db-1');
    const empty = instance('db-2', { metrics: [{ metric: 'cpu-percent', minutes: [] }] });
    const incident = incidentWith([database([unknown, empty])]);
    const picture = pictureOfKind('database', incident, words, 'UTC');
    expect(picture?.panels.flatMap(({ series }) => series.map(({ label }) => label))).toEqual([
      'db-1 CPU',
    ]);
  });
});
