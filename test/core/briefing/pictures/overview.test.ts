import { describe, expect, it } from 'vitest';
import { overviewPicture } from '../../../../src/core/briefing/pictures/overview.ts';
import type { Evidence } from '../../../../src/core/evidence/evidence.ts';
import type { LogOrigins } from '../../../../src/core/evidence/log-origins.ts';
import type { Release } from '../../../../src/core/service/release.ts';
import { monday, words } from '../../../support/points-world.ts';
import { window as morning, origins } from '../../evidence/second-morning.ts';
import { slowClass, slowEvidence } from '../slow-evidence.ts';
import {
  answer,
  database,
  errorGroup,
  errors,
  incidentWith,
  instance,
  minute,
  minutes,
  release,
  volume,
  window,
} from './incidents.ts';

const overview = (evidence: readonly Evidence[], change = {}) =>
  overviewPicture(incidentWith(evidence, change), words, 'Asia/Seoul');

const titles = (evidence: readonly Evidence[]) =>
  overview(evidence)?.panels.map(({ title }) => title);

const { attached: say } = words;
const worse = slowClass({
  change: { kind: 'new', beforeCount: 0, beforeTotalMs: 0, costMs: 90_000 },
});
const strained = instance('db-1', {
  metrics: [{ metric: 'replica-lag-s', minutes: minutes(() => 60) }],
});

