import { readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackBzip2 } from '../../../../src/cli/log-file/bzip2.ts';
import { createSlowDigest } from '../../../../src/core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../../../src/core/logs/slow-log/slow-log-reader.ts';
import { type Dialect, signBits } from '../../../../src/core/logs/slow-log/statement.ts';
import { timed } from '../../../support/timed-statement.ts';
import {
  createChance,
  cut,
  hasReference,
  readQueries,
  readReference,
  realLog,
  referencePath,
} from '../log-data.ts';

function digest(dialect: Dialect, log: Uint8Array) {
  const taker = createSlowDigest();
  const reader = createSlowLogReader({ dialect, taker });
  reader.push(log);
  reader.end();
  return taker.result();
}

describe('a slow digest', () => {
  it('gathers executions of one shape and sums exactly', () => {
    const builder = createSlowDigest();
    builder.statement(
      timed('select * from t where a=1', {
        durationUs: 100,
        rowsExamined: 10,
        lockUs: 50,
        endedAt: 300,
      }),
    );
    builder.statement(
      timed('SELECT * FROM t WHERE a=2;', {
        durationUs: 200,
        rowsExamined: 5,
        lockUs: 10,
        endedAt: 100,
      }),
    );
    builder.statement(timed('select 2 from u', { durationUs: 7_000 }));
    const { classes, events, totalMs, unreadBytes } = builder.result();
    expect({ events, totalMs, unreadBytes }).toEqual({ events: 3, totalMs: 7.3, unreadBytes: 0 });
    expect(classes.map(({ fingerprint }) => fingerprint)).toEqual([
      'select ? from u',
      'select * from t where a=?',
    ]);
    expect(classes[1]).toMatchObject({
      tables: ['t'],
      count: 2,
      timeMs: { total: 0.3, min: 0.1, max: 0.2 },
      rowsExamined: { total: 15 },
      lockMs: { total: 0.06 },
      firstAt: 100,
      lastAt: 300,
    });
    expect(classes[0]).not.toHaveProperty('rowsExamined');
  });

  it('tells the 95th percentile within 1 % of the exact one', () => {
    const chance = createChance(3);
    for (const count of [1, 2, 19, 20, 1_000, 5_000]) {
      const builder = createSlowDigest();
      const times = Array.from(
        { length: count },
        () => Math.round(1000 * 1.7 ** (chance(2_000) / 100)) / 1000,
      );
      for (const time of times)
        builder.statement(timed('select 1', { durationUs: Math.round(time * 1000) }));
      const exact = times.toSorted((a, b) => a - b)[Math.ceil(count * 0.95) - 1]!;
      expect(Math.abs(builder.result().classes[0]!.timeMs.p95 / exact - 1)).toBeLessThanOrEqual(
        0.0101,
      );
    }
  });

  it.each([
    ['mysql', 'mariadb/slow-0ms-verbosity-full.log'],
    ['postgres', 'postgres/postgresql.log.2026-11-22-07'],
  ] as const)(
    'of a %s log is the same whether made at once or merged from pieces',
    (dialect, path) => {
      const chance = createChance(9);
      const all = createSlowDigest();
      const pieces = [createSlowDigest(), createSlowDigest(), createSlowDigest()];
      const any = () => pieces[chance(3)] ?? all;
      const reader = createSlowLogReader({
        dialect,
        taker: {
          statement(one) {
            all.statement(one);
            any().statement(one);
          },
          happening(one) {
            all.happening?.(one);
            any().happening?.(one);
          },
          unread() {},
        },
      });
      reader.push(realLog(path));
      reader.end();
      all.unread(7, 'cut');
      any().unread(7, 'cut');
      const last = pieces[2]?.result();
      const merged = createSlowDigest();
      for (const piece of pieces) merged.merge(piece);
      expect(merged.result()).toEqual(all.result());
      expect(pieces[2]?.result()).toEqual(last);
    },
  );

  it('tells who ran it, what the server said of it, and when', () => {
    const builder = createSlowDigest();
    const at = Date.UTC(2026, 10, 26, 3, 0, 30);
    const sql = "select 1 /*application='api',route='%2Fpoints'*/";
    builder.statement(
      timed(sql, { user: 'app', host: '10.0.0.1', database: 'shop', endedAt: at, bytesSent: 5 }),
    );
    builder.statement(
      timed(sql, { user: 'app', endedAt: at + 40_000, signs: signBits.failed, rowsAffected: 3 }),
    );
    builder.statement(timed('select 2', { user: 'cron', caller: 'nightly', endedAt: at - 1 }));
    const [found] = builder.result().classes;
    expect(found).toMatchObject({
      users: [
        { name: 'app', count: 2 },
        { name: 'cron', count: 1 },
      ],
      hosts: [{ name: '10.0.0.1', count: 1 }],
      databases: [{ name: 'shop', count: 1 }],
      callers: [
        { name: 'api /points', count: 2 },
        { name: 'nightly', count: 1 },
      ],
      signs: { failed: 1 },
      bytesSent: { total: 5 },
      rowsAffected: { total: 3 },
      minutes: [
        { at: at - 30_000, count: 2, totalMs: 2 },
        { at: at + 30_000, count: 1, totalMs: 1 },
      ],
    });
    expect(found).not.toHaveProperty('example');
  });

  it('keeps the plan and, where allowed, the redacted text of the slowest execution', () => {
    const builder = createSlowDigest({ keepExamples: true });
    const scan = [{ access: 'ALL', table: 't' }];
    builder.statement(
      timed("select 1 from t where mail = 'a@example.com'", { durationUs: 9, plan: scan }),
    );
    builder.statement(timed("select 2 from t where mail = 'b@example.com'", { durationUs: 99 }));
    const [found] = builder.result().classes;
    expect(found?.plan).toEqual(scan);
    expect(found?.example).toMatch(/^select 2 from t where mail = /);
    expect(found?.example).not.toContain('example.com');
  });

  it('counts a statement of a sampled log as often as it stands for', () => {
    const builder = createSlowDigest();
    builder.statement(timed('select 1', { weight: 100, rowsSent: 2 }));
    expect(builder.result()).toMatchObject({
      events: 1,
      totalMs: 100,
      classes: [{ count: 100, rowsSent: { total: 200, mean: 2 } }],
    });
  });

  it('counts what ended in its window, and what says no time', () => {
    const builder = createSlowDigest({ window: { fromAt: 100, toAt: 200 } });
    for (const endedAt of [99, 100, 199, 200, Number.NaN])
      builder.statement(timed('select 1', { endedAt }));
    expect(builder.result().events).toBe(3);
    expect(builder.undated()).toBe(1);
  });

  it('tells what happened besides, with the statement it happened to most', () => {
    const [left, right] = [createSlowDigest(), createSlowDigest()];
    const happen = (builder: typeof left, statement: string, at: number) =>
      builder.happening?.({ kind: 'temp-file', at, amount: 1_000, statement });
    happen(left, 'select a from t order by 1', 10);
    happen(right, 'select a from t order by 2', 20);
    happen(right, 'select b from u', 30);
    left.merge(right);
    expect(left.result().happenings).toEqual([
      {
        kind: 'temp-file',
        count: 3,
        total: 3_000,
        firstAt: 10,
        lastAt: 30,
        fingerprint: 'select a from t order by ?',
      },
    ]);
  });

  it('tells the minutes of the last day, in order, however they come', () => {
    const builder = createSlowDigest();
    const day = 24 * 60;
    for (const i of [5, 3, 4, 0, 3 * day, 3 * day - 1, 3 * day + 1])
      builder.statement(timed('select 1', { endedAt: i * 60_000 }));
    expect(builder.result().classes[0]?.minutes?.map(({ at }) => at / 60_000)).toEqual([
      3 * day - 1,
      3 * day,
      3 * day + 1,
    ]);
  });

  it('leaves out the heartbeats of RDS', () => {
    const builder = createSlowDigest();
    builder.statement(timed('select 1', { user: 'rdsadmin' }));
    expect(builder.result()).toMatchObject({ events: 0, classes: [], leftOut: 1 });
  });

  it('stays bounded when every statement has another shape', () => {
    const builder = createSlowDigest();
    for (let i = 0; i < 6_000; i++) builder.statement(timed(`select a${i}`));
    const { classes, events } = builder.result();
    expect(events).toBe(6_000);
    expect(classes).toHaveLength(5_001);
    expect(classes[0]).toMatchObject({ fingerprint: '(other statements)', count: 1_000 });
  });

  it('holds no literal', () => {
    const { classes } = digest('mysql', realLog('mariadb/slow-0ms-verbosity-full.log'));
    expect(JSON.stringify(classes)).not.toMatch(/@example\.com|48698/);
  });
});

