import type { Evidence } from '../../../../src/core/evidence/evidence.ts';
import type { SlowClass, SlowDigest, Spread } from '../../../../src/core/logs/slow-log/digest.ts';
import { monday } from '../../../support/points-world.ts';

const minute = 60_000;

export function flat(value: number, count = 214): Spread {
  return {
    total: value * count,
    mean: value,
    min: value,
    max: value,
    p50: value,
    p95: value,
    p99: value,
  };
}

/** The history page of the demo: 600 k rows read to give 25. */
export function slowClass(changed: Partial<SlowClass> = {}): SlowClass {
  return {
    id: 'c1',
    fingerprint:
      'select id, shop_id, points, reason, created_at from point_transactions where member_id = ? order by created_at desc',
    verb: 'select',
    tables: ['point_transactions'],
    count: 214,
    timeMs: flat(900),
    share: 0.41,
    rowsExamined: flat(600_000),
    rowsSent: flat(25),
    firstAt: monday + 2 * minute,
    lastAt: monday + 9 * minute,
    change: { kind: 'new', beforeCount: 0, beforeTotalMs: 0, costMs: 192_600 },
    diagnoses: [
      {
        id: 'missing-index',
        sure: 'likely',
        table: 'point_transactions',
        columns: ['member_id', 'created_at'],
      },
    ],
    ...changed,
  };
}

/** The window ends ten minutes after `monday`; compared with yesterday. */
export function slowAnswer(
  slow: Partial<SlowDigest> = {},
  changed: Partial<Evidence> = {},
): Evidence {
  const window = { fromAt: monday - 20 * minute, toAt: monday + 10 * minute };
  const day = 24 * 60 * minute;
  return {
    questionId: 'q#slow-queries',
    kind: 'slow-queries',
    source: 'RDS log files',
    status: 'found',
    window,
    baseline: {
      is: 'day-before',
      window: { fromAt: window.fromAt - day, toAt: window.toAt - day },
    },
    answeredAt: window.toAt,
    query: 'DescribeDBLogFiles',
    slow: {
      classes: [slowClass()],
      events: 214,
      totalMs: 470_000,
      unreadBytes: 0,
      ...slow,
    },
    ...changed,
  };
}