describe('the overview', () => {
  it('shows each series the look found, over its window', () => {
    const picture = overview([
      errors([errorGroup()]),
      volume(() => 300),
      database([instance('db-1'), instance('db-2')]),
    ]);
    expect(picture).toMatchObject({ ...window, zone: 'Asia/Seoul', notes: expect.any(Array) });
    expect(picture?.panels).toMatchObject([
      { title: say.errors, form: 'stack', series: [{ points: { length: 5 } }] },
      {
        title: say.volume,
        form: 'lines',
        series: [
          { label: '/ecs/points-api', points: { length: 30 } },
          { label: '/ecs/points-api · before', points: { length: 30 } },
        ],
      },
      {
        title: say.databaseUse,
        unit: 'percent',
        series: [{ label: 'db-1 CPU' }, { label: 'db-1 connections' }],
      },
    ]);
    // The baseline is another day: drawn at the same time of this one.
    expect(picture?.panels[1]?.series[1]?.points[0]?.at).toBe(window.fromAt);
    expect(picture?.panels[2]?.series[1]?.points.at(-1)?.value).toBe(24.5);
  });

  it('names an error that is new since a release', () => {
    const label = (beforeCount: number) =>
      overview([errors([errorGroup({ beforeCount })])])?.panels[0]?.series[0]?.label;
    expect(label(0)).toBe(say.newGroup('Error: read-only'));
    expect(label(50)).toBe('Error: read-only');
  });

  it('shows slow queries only where they are worth it', () => {
    const same = slowClass({
      change: { kind: 'same', beforeCount: 30, beforeTotalMs: 90_000, costMs: 0 },
    });
    expect(titles([slowEvidence({}, [worse])])).toEqual([say.load]);
    expect(titles([slowEvidence({}, [same])])).toBeUndefined();
    const busy = slowClass({ timeMs: { ...same.timeMs, total: 31 * minute } });
    expect(titles([slowEvidence({}, [busy])])).toEqual([say.load]);
  });

  it('keeps what shows trouble where there is too much', () => {
    const all = [errors([errorGroup()]), slowEvidence({}, [worse]), volume(() => 300)];
    const latency = instance('db-2', {
      metrics: [
        ...instance('db-2').metrics,
        { metric: 'read-latency-s', minutes: minutes(() => 0.002) },
      ],
    });
    expect(titles([...all, database([latency])])).toEqual([
      say.errors,
      say.load,
      say.volume,
      say.databaseUse,
    ]);
    expect(titles([...all, database([strained, latency])])).toEqual([
      say.errors,
      say.load,
      say.volume,
      say.databaseLag,
    ]);
  });

  it('shows a database that nobody writes to any more rather than a calm one', () => {
    const all = [errors([errorGroup()]), slowEvidence({}, [worse]), volume(() => 300)];
    const writing = (rule: (minute: number) => number) =>
      instance('db-1', {
        role: 'writer',
        metrics: [...instance('db-1').metrics, { metric: 'write-iops', minutes: minutes(rule) }],
      });
    const last = (rule: (minute: number) => number) =>
      titles([...all, database([writing(rule)])])?.at(-1);
    expect(last((k) => (k < 24 ? 12 : 0))).toBe(say.databaseWork);
    expect(last(() => 12)).toBe(say.databaseUse);
    expect(last((k) => (k < 24 ? 0.1 : 0))).toBe(say.databaseUse);
    expect(titles([database([writing(() => 12)])])).toEqual([say.databaseUse, say.databaseWork]);
  });

  it('draws nothing of what was not found, not read or not asked: it names it', () => {
    const picture = overview([
      volume(() => 300),
      answer('errors', { status: 'empty' }),
      answer('slow-queries', { status: 'failed', failure: 'WHY' }),
      // The answer of an earlier look: this one got none.
      database([instance('db-1')], { window: { fromAt: 0, toAt: window.toAt - 5 * minute } }),
    ]);
    expect(picture?.panels.map(({ title }) => title)).toEqual([say.volume, say.databaseUse]);
    expect(picture?.panels[1]?.covered?.toAt).toBe(window.toAt - 5 * minute);
    expect(picture?.notes).toEqual([
      say.couldNotRead([words.evidence('slow-queries'), words.evidence('database')]),
      say.notAsked([words.evidence('changes')]),
      say.foundNothing([words.evidence('errors')]),
      say.hatched,
    ]);
  });

  it('is none without a look, and none where no series is known', () => {
    expect(overview([errors([errorGroup()])], { look: undefined })).toBeUndefined();
    expect(overview([])).toBeUndefined();
    expect(overview([errors([]), answer('database'), answer('log-volume')])).toBeUndefined();
  });

  it('counts an error kept in longer stretches per minute still', () => {
    const { minutes: _, ...plain } = errorGroup({ id: 'g2' });
    const kept = errors([errorGroup({ minutes: [{ at: window.fromAt, count: 50 }] }), plain]);
    const rest = { kinds: 7, minutes: [{ at: window.fromAt, count: 20 }] };
    const evidence = { ...kept, errors: { records: 1, unread: 0, groups: [], ...kept.errors } };
    const picture = overview([
      { ...evidence, errors: { ...evidence.errors, bucketMs: 10 * minute, rest } },
    ]);
    expect(picture?.panels[0]).toMatchObject({
      stepMs: 10 * minute,
      series: [{ points: [{ value: 5 }] }, { label: '7 other kinds', points: [{ value: 2 }] }],
    });
  });

  it('shows where lines say they run, where some belong elsewhere', () => {
    const second = (lines: LogOrigins['lines']) =>
      overviewPicture(
        incidentWith(
          [
            answer('log-volume', {
              window: morning,
              volume: { groups: [], origins: { ...origins, lines } },
            }),
          ],
          { look: { id: 'look', window: morning } },
        ),
        words,
        'Asia/Seoul',
      )?.panels[0];
    expect(second(origins.lines)).toMatchObject({
      title: say.origins,
      form: 'stack',
      stepMs: minute,
      series: [
        { label: 'staging · points-staging-db', points: { length: 12, 0: { value: 40 } } },
        { label: 'production · points-db-1', points: { length: 18 } },
      ],
    });
    expect(second(origins.lines.slice(0, 1))).toBeUndefined();
  });

  it('leaves a minute that is not over out of a line', () => {
    const late = { ...window, toAt: window.toAt - 30_000 };
    const picture = overview([volume(() => 300)], { look: { id: 'look', window: late } });
    expect(picture?.panels[0]?.series[0]?.points.at(-1)?.at).toBe(monday - 2 * minute);
  });

  it('shows a log that fell silent long ago beside what it usually writes', () => {
    const hour = 60 * minute;
    const hours = Array.from({ length: 14 * 24 }, (_, k) => {
      const at = monday - (14 * 24 - k) * hour;
      return { at, lines: at < monday - 100 * hour ? 18_000 : 600 };
    });
    const silent = {
      group: 'G',
      hours,
      minutes: minutes(() => 10).map(({ at, value }) => ({ at, lines: value })),
      before: minutes(() => 10).map(({ at, value }) => ({ at: at - 1_440 * minute, lines: value })),
    };
    const picture = overview([answer('log-volume', { volume: { groups: [silent] } })]);
    expect(picture?.panels[0]?.series).toMatchObject([
      { label: 'G', points: { 0: { value: 10 } } },
      { label: say.usual('G'), points: { 0: { value: 300 } } },
    ]);
  });
});

