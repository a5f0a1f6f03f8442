import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import type { SlowClass } from '../../../src/core/logs/slow-log/digest.ts';
import { monday } from '../../support/points-world.ts';

const minute = 60_000;

export function slowClass(change: Partial<SlowClass> = {}): SlowClass {
  return {
    id: 'A1',
    fingerprint:
      'select id, amount from point_transactions where member_id = ? order by created_at',
    verb: 'select',
    tables: ['point_transactions'],
    count: 30,
    timeMs: {
      total: 90_000,
      mean: 3_000,
      min: 900,
      max: 9_000,
      p50: 2_500,
      p95: 8_000,
      p99: 8_900,
    },
    share: 0.8,
    minutes: [
      { at: monday - 5 * minute, count: 10, totalMs: 30_000 },
      { at: monday - 4 * minute, count: 20, totalMs: 60_000 },
    ],
    diagnoses: [
      { id: 'missing-index', sure: 'likely', table: 'point_transactions', columns: ['member_id'] },
    ],
    ...change,
  };
}

export function slowEvidence(
  change: Partial<Evidence> = {},
  classes: readonly SlowClass[] = [slowClass()],
): Evidence {
  const totalMs = classes.reduce((sum, { timeMs }) => sum + timeMs.total, 0);
  const events = classes.reduce((sum, { count }) => sum + count, 0);
  return {
    questionId: 'q#slow-queries',
    kind: 'slow-queries',
    source: 'RDS log files',
    status: 'found',
    window: { fromAt: monday - 30 * minute, toAt: monday },
    answeredAt: monday,
    query: 'QUERY',
    slow: { classes, events, totalMs, unreadBytes: 0 },
    ...change,
  };
}
