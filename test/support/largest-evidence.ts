import type { Evidence } from '../../src/core/evidence/evidence.ts';
import type { Tally } from '../../src/core/logs/error-traces/digest.ts';
import { monday } from './points-world.ts';

const minute = 60_000;
const day = 1_440;
const dayBefore = monday - day * minute;

function many<T>(count: number, make: (place: number) => T): T[] {
  return Array.from({ length: count }, (_, place) => make(place));
}

/** More of everything than a source would send: a day by the minute, and texts that go on and on. */
export function largestEvidence(text: string): readonly Evidence[] {
  const long = text.repeat(Math.ceil(5_000 / text.length));
  const tallies = (count: number): Tally[] =>
    many(count, (n) => ({ name: `${n} ${long}`, count: 9_000_000 - n }));
  const answer = {
    questionId: 'q',
    source: 'RDS log files',
    status: 'found',
    window: { fromAt: dayBefore, toAt: monday },
    covered: { fromAt: dayBefore, toAt: monday },
    baseline: { is: 'day-before', window: { fromAt: 0, toAt: monday } },
    answeredAt: monday,
    query: long,
    partial: long,
    link: 'https://console.aws.amazon.com/cloudwatch/home',
  } as const;
  const value = 123_456.789_012_345_67;
  const spread = {
    total: value,
    mean: value,
    min: value,
    max: value,
    p50: value,
    p95: value,
    p99: value,
  };
  const fields = Object.fromEntries(many(20, (n) => [`${n} ${long}`, tallies(50)]));
  const minutes = many(day, (n) => ({
    at: dayBefore + n * minute,
    count: 1,
    totalMs: value,
    lines: 123_456,
    value,
  }));
  const origins = many(200, () => ({
    env: long,
    database: long,
    release: long,
    lines: 9_000_000,
    writes: 9_000_000,
    firstAt: dayBefore,
    lastAt: monday,
    minutes: minutes.map(({ at, lines }) => ({ at, lines })),
  }));
  return [
    {
      ...answer,
      kind: 'errors',
      errors: {
        records: 1,
        unread: 1,
        tenants: { hit: 9_000, total: 90_000 },
        population: { hosts: tallies(51), releases: tallies(51), fields },
        groups: many(200, (n) => ({
          id: `g${n}`,
          title: long,
          diagnosis: { id: 'db.read_only', sure: 'known' },
          count: 9_000_000 - n,
          firstAt: dayBefore,
          lastAt: monday,
          frames: many(5, () => long),
          example: long,
          levels: tallies(5),
          hosts: tallies(11),
          releases: tallies(11),
          fields,
          minutes,
          beforeCount: value,
          targets: tallies(6),
          tenants: 9_000,
          tenantNames: many(20, () => long),
        })),
      },
    },
    {
      ...answer,
      kind: 'slow-queries',
      slow: {
        events: 9_000_000,
        totalMs: value,
        unreadBytes: 9_000_000,
        happenings: many(4, () => ({
          kind: 'lock-wait',
          count: 1,
          total: value,
          fingerprint: long,
        })),
        gone: many(200, (n) => ({
          id: `${n}`,
          fingerprint: long,
          beforeCount: 1,
          beforeTotalMs: 2,
        })),
        classes: many(200, (n) => ({
          id: `c${n}`,
          fingerprint: `select ${long}`,
          verb: 'select',
          tables: many(12, () => long),
          count: 9_000_000,
          timeMs: spread,
          share: 0.3,
          lockMs: spread,
          rowsExamined: spread,
          rowsSent: spread,
          rowsAffected: spread,
          bytesSent: spread,
          signs: { 'full-scan': 9, 'full-join': 9, filesort: 9, 'temp-table': 9 },
          firstAt: dayBefore,
          lastAt: monday,
          users: tallies(5),
          hosts: tallies(5),
          databases: tallies(5),
          callers: tallies(5),
          minutes,
          plan: many(100, () => ({ table: long, access: 'ALL', key: long, rows: 9, extra: long })),
          example: long,
          change: { kind: 'new', beforeCount: 0, beforeTotalMs: 0, costMs: value },
          diagnoses: [
            { id: 'missing-index', sure: 'likely', table: long, columns: many(9, () => long) },
            { id: 'more-calls', sure: 'guess', times: 9, caller: long, user: long, host: long },
          ],
        })),
      },
    },
    {
      ...answer,
      kind: 'log-volume',
      volume: {
        groups: many(50, (n) => ({
          group: `/ecs/${n}`,
          minutes,
          before: minutes,
          hours: minutes.slice(0, 336),
          levels: many(48, () => ({
            window: answer.window,
            lines: Object.fromEntries(many(50, (level) => [`${level} ${long}`, 9_000_000])),
          })),
          streams: { now: 1, before: 2 },
        })),
        origins: {
          home: { name: 'production', databases: many(50, () => long) },
          others: many(50, () => ({ name: long, databases: many(50, () => long) })),
          lines: origins,
          before: origins,
          strays: { hosts: tallies(200), tenants: { hit: 9_000, names: many(200, () => long) } },
          guests: many(50, () => ({
            environment: long,
            tenants: 9_000,
            names: many(200, () => long),
            lines: 9_000_000,
            firstAt: dayBefore,
            lastAt: monday,
          })),
        },
      },
    },
    {
      ...answer,
      kind: 'database',
      database: {
        instances: many(50, (n) => ({
          id: `db-${n}`,
          role: 'reader',
          roleBefore: 'writer',
          status: long,
          endpoint: long,
          zone: long,
          maxConnections: 9_000,
          metrics: many(9, () => ({ metric: 'read-latency-s', minutes })),
          holders: many(50, () => ({ by: 'application', name: long, load: value })),
        })),
        writers: many(200, (n) => ({ at: dayBefore + n, writer: long })),
        events: many(200, (n) => ({
          at: dayBefore + n,
          instance: long,
          kind: 'other',
          text: long,
        })),
      },
    },
    {
      ...answer,
      kind: 'changes',
      changes: {
        changes: many(200, (n) => ({
          at: dayBefore + n,
          kind: 'other',
          text: long,
          by: long,
          link: long,
        })),
        notAsked: many(50, () => 'migrations' as const),
      },
    },
  ];
}
