import type { SlowChange, SlowClass, SlowDigest, Spread } from '../../core/logs/slow-log/digest.ts';
import type { Dialect } from '../../core/logs/slow-log/statement.ts';

/** What `--json` prints: every key always there, null where the log does not say. */
export interface DigestDocument {
  readonly dialect: Dialect | null;
  /** When the first and the last statement counted ended; null where none has a time. */
  readonly window: { readonly from: string; readonly to: string } | null;
  /** Timed statements counted. */
  readonly events: number;
  /** Read, unpacked. */
  readonly bytes: number;
  readonly unread: { readonly bytes: number; readonly reasons: Readonly<Record<string, number>> };
  readonly classes: readonly ClassDocument[];
}

interface ClassDocument {
  readonly id: string;
  readonly fingerprint: string;
  readonly tables: readonly string[];
  readonly count: number;
  readonly timeS: Spread;
  readonly rowsExamined: Spread | null;
  readonly rowsSent: Spread | null;
  readonly lockTimeS: Spread | null;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Of all the time, 0 to 1. */
  readonly share: number;
  /** With `--baseline` only; the baseline's numbers scaled to the length of the window. */
  readonly change?: {
    readonly kind: SlowChange['kind'];
    readonly before: {
      readonly count: number;
      readonly timeS: {
        readonly total: number;
        readonly p50: number | null;
        readonly p95: number | null;
      };
    };
    readonly costS: number;
  };
  readonly diagnoses: SlowClass['diagnoses'];
}

export function documentOf(
  digest: SlowDigest,
  of: { readonly dialect: Dialect | undefined; readonly bytes: number },
): DigestDocument {
  const { firstAt, lastAt } = digest;
  return {
    dialect: of.dialect ?? null,
    window:
      firstAt === undefined || lastAt === undefined
        ? null
        : { from: isoOf(firstAt), to: isoOf(lastAt) },
    events: digest.events,
    bytes: of.bytes,
    unread: { bytes: digest.unreadBytes, reasons: digest.unreadReasons ?? {} },
    classes: digest.classes.map(classOf),
  };
}

function classOf(one: SlowClass): ClassDocument {
  return {
    id: one.id,
    fingerprint: one.fingerprint,
    tables: one.tables,
    count: one.count,
    timeS: inSeconds(one.timeMs),
    rowsExamined: one.rowsExamined ?? null,
    rowsSent: one.rowsSent ?? null,
    lockTimeS: one.lockMs === undefined ? null : inSeconds(one.lockMs),
    firstSeen: one.firstAt === undefined ? null : isoOf(one.firstAt),
    lastSeen: one.lastAt === undefined ? null : isoOf(one.lastAt),
    share: one.share,
    ...(one.change === undefined ? {} : { change: changeOf(one.change) }),
    diagnoses: one.diagnoses,
  };
}

function changeOf(change: SlowChange): NonNullable<ClassDocument['change']> {
  const { kind, beforeCount, beforeTotalMs, beforeP50Ms, beforeP95Ms, costMs } = change;
  const total = seconds(beforeTotalMs);
  const p50 = beforeP50Ms === undefined ? null : seconds(beforeP50Ms);
  const p95 = beforeP95Ms === undefined ? null : seconds(beforeP95Ms);
  return {
    kind,
    before: { count: beforeCount, timeS: { total, p50, p95 } },
    costS: seconds(costMs),
  };
}

function inSeconds({ total, mean, min, max, p50, p95, p99 }: Spread): Spread {
  return {
    total: seconds(total),
    mean: seconds(mean),
    min: seconds(min),
    max: seconds(max),
    p50: seconds(p50),
    p95: seconds(p95),
    p99: seconds(p99),
  };
}

/** To the nanosecond: a log gives microseconds, and the rest is the arithmetic's. */
function seconds(ms: number): number {
  return Math.round(ms * 1e6) / 1e9;
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
