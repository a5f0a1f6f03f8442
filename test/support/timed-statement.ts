import type { SlowClass, Spread } from '../../src/core/logs/slow-log/digest.ts';
import { newStatement, type TimedStatement } from '../../src/core/logs/slow-log/statement.ts';

/** A timed statement of MySQL that took a millisecond; what is not said is not given. */
export function timed(sql: string, more: Partial<TimedStatement> = {}): TimedStatement {
  const bytes = new TextEncoder().encode(sql);
  return { ...newStatement('mysql'), bytes, to: bytes.length, durationUs: 1_000, ...more };
}

/** A quantity that was the same in each of `count` executions. */
export function evenly(each: number, count: number): Spread {
  return { total: each * count, mean: each, min: each, max: each, p50: each, p95: each, p99: each };
}

/** A class of 100 executions of 10 ms each, but for what is said. */
export function slowClass(more: Partial<SlowClass> = {}): SlowClass {
  const { count = 100 } = more;
  return {
    id: 'aaaaaaaaaaaa',
    fingerprint: 'select a from t where b = ?',
    verb: 'select',
    tables: ['t'],
    count,
    timeMs: evenly(10, count),
    share: 1,
    diagnoses: [],
    ...more,
  };
}
