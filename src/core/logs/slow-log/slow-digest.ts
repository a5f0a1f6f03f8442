import { shortHash } from '../../kit/ids.ts';
import { clip } from '../../kit/text.ts';
import type { SlowClass, SlowDigest, Spread } from './digest.ts';
import { countDuration, type Durations, quantile } from './durations.ts';
import { fingerprint } from './fingerprint.ts';
import type { SlowQuery } from './slow-query.ts';
import { tablesOf } from './tables.ts';

/** Distinct shapes followed at once; later ones count together, so that memory stays bounded. */
const mostClasses = 5_000;

/** Longest fingerprint shown. The id is that of the whole one. */
const longestFingerprint = 2_000;

/** What stands for all shapes past `mostClasses`. */
const otherStatements = '(other statements)';

/** The accounts of RDS's own agents: their heartbeats are nobody's slow query. */
const noise = new Set(['rdsadmin', 'rdsrepladmin']);

export interface SlowDigestBuilder {
  add(query: SlowQuery): void;
  /** Bytes of the source that could not be read as anything. */
  addUnread(bytes: number): void;
  /** Adds what another builder has gathered; the other stays as it is. */
  merge(other: SlowDigestBuilder): void;
  /** May be asked at any time; adding may go on. */
  result(): SlowDigest;
  /** What has been gathered, for `merge`. */
  tally(): SlowTally;
}

export interface SlowTally {
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly unreadBytes: number;
}

/** All executions of one shape. Times in whole microseconds, so that sums are exact. */
interface Shape {
  readonly id: string;
  readonly fingerprint: string;
  readonly tables: readonly string[];
  readonly durations: Durations;
  count: number;
  total: number;
  min: number;
  max: number;
  lock: number | undefined;
  rowsExamined: number | undefined;
  rowsSent: number | undefined;
  firstAt: number | undefined;
  lastAt: number | undefined;
}

/** Gathers queries into classes of one shape each, in memory that does not grow with the log. */
export function createSlowDigest(): SlowDigestBuilder {
  const shapes = new Map<string, Shape>();
  let unreadBytes = 0;

  function shapeFor(id: string, make: () => Pick<Shape, 'fingerprint' | 'tables'>): Shape {
    const known = shapes.get(id);
    if (known !== undefined) return known;
    if (shapes.size >= mostClasses && id !== 'other')
      return shapeFor('other', () => ({ fingerprint: otherStatements, tables: [] }));
    const shape = newShape(id, make());
    shapes.set(id, shape);
    return shape;
  }

  return {
    add(query) {
      if (query.user !== undefined && noise.has(query.user)) return;
      const whole = fingerprint(query.statement, query.dialect);
      const shape = shapeFor(shortHash(whole), () => ({
        fingerprint: clip(whole, longestFingerprint),
        tables: tablesOf(whole, query.dialect),
      }));
      count(shape, query);
    },
    addUnread(bytes) {
      unreadBytes += bytes;
    },
    merge(other) {
      const theirs = other.tally();
      for (const shape of theirs.shapes.values())
        join(
          shapeFor(shape.id, () => shape),
          shape,
        );
      unreadBytes += theirs.unreadBytes;
    },
    result() {
      const all = [...shapes.values()];
      const total = all.reduce((sum, shape) => sum + shape.total, 0);
      return {
        classes: all
          .sort((a, b) => b.total - a.total || (a.id < b.id ? -1 : 1))
          .map((shape) => toClass(shape, total)),
        events: all.reduce((sum, shape) => sum + shape.count, 0),
        totalMs: total / 1_000,
        unreadBytes,
      };
    },
    tally: () => ({ shapes, unreadBytes }),
  };
}

function newShape(id: string, names: Pick<Shape, 'fingerprint' | 'tables'>): Shape {
  return {
    id,
    fingerprint: names.fingerprint,
    tables: names.tables,
    durations: new Map(),
    count: 0,
    total: 0,
    min: Number.POSITIVE_INFINITY,
    max: 0,
    lock: undefined,
    rowsExamined: undefined,
    rowsSent: undefined,
    firstAt: undefined,
    lastAt: undefined,
  };
}

function count(shape: Shape, query: SlowQuery): void {
  const duration = Math.round(query.durationMs * 1_000);
  countDuration(shape.durations, duration);
  shape.count++;
  shape.total += duration;
  shape.min = Math.min(shape.min, duration);
  shape.max = Math.max(shape.max, duration);
  shape.lock = plus(
    shape.lock,
    query.lockMs === undefined ? undefined : Math.round(query.lockMs * 1_000),
  );
  shape.rowsExamined = plus(shape.rowsExamined, query.rowsExamined);
  shape.rowsSent = plus(shape.rowsSent, query.rowsSent);
  shape.firstAt = earlier(shape.firstAt, query.endedAt);
  shape.lastAt = later(shape.lastAt, query.endedAt);
}

function join(shape: Shape, other: Shape): void {
  for (const [bucket, n] of [...other.durations]) {
    shape.durations.set(bucket, (shape.durations.get(bucket) ?? 0) + n);
  }
  shape.count += other.count;
  shape.total += other.total;
  shape.min = Math.min(shape.min, other.min);
  shape.max = Math.max(shape.max, other.max);
  shape.lock = plus(shape.lock, other.lock);
  shape.rowsExamined = plus(shape.rowsExamined, other.rowsExamined);
  shape.rowsSent = plus(shape.rowsSent, other.rowsSent);
  shape.firstAt = earlier(shape.firstAt, other.firstAt);
  shape.lastAt = later(shape.lastAt, other.lastAt);
}

function toClass(shape: Shape, all: number): SlowClass {
  const { lock, rowsExamined, rowsSent, firstAt, lastAt, count } = shape;
  return {
    id: shape.id,
    fingerprint: shape.fingerprint,
    verb: /^\w+/.exec(shape.fingerprint)?.[0] ?? '',
    tables: shape.tables,
    count,
    timeMs: spreadOf(shape),
    share: all === 0 ? 0 : shape.total / all,
    ...(rowsExamined === undefined ? {} : { rowsExamined: flat(rowsExamined, count) }),
    ...(rowsSent === undefined ? {} : { rowsSent: flat(rowsSent, count) }),
    ...(lock === undefined ? {} : { lockMs: flat(lock / 1_000, count) }),
    ...(firstAt === undefined ? {} : { firstAt }),
    ...(lastAt === undefined ? {} : { lastAt }),
    diagnoses: [],
  };
}

function spreadOf({ durations, total, min, max, count }: Shape): Spread {
  const at = (share: number) =>
    Math.max(min, Math.min(Math.round(quantile(durations, share)), max)) / 1_000;
  return {
    total: total / 1_000,
    mean: total / count / 1_000,
    min: min / 1_000,
    max: max / 1_000,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

/** Only the sum is known. */
function flat(total: number, count: number): Spread {
  const mean = total / count;
  return { total, mean, min: mean, max: mean, p50: mean, p95: mean, p99: mean };
}

function plus(sum: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? sum : (sum ?? 0) + more;
}

function earlier(known: number | undefined, at: number | undefined): number | undefined {
  return known === undefined || (at !== undefined && at < known) ? at : known;
}

function later(known: number | undefined, at: number | undefined): number | undefined {
  return known === undefined || (at !== undefined && at > known) ? at : known;
}
