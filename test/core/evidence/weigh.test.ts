import { describe, expect, it } from 'vitest';
import { nameOf } from '../../../src/core/evidence/finding.ts';
import { type Known, weigh } from '../../../src/core/evidence/weigh.ts';
import type { ErrorDigest } from '../../../src/core/logs/error-traces/digest.ts';
import {
  accessLines,
  firstMorning,
  hourMs,
  minuteMs,
  releaseAt,
  weighedAt,
  window,
} from './first-morning.ts';

const names = (known: Known) => weigh(known).findings.map(nameOf);

describe('the first morning', () => {
  const { findings, onset } = weigh(firstMorning);

  it('says what it is, which host was hit, what that host was, and with which release it began', () => {
    expect(findings[0]).toMatchObject({
      id: 'errors',
      sure: 'known',
      from: ['errors', 'database'],
      diagnosis: 'db.read_only',
      newSince: { verdict: 'new', release: 'points-api:42', afterMs: 2 * minuteMs },
      hit: { because: 'data', tenants: 7, total: 312 },
      write: {
        instance: 'points-db-2',
        roleNow: 'reader',
        before: { role: 'reader' },
        why: 'wrong-routing',
      },
    });
  });

  it('began when the errors did, not when the alarm fired', () => {
    expect(onset).toEqual({ at: weighedAt - 18 * minuteMs, from: 'errors' });
  });

  it('tells that the logs have been silent for a week, since which release', () => {
    expect(findings.find(({ id }) => id === 'log-silence')).toMatchObject({
      sure: 'known',
      release: 'points-api:40',
      silence: { onlyAccess: true, errorsSince: 0 },
    });
  });
});

describe('the first morning with nothing but access lines', () => {
  const { database, 'log-volume': volume } = firstMorning.evidence;
  if (!database || !volume || !accessLines.errors) throw new Error('the morning has all of them');
  const errors = accessLines.errors;
  const morning = (about: Partial<ErrorDigest> = {}, facts = database): Known => ({
    ...firstMorning,
    evidence: {
      errors: { ...accessLines, errors: { ...errors, ...about } },
      database: facts,
      'log-volume': volume,
    },
  });
  const first = (known: Known) => weigh(known).findings.find(({ id }) => id === 'errors');

  it('finds the writes at the reader as one trouble, likely and never known', () => {
    expect(weigh(morning()).findings[0]).toMatchObject({
      id: 'errors',
      sure: 'likely',
      from: ['errors', 'database'],
      diagnosis: 'db.read_only',
      group: { count: 90, title: 'POST /points/add → 500, POST /points/use → 500' },
      newSince: { verdict: 'new', release: 'points-api:42' },
      tenants: { hit: 7, total: 312 },
      hit: { because: 'field', field: 'layout', value: 'split' },
      onlyAccessLines: 'compared',
      write: { instance: 'points-db-2', roleNow: 'reader', why: 'wrong-routing' },
    });
    expect(names(morning()).filter((name) => name.startsWith('errors'))).toHaveLength(1);
  });

  it('tells what they share besides the release they are new with', () => {
    const old = { name: '41', count: 85_000 };
    const all = { ...errors.population, releases: [old, { name: '42', count: 5_000 }] };
    const groups = errors.groups.map((one) => ({
      ...one,
      releases: [{ name: '42', count: one.count }],
    }));
    expect(first(morning({ population: all, groups }))).toMatchObject({
      hit: { because: 'field', value: 'split' },
    });
  });

  it('stands above the silent logs, which are no trouble by themselves', () => {
    expect(names(morning())).toEqual(['errors v2:add', 'log-silence /ecs/points-api']);
  });

  it('is a guess where nobody counted the writes that went well', () => {
    const { writes: _, ...rest } = errors;
    const known = { ...morning(), evidence: { ...morning().evidence } };
    known.evidence.errors = { ...accessLines, errors: rest };
    expect(first(known)).toMatchObject({ sure: 'guess', onlyAccessLines: 'not-compared' });
  });

  const [writer, reader] = errors.writes ?? [];
  const [add, use] = errors.groups;
  if (!writer || !reader || !add || !use) throw new Error('the morning has writes');
  const elsewhere = [{ name: writer.host, count: 52 }];
  const asWriter = (evidence: typeof database): typeof database => ({
    ...evidence,
    database: {
      events: [],
      writers: [],
      ...evidence.database,
      instances: (evidence.database?.instances ?? []).map((one) => ({ ...one, role: 'writer' })),
    },
  });
  const get = { ...use, request: { method: 'GET', route: '/', status: 500 } };
  const { database: _facts, ...unread } = database;

  it.each<[string, Known]>([
    ['writes go well there too', morning({ writes: [writer, { ...reader, count: 500 }] })],
    ['writes fail everywhere', morning({ writes: [{ ...writer, failed: 40_000 }, reader] })],
    ['nothing writes anywhere else', morning({ writes: [reader] })],
    ['reads fail there as well', morning({ groups: [add, get] })],
    ['the failures name the writer', morning({ groups: [{ ...add, targets: elsewhere }] })],
    [
      'the failures name several hosts',
      morning({ groups: [{ ...add, targets: [...elsewhere, { name: reader.host, count: 52 }] }] }),
    ],
    ['there are two of them', morning({ groups: [{ ...add, count: 2 }] })],
    ['the host takes writes by now', morning({}, asWriter(database))],
    ['nobody could read the database', morning({}, { ...unread, status: 'failed' })],
  ])('claims no write at a reader where %s', (_why, known) => {
    expect(weigh(known).findings.filter((one) => 'diagnosis' in one || 'write' in one)).toEqual([]);
  });
});

