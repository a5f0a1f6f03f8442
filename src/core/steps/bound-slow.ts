import { clip } from '../kit/text.ts';
import type { GoneClass, SlowClass, SlowDigest, SlowMinute } from '../logs/slow-log/digest.ts';
import { bucketOf, fitting, inBuckets, minuteMs, shortTexts, sizeOf } from './small.ts';

const most = {
  kinds: 40,
  /** Kinds with minutes, plan and example of their own: as many as a picture shows. */
  detailed: 5,
  planSteps: 12,
  happenings: 8,
  gone: 40,
  /** Of generated SQL the beginning tells which it is; people are shown less. */
  statement: 1_500,
  text: 160,
};

/** The kinds that cost most, within `room` bytes; `rest` says when all others took their time. */
export function boundSlow(slow: SlowDigest, room: number): SlowDigest {
  const { classes, gone, happenings } = slow;
  const bucketMs = bucketOf(classes.map(({ minutes = [] }) => minutes));
  const rest = restOf(classes.slice(most.detailed), bucketMs);
  const head: SlowDigest = {
    ...slow,
    classes: [],
    ...(bucketMs > minuteMs ? { bucketMs } : {}),
    ...(rest ? { rest } : {}),
    ...(happenings
      ? { happenings: shortTexts(happenings.slice(0, most.happenings), most.text) }
      : {}),
    ...(gone ? boundGone(gone) : {}),
  };
  const kept = [
    ...classes.slice(0, most.detailed).map((each) => detailed(each, bucketMs)),
    ...classes.slice(most.detailed, most.kinds).map(plain),
  ];
  return { ...head, classes: fitting(kept, room - sizeOf(head)) };
}

function detailed(entry: SlowClass, bucketMs: number): SlowClass {
  const { minutes, plan, example } = entry;
  return {
    ...plain(entry),
    ...(minutes ? { minutes: inBuckets(minutes, bucketMs, sumOf) } : {}),
    ...(plan ? { plan: shortTexts(plan.slice(0, most.planSteps), most.text) } : {}),
    ...(example ? { example: clip(example, most.statement) } : {}),
  };
}

function plain({ minutes: _, plan: _plan, example: _example, ...entry }: SlowClass): SlowClass {
  return { ...shortTexts(entry, most.text), fingerprint: clip(entry.fingerprint, most.statement) };
}

function restOf(others: readonly SlowClass[], bucketMs: number): SlowDigest['rest'] {
  const known = others.filter(({ minutes }) => minutes?.length);
  if (known.length === 0) return undefined;
  const minutes = known.flatMap((each): readonly SlowMinute[] => each.minutes ?? []);
  return { kinds: known.length, minutes: inBuckets(minutes, bucketMs, sumOf) };
}

function sumOf(a: SlowMinute, b: SlowMinute): Omit<SlowMinute, 'at'> {
  return { count: a.count + b.count, totalMs: a.totalMs + b.totalMs };
}

function boundGone(gone: readonly GoneClass[]): Pick<SlowDigest, 'gone' | 'goneMore'> {
  const kept = shortTexts(gone.slice(0, most.gone), most.text);
  const more = gone.slice(most.gone);
  if (more.length === 0) return { gone: kept };
  const beforeTotalMs = more.reduce((sum, one) => sum + one.beforeTotalMs, 0);
  return { gone: kept, goneMore: { kinds: more.length, beforeTotalMs } };
}