describe('the marks of a picture', () => {
  const marks = (evidence: readonly Evidence[], change = {}) =>
    overview([volume(() => 300), ...evidence], change)?.marks ?? [];

  it('are the releases, the onset and now, with their times', () => {
    expect(marks([])).toEqual([
      {
        at: monday - 6 * minute,
        untilAt: monday - 5 * minute,
        label: 'points-api:42',
        kind: 'release',
      },
      { at: monday, label: 'Alarm since 11:00', kind: 'onset' },
      { at: monday, label: 'now 11:00', kind: 'now' },
    ]);
  });

  it('show a rollout for as long as it takes, or as it has taken so far', () => {
    const { finishedAt: _, ...unfinished } = release('points-api:43', monday - 2 * minute);
    const untilAt = (outcome: Release['outcome']) =>
      marks([], { releases: [{ ...unfinished, outcome }] })[0]?.untilAt;
    expect(untilAt('running')).toBe(monday);
    expect(untilAt('unknown')).toBeUndefined();
  });

  it('have the onset where the errors began, and the alarm beside it', () => {
    const began = marks([errors([errorGroup()])]);
    expect(began.find(({ kind }) => kind === 'onset')?.at).toBe(monday - 5 * minute);
    // The alarm came with the end of the window, where now is marked already.
    expect(marks([errors([errorGroup()])], { openedAt: monday - minute })).toContainEqual({
      at: monday - minute,
      label: 'Alarm',
      kind: 'event',
    });
  });

  it('tell a failover once, whoever tells it', () => {
    const at = monday - 10 * minute;
    const facts = database([instance('db-1')]);
    const told: Evidence = {
      ...facts,
      database: {
        instances: [],
        writers: [
          { at: at - 60 * minute, writer: 'db-2' },
          { at: at + 30_000, writer: 'db-1' },
        ],
        events: [{ at, instance: 'db-1', kind: 'failover', text: 'Failover' }],
      },
    };
    const changes = answer('changes', {
      changes: {
        changes: [
          { at, kind: 'database', text: 'db-1: Failover' },
          { at: at + minute, kind: 'flag', text: 'points off' },
          { at: 0, kind: 'flag', text: 'long ago' },
        ],
        notAsked: [],
      },
    });
    expect(marks([told, changes]).filter(({ kind }) => kind === 'event')).toEqual([
      { at: at + minute, label: 'Flag: points off', kind: 'event' },
      { at, label: 'failover db-1', kind: 'event' },
    ]);
  });

  it('name the newest of two hundred releases and draw few of the others', () => {
    const releases = Array.from({ length: 200 }, (_, k) =>
      release(`points-api:${k} ${'x'.repeat(200)}`, monday - (k + 1) * 5_000),
    );
    const drawn = marks([], { releases }).filter(({ kind }) => kind === 'release');
    expect(drawn.length).toBeLessThan(80);
    const named = drawn.filter(({ label }) => label !== '');
    expect(named.map(({ label }) => label.split(' ')[0])).toEqual([
      'points-api:0',
      'points-api:1',
      'points-api:2',
    ]);
    for (const { label } of named) expect(label.length).toBeLessThanOrEqual(40);
  });
});
