import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../../src/core/logs/slow-log/diagnose.ts';
import type { SlowChange, SlowClass } from '../../../../src/core/logs/slow-log/digest.ts';
import { createSlowDigest } from '../../../../src/core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../../../src/core/logs/slow-log/slow-log-reader.ts';
import { evenly, slowClass } from '../../../support/timed-statement.ts';
import { realLog } from '../log-data.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 26, 3);

function diagnosed(one: SlowClass) {
  const digest = {
    classes: [one],
    events: one.count,
    totalMs: one.timeMs.total,
    firstAt: start,
    lastAt: start + 60 * minute,
    unreadBytes: 0,
  };
  return diagnose(digest).classes[0]?.diagnoses ?? [];
}

const ids = (one: SlowClass) => diagnosed(one).map(({ id, sure }) => `${id} ${sure}`);

const change = (more: Partial<SlowChange>): SlowChange => ({
  kind: 'same',
  beforeCount: 100,
  beforeTotalMs: 1_000,
  beforeP50Ms: 10,
  beforeP95Ms: 10,
  costMs: 0,
  ...more,
});

describe('a missing index', () => {
  const scanning = slowClass({ rowsExamined: evenly(600_000, 100), rowsSent: evenly(6, 100) });

  it('is likely where far more rows are read than given', () => {
    expect(diagnosed(scanning)).toEqual([
      {
        id: 'missing-index',
        sure: 'likely',
        table: 't',
        columns: ['b'],
        rowsExamined: 60_000_000,
        rowsSent: 600,
      },
    ]);
  });

  it('is known where the plan reads the whole table, which is named by its alias', () => {
    const scan = { table: 'o', access: 'ALL', rows: 597_000, extra: 'Using where' };
    const one = slowClass({
      fingerprint: 'select * from members m join orders o on o.member_id = m.id where o.kind = ?',
      tables: ['members', 'orders'],
      plan: [{ table: 'm', access: 'eq_ref', key: 'PRIMARY', rows: 1 }, scan],
    });
    expect(diagnosed(one)).toEqual([
      {
        id: 'missing-index',
        sure: 'known',
        table: 'orders',
        columns: ['kind', 'member_id'],
        planSays: scan,
      },
    ]);
  });

  it.each([
    ['too few executions', { ...scanning, count: 2, timeMs: evenly(10, 2) }],
    ['as many rows given as read', { ...scanning, rowsSent: evenly(600_000, 100) }],
    ['few rows read', { ...scanning, rowsExamined: evenly(900, 100) }],
    ['no condition', { ...scanning, fingerprint: 'select a from t' }],
    [
      'a plan that reads a small table whole',
      slowClass({ plan: [{ table: 't', access: 'ALL', rows: 40 }] }),
    ],
  ])('is not claimed of %s', (_what, one) => {
    expect(ids(one)).toEqual([]);
  });

  it.each([
    ['rows that are added up', { ...scanning, fingerprint: 'select sum(a) from t where b = ?' }],
    [
      'a plan that uses an index',
      { ...scanning, plan: [{ table: 't', access: 'ref', key: 'b', rows: 9 }] },
    ],
  ])('is a guess of %s', (_what, one) => {
    expect(ids(one)).toEqual(['missing-index guess']);
  });
});

describe('what else the numbers mean', () => {
  it.each([
    ['blocked', slowClass({ lockMs: evenly(9, 100) }), ['blocked likely']],
    ['blocked, the server says', slowClass({ signs: { 'lock-wait': 60 } }), ['blocked known']],
    ['working with a little waiting', slowClass({ lockMs: evenly(4, 100) }), []],
    [
      'called more often by somebody',
      slowClass({
        count: 1_000,
        change: change({ kind: 'more-often', grew: { user: 'app' } }),
        timeMs: evenly(10, 1_000),
      }),
      ['more-calls likely'],
    ],
    [
      'called more often, each slower',
      slowClass({
        count: 1_000,
        change: change({ kind: 'more-often' }),
        timeMs: evenly(20, 1_000),
      }),
      [],
    ],
    [
      'slower at the same rows',
      slowClass({
        timeMs: evenly(40, 100),
        rowsExamined: evenly(10, 100),
        change: change({ kind: 'slower', beforeRowsMean: 10 }),
      }),
      ['plan-or-saturation likely'],
    ],
    [
      'slower at more rows',
      slowClass({
        timeMs: evenly(40, 100),
        rowsExamined: evenly(90, 100),
        change: change({ kind: 'slower', beforeRowsMean: 10 }),
      }),
      [],
    ],
    [
      'slower, its rows unknown',
      slowClass({ timeMs: evenly(40, 100), change: change({ kind: 'slower' }) }),
      ['plan-or-saturation guess'],
    ],
    [
      'slower because it waits',
      slowClass({
        timeMs: evenly(40, 100),
        lockMs: evenly(38, 100),
        change: change({ kind: 'slower' }),
      }),
      ['blocked likely'],
    ],
    [
      'spilling',
      slowClass({ signs: { 'temp-table-on-disk': 20, 'filesort-on-disk': 30 } }),
      ['spilling known'],
    ],
    ['spilling once in a while', slowClass({ signs: { 'filesort-on-disk': 2 } }), []],
    ['failing', slowClass({ signs: { failed: 50, killed: 50 } }), ['failing known']],
  ] as const)('%s', (_what, one, found) => {
    expect(ids(one)).toEqual(found);
  });

  it('stands surest first', () => {
    const one = slowClass({
      rowsExamined: evenly(600_000, 100),
      rowsSent: evenly(6, 100),
      signs: { failed: 90 },
    });
    expect(ids(one)).toEqual(['failing known', 'missing-index likely']);
  });
});

describe('the real logs', () => {
  const of = (path: string) => {
    const taker = createSlowDigest();
    const reader = createSlowLogReader({ dialect: 'auto', taker });
    reader.push(realLog(path));
    reader.end();
    return diagnose(taker.result()).classes;
  };
  const hot = /^select id, store_id, .* from point_transactions where member_id = \? order by/;

  it.each([
    ['mariadb/slow-50ms-default.log', 'likely', undefined],
    ['mariadb/slow-0ms-verbosity-full.log', 'known', 'ALL'],
  ])('%s: the hot query misses an index, which is %s', (path, sure, access) => {
    const found = of(path).find(({ fingerprint }) => hot.test(fingerprint))?.diagnoses[0];
    expect(found).toMatchObject({
      id: 'missing-index',
      sure,
      table: 'point_transactions',
      columns: ['member_id', 'created_at'],
    });
    expect(found?.id === 'missing-index' ? found.planSays?.access : '').toBe(access);
  });

  it('the same of PostgreSQL, by its plans; what reads most of a table by a range is not as sure', () => {
    const found = of('postgres/autoexplain-json.log').map(({ fingerprint, diagnoses }) => {
      const index = diagnoses.find((one) => one.id === 'missing-index');
      return [fingerprint.slice(0, 14), index?.columns, index?.sure];
    });
    expect(found).toEqual([
      ['select s.regio', ['store_id', 'created_at'], 'likely'],
      ['select member_', ['created_at', 'member_id'], 'likely'],
      ['select id, sto', ['member_id', 'created_at'], 'known'],
      ['select count(*', ['member_id', 'kind'], 'known'],
    ]);
  });
});