describe('a reader that is not told whose log it reads', () => {
  it.each([
    ['mysql', 'mariadb/slow-50ms-default.log'],
    ['postgres', 'postgres/postgresql.log.2026-11-22-07'],
  ] as const)('finds %s in small pieces', (dialect, path) => {
    const taker = createSlowDigest();
    const reader = createSlowLogReader({ dialect: 'auto', taker });
    expect(reader.dialect()).toBeUndefined();
    for (const piece of cut(realLog(path), 3_000, 1)) reader.push(piece);
    reader.end();
    expect(reader.dialect()).toBe(dialect);
    expect(taker.result()).toEqual(digest(dialect, realLog(path)));
  });
});

describe('the real logs', () => {
  it.each([
    ['mysql', 'mariadb/slow-50ms-default.log', 189, 14, 75_198.59],
    ['mysql', 'mariadb/slow-0ms-verbosity-full.log', 218, 37, 27_809.128],
    ['postgres', 'postgres/postgresql.log.2026-11-22-07', 230, 13, 75_031.228],
  ] as const)('%s %s: %i executions, %i classes', (dialect, path, events, classes, totalMs) => {
    const result = digest(dialect, realLog(path));
    expect(result.events).toBe(events);
    expect(result.classes).toHaveLength(classes);
    expect(result.totalMs).toBe(totalMs);
    expect(result.unreadBytes).toBe(0);
  });

  it('the missing index stands out', () => {
    const hot = digest('mysql', realLog('mariadb/slow-50ms-default.log')).classes[1]!;
    expect(hot).toMatchObject({
      count: 99,
      tables: ['point_transactions'],
      rowsSent: { total: 596 },
      rowsExamined: { total: 59_463_184 },
    });
    expect(hot.timeMs.total).toBe(13_321.036);
  });
});

