import {
  type Amounts,
  addStatement,
  countOf,
  mergeAmounts,
  noAmounts,
  quantities,
  toSpread,
  totalOf,
} from './amounts.ts';
import type { PlanStep, SlowClass, SlowSign } from './digest.ts';
import { addMinute, type Minutes, mergeMinutes, minuteMs, noMinutes, toSeries } from './minutes.ts';
import { countName, mergeNames, type NamesCount, noNames, topNames } from './names-count.ts';
import { signBits, type TimedStatement } from './statement.ts';

/** What a class is, whatever its numbers. */
export interface ClassNames {
  readonly id: string;
  readonly fingerprint: string;
  readonly verb: string;
  readonly tables: readonly string[];
}

/** The executions of one class so far. Times in whole microseconds, so that sums are exact. */
export interface ClassTally extends ClassNames {
  readonly amounts: Amounts;
  /** By the place of the sign's bit. */
  readonly signs: number[];
  readonly users: NamesCount;
  readonly hosts: NamesCount;
  readonly databases: NamesCount;
  readonly callers: NamesCount;
  /** Given up where there are too many classes with too many minutes. */
  minutes: Minutes | undefined;
  firstAt: number;
  lastAt: number;
  plan: readonly PlanStep[] | undefined;
  planUs: number;
  /** Of the slowest execution; foreign, with its literals. */
  example: string;
  exampleUs: number;
}

const signNames = Object.keys(signBits) as SlowSign[];

export function newTally(names: ClassNames): ClassTally {
  return {
    ...names,
    amounts: noAmounts(),
    signs: signNames.map(() => 0),
    users: noNames(),
    hosts: noNames(),
    databases: noNames(),
    callers: noNames(),
    minutes: noMinutes(),
    firstAt: Number.NaN,
    lastAt: Number.NaN,
    plan: undefined,
    planUs: -1,
    example: '',
    exampleUs: -1,
  };
}

/** Counts one statement: `weight` executions that each took and did the same. */
export function tallyStatement(tally: ClassTally, one: TimedStatement, caller: string): void {
  const { weight, durationUs, endedAt } = one;
  addStatement(tally.amounts, one, weight);
  if (one.signs !== 0) tallySigns(tally.signs, one.signs, weight);
  if (one.user !== '') countName(tally.users, one.user, weight);
  if (one.host !== '') countName(tally.hosts, one.host, weight);
  if (one.database !== '') countName(tally.databases, one.database, weight);
  if (caller !== '') countName(tally.callers, caller, weight);
  if (one.plan !== undefined && durationUs > tally.planUs) {
    tally.plan = one.plan;
    tally.planUs = durationUs;
  }
  if (Number.isNaN(endedAt)) return;
  if (!(endedAt >= tally.firstAt)) tally.firstAt = endedAt;
  if (!(endedAt <= tally.lastAt)) tally.lastAt = endedAt;
  if (tally.minutes !== undefined)
    addMinute(tally.minutes, Math.floor(endedAt / minuteMs), weight, durationUs * weight);
}

function tallySigns(signs: number[], bits: number, weight: number): void {
  for (let place = 0; place < signs.length; place++)
    if ((bits & (1 << place)) !== 0) signs[place] = (signs[place] ?? 0) + weight;
}

export function mergeTally(to: ClassTally, other: ClassTally): void {
  mergeAmounts(to.amounts, other.amounts);
  for (const of of nameFields) mergeNames(to[of], other[of]);
  other.signs.forEach((count, place) => {
    to.signs[place] = (to.signs[place] ?? 0) + count;
  });
  if (to.minutes !== undefined && other.minutes !== undefined)
    mergeMinutes(to.minutes, other.minutes);
  else to.minutes = undefined;
  if (!(other.firstAt >= to.firstAt) && !Number.isNaN(other.firstAt)) to.firstAt = other.firstAt;
  if (!(other.lastAt <= to.lastAt) && !Number.isNaN(other.lastAt)) to.lastAt = other.lastAt;
  if (other.planUs > to.planUs) {
    to.plan = other.plan;
    to.planUs = other.planUs;
  }
  if (other.exampleUs > to.exampleUs) {
    to.example = other.example;
    to.exampleUs = other.exampleUs;
  }
}

const nameFields = ['users', 'hosts', 'databases', 'callers'] as const;

/** All its microseconds. */
export function timeOf({ amounts }: ClassTally): number {
  return totalOf(amounts, quantities.time);
}

/** `whole`: of the digest it is part of. */
export function toClass(
  tally: ClassTally,
  whole: { readonly totalUs: number; readonly lastAt: number },
): SlowClass {
  const { id, fingerprint, verb, tables, amounts, plan, example, firstAt, lastAt } = tally;
  const told = {
    lockMs: toSpread(amounts, quantities.lock, 1_000),
    rowsExamined: toSpread(amounts, quantities.rowsExamined, 1),
    rowsSent: toSpread(amounts, quantities.rowsSent, 1),
    rowsAffected: toSpread(amounts, quantities.rowsAffected, 1),
    bytesSent: toSpread(amounts, quantities.bytesSent, 1),
    signs: toSigns(tally.signs),
    firstAt: Number.isNaN(firstAt) ? undefined : firstAt,
    lastAt: Number.isNaN(lastAt) ? undefined : lastAt,
    users: topNames(tally.users),
    hosts: topNames(tally.hosts),
    databases: topNames(tally.databases),
    callers: topNames(tally.callers),
    minutes: tally.minutes === undefined ? undefined : toSeries(tally.minutes, whole.lastAt),
    plan,
    example: example === '' ? undefined : example,
  };
  return {
    id,
    fingerprint,
    verb,
    tables,
    count: countOf(amounts, quantities.time),
    timeMs: toSpread(amounts, quantities.time, 1_000) ?? {
      total: 0,
      mean: 0,
      min: 0,
      max: 0,
      p50: 0,
      p95: 0,
      p99: 0,
    },
    share: whole.totalUs === 0 ? 0 : timeOf(tally) / whole.totalUs,
    ...withoutAbsent(told),
    diagnoses: [],
  };
}

function toSigns(signs: readonly number[]): Partial<Record<SlowSign, number>> | undefined {
  const shown = signNames.flatMap((name, place) => {
    const count = signs[place] ?? 0;
    return count > 0 ? [[name, count] as const] : [];
  });
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}

/** What the log did not say has no field, rather than an empty one. */
function withoutAbsent<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
