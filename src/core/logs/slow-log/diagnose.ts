import type { PlanStep, SlowClass, SlowDiagnosis, SlowDigest } from './digest.ts';
import { indexColumns } from './index-columns.ts';

/** Nothing is claimed of fewer executions, unless the server itself said it. */
const leastCount = 3;

/** So many rows read for each one given, and so many at once, look like a missing index. */
const rowsForOne = 1_000;
const leastExamined = 5_000;
/** With the server saying that it read all of a table, less is enough. */
const scannedRowsForOne = 100;
/** A table of fewer rows is read whole sooner than an index of it. */
const leastPlanRows = 1_000;

/** More of its time than this waiting for locks: blocked rather than slow. */
const blockedShare = 0.5;

const manyTimes = 3;
/** The time of one call counts as the same up to here, and its rows. */
const sameTime = 1.3;
const sameRows = 1.2;
const slowerTimes = 1.5;

/** A tenth of the executions is more than the odd one. */
const noticeableShare = 0.1;

const sureness = ['known', 'likely', 'guess'] as const;

/** What the numbers of each class mean, surest first. */
export function diagnose(digest: SlowDigest): SlowDigest {
  return {
    ...digest,
    classes: digest.classes.map((one) => ({
      ...one,
      diagnoses: bySureness(
        [
          missingIndex(one),
          blocked(one),
          moreCalls(one),
          planOrSaturation(one),
          spilling(one),
          failing(one),
        ].filter((found) => found !== undefined),
      ),
    })),
  };
}

export function bySureness(diagnoses: readonly SlowDiagnosis[]): SlowDiagnosis[] {
  return diagnoses.toSorted((a, b) => sureness.indexOf(a.sure) - sureness.indexOf(b.sure));
}

function missingIndex(one: SlowClass): SlowDiagnosis | undefined {
  const wanted = indexColumns(one.fingerprint).filter(({ columns }) => columns.length > 0);
  if (wanted.length === 0 || one.verb === 'insert' || one.verb === 'replace') return undefined;
  const scan = one.plan?.find(readsAll);
  const named = tableOf(scan, one);
  const found = wanted.find(({ table }) => table !== undefined && table === named) ?? wanted[0];
  const sure = scan === undefined ? indexByRows(one) : indexByPlan(one, found?.isNarrow ?? false);
  if (found === undefined || sure === undefined) return undefined;
  const { table = named, columns } = found;
  return {
    id: 'missing-index',
    sure,
    ...(table === undefined ? {} : { table }),
    columns,
    ...(one.rowsExamined === undefined ? {} : { rowsExamined: one.rowsExamined.total }),
    ...(one.rowsSent === undefined ? {} : { rowsSent: one.rowsSent.total }),
    ...(scan === undefined ? {} : { planSays: scan }),
  };
}

/** MySQL: `ALL`, or an index read from end to end without being chosen; PostgreSQL: a filtered scan. */
function readsAll({ access, key, rows = 0 }: PlanStep): boolean {
  return (
    rows >= leastPlanRows && key === undefined && /^(?:ALL|(?:Parallel )?Seq Scan)$/.test(access)
  );
}

/** A plan names a table by its alias where it has one. */
function tableOf(
  step: PlanStep | undefined,
  { fingerprint, tables }: SlowClass,
): string | undefined {
  const named = step?.table;
  if (named === undefined || tables.includes(named)) return named;
  const aliased = tables.find((table) =>
    new RegExp(`(?<![\\w.])${pattern(table)} (?:as )?${pattern(named)}(?!\\w)`).test(
      fingerprint.replace(/[`"]/g, ''),
    ),
  );
  return aliased ?? named;
}

function pattern(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

/** A range may hold most of the table, and then reading it all is right. */
function indexByPlan({ count }: SlowClass, isNarrow: boolean): 'known' | 'likely' | undefined {
  if (isNarrow) return 'known';
  return count < leastCount ? undefined : 'likely';
}

function indexByRows(one: SlowClass): 'likely' | 'guess' | undefined {
  const { rowsExamined, rowsSent, rowsAffected, count } = one;
  if (rowsExamined === undefined || count < leastCount) return undefined;
  if (rowsExamined.mean < leastExamined) return undefined;
  const given = Math.max(count, (rowsSent?.total ?? 0) + (rowsAffected?.total ?? 0));
  const forOne = rowsExamined.total / given;
  const scans = (one.signs?.['full-scan'] ?? 0) + (one.signs?.['full-join'] ?? 0);
  if (forOne < (scans >= count / 2 ? scannedRowsForOne : rowsForOne)) return undefined;
  // One that adds rows up gives few of them by its nature; one that came by an index has one.
  const addsUp = /\b(?:count|sum|avg|min|max)\(|\bgroup by\b/.test(one.fingerprint);
  return addsUp || one.plan !== undefined ? 'guess' : 'likely';
}

function blocked({ lockMs, timeMs, signs, count }: SlowClass): SlowDiagnosis | undefined {
  const waits = signs?.['lock-wait'] ?? 0;
  const lockShare = lockMs === undefined || timeMs.total === 0 ? 0 : lockMs.total / timeMs.total;
  if (count < leastCount) return undefined;
  if (lockShare <= blockedShare && waits < count / 2) return undefined;
  return {
    id: 'blocked',
    sure: waits > 0 ? 'known' : 'likely',
    lockShare: Math.min(1, lockShare),
    ...(waits > 0 ? { waits } : {}),
  };
}

function moreCalls({ change, count, timeMs }: SlowClass): SlowDiagnosis | undefined {
  if (change?.kind !== 'more-often' || change.beforeCount === 0) return undefined;
  const times = count / change.beforeCount;
  const { beforeP50Ms = 0, grew } = change;
  if (count < leastCount || times < manyTimes) return undefined;
  if (timeMs.p50 > beforeP50Ms * sameTime) return undefined;
  return { id: 'more-calls', sure: grew === undefined ? 'guess' : 'likely', times, ...grew };
}

function planOrSaturation(one: SlowClass): SlowDiagnosis | undefined {
  const { change, count, timeMs, rowsExamined } = one;
  if (change?.beforeP50Ms === undefined || count < leastCount || blocked(one)) return undefined;
  const times = timeMs.p50 / change.beforeP50Ms;
  if (change.kind !== 'slower' || !(times >= slowerTimes)) return undefined;
  const rows = change.beforeRowsMean;
  if (rows === undefined || rowsExamined === undefined)
    return { id: 'plan-or-saturation', sure: 'guess', times };
  if (rowsExamined.mean > Math.max(1, rows) * sameRows) return undefined;
  return { id: 'plan-or-saturation', sure: 'likely', times };
}

function spilling({ signs, count }: SlowClass): SlowDiagnosis | undefined {
  return bySigns('spilling', [signs?.['temp-table-on-disk'], signs?.['filesort-on-disk']], count);
}

function failing({ signs, count }: SlowClass): SlowDiagnosis | undefined {
  return bySigns('failing', [signs?.failed, signs?.killed], count);
}

/** One execution may show both signs: the more frequent is what is certain. */
function bySigns(
  id: 'spilling' | 'failing',
  counts: readonly (number | undefined)[],
  count: number,
): SlowDiagnosis | undefined {
  const most = Math.max(...counts.map((one) => one ?? 0));
  const share = most / count;
  return most >= leastCount && share >= noticeableShare ? { id, sure: 'known', share } : undefined;
}