describe.skipIf(!hasReference)('beside pt-query-digest and go-mysql', () => {
  interface Report {
    classes: {
      query_count: number;
      metrics: { Query_time: Record<'sum' | 'min' | 'max', string> };
    }[];
  }

  const reports = hasReference ? readdirSync(referencePath('expected/pt-query-digest-3.2.1')) : [];
  /** Why each: docs/slow-log-exceptions.md. */
  const exceptions = /slow(?:011|017|023|025)\.log/;

  it.each(reports.filter((name) => !exceptions.test(name)))('%s: the same classes', (name) => {
    const report: Report = JSON.parse(
      readReference(`expected/pt-query-digest-3.2.1/${name}`).toString(),
    );
    const log = name.replace('.json', '').replaceAll('__', '/');
    const path = log.startsWith('real') ? log : `peers/${log}`;
    const theirs = report.classes.map(({ query_count, metrics }) => {
      const { sum, min, max } = metrics.Query_time;
      return `${query_count} ${sum} ${min} ${max}`;
    });
    const inSeconds = (ms: number) => (ms / 1_000).toFixed(6);
    const ours = digest('mysql', readReference(path)).classes.map(({ count, timeMs }) =>
      [count, ...[timeMs.total, timeMs.min, timeMs.max].map(inSeconds)].join(' '),
    );
    expect(ours.toSorted()).toEqual(theirs.toSorted());
  });

  it.each(Array.from({ length: 27 }, (_, i) => `slow${String(i + 1).padStart(3, '0')}`))(
    '%s has the events go-mysql sees, with their times',
    (name) => {
      const lines = readReference(`expected/go-mysql-events/go-mysql__slow-logs__${name}.log.jsonl`)
        .toString()
        .trim();
      const theirs = lines
        .split('\n')
        .map((line): { TimeMetrics: { Query_time: number } } => JSON.parse(line));
      const { queries } = readQueries('mysql', [
        readReference(`peers/go-mysql/slow-logs/${name}.log`),
      ]);
      expect(queries.map(({ durationMs }) => durationMs)).toEqual(
        theirs.map(({ TimeMetrics }) => Math.round(TimeMetrics.Query_time * 1e6) / 1e3),
      );
    },
  );

  interface Golden {
    Class: Record<
      string,
      { Fingerprint: string; Metrics: { TimeMetrics: Record<string, Record<string, number>> } }
    >;
  }
  const goldens = hasReference ? readdirSync(referencePath('peers/go-mysql/golden')) : [];

  it.each(goldens.filter((name) => name !== 'slow025.golden'))(
    "%s: go-mysql's own classes, those of several databases together",
    (name) => {
      const golden: Golden = JSON.parse(readReference(`peers/go-mysql/golden/${name}`).toString());
      const theirs = new Map<string, { count: number; total: number; min: number; max: number }>();
      for (const { Fingerprint, Metrics } of Object.values(golden.Class)) {
        const { Cnt = 0, Sum = 0, Min = 0, Max = 0 } = Metrics.TimeMetrics.Query_time ?? {};
        const known = theirs.get(Fingerprint) ?? { count: 0, total: 0, min: Min, max: Max };
        theirs.set(Fingerprint, {
          count: known.count + Cnt,
          total: known.total + Sum,
          min: Math.min(known.min, Min),
          max: Math.max(known.max, Max),
        });
      }
      const told = (count: number, ...seconds: number[]) =>
        [count, ...seconds.map((one) => one.toFixed(6))].join(' ');
      const log = name.replace(/(?:-no-examples)?\.golden$/, '.log');
      const { classes } = digest('mysql', readReference(`peers/go-mysql/slow-logs/${log}`));
      const ours = classes.map(({ count, timeMs: { total, min, max } }) =>
        told(count, total / 1_000, min / 1_000, max / 1_000),
      );
      expect(ours.toSorted()).toEqual(
        [...theirs.values()].map((one) => told(one.count, one.total, one.min, one.max)).toSorted(),
      );
    },
  );

  it('text, csv and json of the primary give one digest', () => {
    const path = 'real/postgres/postgresql.log.2026-11-22-07';
    const of = (end: string) =>
      digest('postgres', readReference(path + end)).classes.map(({ id, count, timeMs }) => ({
        id,
        count,
        timeMs,
      }));
    expect(of('.csv')).toEqual(of(''));
    expect(of('.json')).toEqual(of(''));
  });
});