describe('what explains what', () => {
  it('a failover stands above the writes that met the old writer', () => {
    const evidence = { ...firstMorning.evidence };
    const database = evidence.database?.database;
    if (!evidence.database || !database) throw new Error('the morning has a database');
    evidence.database = {
      ...evidence.database,
      database: {
        ...database,
        instances: database.instances.map((one) => ({ ...one, roleBefore: 'writer' as const })),
        writers: [
          { at: window.fromAt, writer: 'points-db-2' },
          { at: weighedAt - 19 * minuteMs, writer: 'points-db-1' },
        ],
      },
    };
    const { findings } = weigh({ ...firstMorning, evidence });
    expect(findings[0]).toMatchObject({ id: 'failover', was: 'points-db-2', is: 'points-db-1' });
    const refused = findings.find(({ id }) => id === 'errors');
    expect(refused).toMatchObject({ explainedBy: 'failover', write: { why: 'topology-moved' } });
    expect(findings.indexOf(refused as never)).toBeGreaterThan(0);
  });
});

describe('nothing is claimed from what is not known', () => {
  const { evidence } = firstMorning;
  const errors = evidence.errors;
  if (!errors) throw new Error('the morning has errors');

  it('nothing was answered', () => {
    expect(weigh({ evidence: {}, releases: [], alarmAt: weighedAt })).toEqual({
      onset: { at: weighedAt, from: 'alarm' },
      findings: [],
    });
  });

  it('every source failed', () => {
    const failed = Object.fromEntries(
      Object.entries(evidence).map(([kind, { errors: _e, volume: _v, database: _d, ...rest }]) => [
        kind,
        { ...rest, status: 'failed' as const, failure: 'WHY' },
      ]),
    );
    expect(names({ ...firstMorning, evidence: failed })).toEqual([]);
  });

  it('without the database the host is named and nobody blamed', () => {
    const { database: _, ...rest } = evidence;
    expect(weigh({ ...firstMorning, evidence: rest }).findings[0]).toMatchObject({
      from: ['errors'],
      write: { why: 'unknown' },
    });
  });

  it('no errors where the logs are silent is told as their silence', () => {
    const empty = {
      ...errors,
      status: 'empty' as const,
      errors: { groups: [], records: 0, unread: 0 },
    };
    const { findings } = weigh({ ...firstMorning, evidence: { ...evidence, errors: empty } });
    expect(findings).toMatchObject([{ id: 'log-silence', from: ['log-volume'] }]);
  });

  it('no errors where the logs are as full as ever is no finding', () => {
    const empty = {
      ...errors,
      status: 'empty' as const,
      errors: { groups: [], records: 0, unread: 0 },
    };
    expect(names({ ...firstMorning, evidence: { errors: empty } })).toEqual([]);
  });

  it('errors that come as often every day are not what broke', () => {
    const groups = (errors.errors?.groups ?? []).map((group) => ({
      ...group,
      beforeCount: group.count,
    }));
    const usual = { ...errors, errors: { ...errors.errors, groups, records: 88, unread: 0 } };
    const found = weigh({ ...firstMorning, evidence: { ...evidence, errors: usual } }).findings;
    expect(found.filter(({ id }) => id === 'errors')).toEqual([]);
  });

  it('what broke is found behind more errors of every day than anybody reads', () => {
    const [broken] = errors.errors?.groups ?? [];
    if (!broken) throw new Error('the morning has an error');
    const noise = Array.from({ length: 40 }, (_, place) => ({
      ...broken,
      id: `v2:noise-${place}`,
      count: 1_000,
      beforeCount: 1_000,
    }));
    const digest = { ...errors.errors, groups: [...noise, broken], records: 40_090, unread: 0 };
    const noisy = { ...errors, errors: digest };
    const found = weigh({ ...firstMorning, evidence: { ...evidence, errors: noisy } }).findings;
    expect(found.filter(({ id }) => id === 'errors')).toMatchObject([{ group: { id: broken.id } }]);
  });

  it('that what began with a release is on that release is no news', () => {
    const releases = [{ name: '42', count: 90 }];
    const population = { releases: [...releases, { name: '41', count: 900 }] };
    const groups = (errors.errors?.groups ?? []).map(({ tenants: _t, hosts: _h, ...group }) => ({
      ...group,
      releases,
    }));
    const onOne = { ...errors, errors: { groups, population, records: 90, unread: 0 } };
    const hit = (known: Known) => {
      const found = weigh(known).findings.find(({ id }) => id === 'errors');
      return found?.id === 'errors' ? found.hit : undefined;
    };
    const known = { ...firstMorning, evidence: { ...evidence, errors: onOne } };
    expect(hit(known)).toBeUndefined();
    expect(hit({ ...known, releases: [] })).toMatchObject({ because: 'release', value: '42' });
  });

  it('what was not read of the window does not make an error new', () => {
    const covered = { fromAt: weighedAt - 19 * minuteMs, toAt: weighedAt };
    const { baseline: _, ...cut } = { ...errors, covered };
    const [first] = weigh({ ...firstMorning, evidence: { ...evidence, errors: cut } }).findings;
    expect(first).toMatchObject({ newSince: { verdict: 'cannot-tell' } });
  });

  it('a release that came long before the silence did not bring it', () => {
    const releases = [releaseAt('points-api:39', weighedAt - 300 * hourMs)];
    const silence = weigh({ ...firstMorning, releases }).findings.find(
      ({ id }) => id === 'log-silence',
    );
    expect(silence).not.toHaveProperty('release');
  });
});