/** A log of the reference data, unpacked. */
async function unpacked(path: string): Promise<Buffer> {
  const bytes = readReference(path);
  if (path.endsWith('.gz')) return gunzipSync(bytes);
  if (!path.endsWith('.bz2')) return bytes;
  const pieces = (async function* () {
    yield bytes;
  })();
  const all: Uint8Array[] = [];
  for await (const piece of unpackBzip2(pieces)) all.push(piece.slice());
  return Buffer.concat(all);
}

describe.skipIf(!hasReference)('beside pgBadger', () => {
  interface Badger {
    overall_stat: { postgres: { queries_number: number; queries_duration: { execute: number } } };
    normalyzed_info: { postgres?: Record<string, { count: number; duration?: number }> };
    tempfile_info: { postgres?: { count?: number; size?: number } };
  }
  const real: Readonly<Record<string, string>> = {
    'real-autoexplain-json.log': 'autoexplain-json.log',
    'real-postgresql.csv': 'postgresql.log.2026-11-22-07.csv',
    'real-postgresql.json': 'postgresql.log.2026-11-22-07.json',
    'real-postgresql.log.2026-11-22-07': 'postgresql.log.2026-11-22-07',
    'real-replica-postgresql.log.2026-11-22-07': 'replica-postgresql.log.2026-11-22-07',
  };
  const names = hasReference
    ? readdirSync(referencePath('expected/pgbadger-12.0')).map((name) =>
        name.replace(/\.json$/, ''),
      )
    : [];
  const open = async (name: string) => {
    const file = real[name];
    const log = await unpacked(file ? `real/postgres/${file}` : `peers/pgbadger/fixtures/${name}`);
    const theirs: Badger = JSON.parse(
      readReference(`expected/pgbadger-12.0/${name}.json`).toString(),
    );
    return { log, theirs, ours: digest('postgres', log) };
  };
  /** Why each: docs/slow-log-exceptions.md. */
  const planTwice = [
    'real-postgresql.log.2026-11-22-07',
    'real-replica-postgresql.log.2026-11-22-07',
  ];
  const exceptions = [
    ...planTwice,
    'real-postgresql.csv',
    'real-postgresql.json',
    'csv_statement_without_duration.log',
  ];

  it.each(names.filter((name) => !exceptions.includes(name)))(
    '%s: the same time in all',
    async (name) => {
      const { theirs, ours } = await open(name);
      const timed = Object.values(theirs.normalyzed_info.postgres ?? {});
      expect(ours.totalMs).toBeCloseTo(theirs.overall_stat.postgres.queries_duration.execute, 6);
      const counted = timed.reduce((sum, one) => sum + (one.duration ? one.count : 0), 0);
      const unnamed = ours.classes.find(({ fingerprint }) => fingerprint === '')?.count ?? 0;
      expect(ours.events - unnamed).toBe(counted);
    },
  );

  it.each(planTwice)('%s: theirs has the time of every plan as well', async (name) => {
    const { log, theirs, ours } = await open(name);
    const plans = [...log.toString().matchAll(/duration: (\d+\.\d+) ms {2}plan:/g)];
    const planned = plans.reduce((sum, [, ms]) => sum + Number(ms), 0);
    const { execute } = theirs.overall_stat.postgres.queries_duration;
    expect(ours.totalMs).toBeCloseTo(execute - planned, 6);
  });

  it.each(names.filter((name) => !name.startsWith('real-replica')))(
    '%s: the same temporary files',
    async (name) => {
      const { theirs, ours } = await open(name);
      const files = ours.happenings?.find(({ kind }) => kind === 'temp-file');
      const { count, size } = theirs.tempfile_info.postgres ?? {};
      expect([files?.count, files?.total]).toEqual([count, size]);
    },
  );
});
