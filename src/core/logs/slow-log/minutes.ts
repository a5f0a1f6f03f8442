import type { SlowMinute } from './digest.ts';

export const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** Of each minute with an execution that ended in it: how many, and their microseconds. Ascending. */
export interface Minutes {
  used: number;
  /** Minutes since 1970. */
  at: Float64Array;
  count: Float64Array;
  total: Float64Array;
}

export function noMinutes(): Minutes {
  return {
    used: 0,
    at: new Float64Array(1),
    count: new Float64Array(1),
    total: new Float64Array(1),
  };
}

export function addMinute(minutes: Minutes, minute: number, count: number, totalUs: number): void {
  const place = placeFor(minutes, minute);
  minutes.count[place] = (minutes.count[place] ?? 0) + count;
  minutes.total[place] = (minutes.total[place] ?? 0) + totalUs;
}

function placeFor(minutes: Minutes, minute: number): number {
  let place = minutes.used - 1;
  // A log is written in order: nearly always the last, or one after it.
  if (place >= 0 && minutes.at[place] === minute) return place;
  if (place >= 0 && (minutes.at[place] ?? 0) > minute) {
    let low = 0;
    while (low < place) {
      const middle = (low + place) >> 1;
      if ((minutes.at[middle] ?? 0) < minute) low = middle + 1;
      else place = middle;
    }
    if (minutes.at[place] === minute) return place;
  } else place += 1;
  return insert(minutes, place, minute);
}

function insert(minutes: Minutes, place: number, minute: number): number {
  const dropped = minutes.used === 2 * dayMinutes ? dropOld(minutes) : 0;
  const at = place - dropped;
  if (at < 0) return insert(minutes, 0, minute);
  if (minutes.used === minutes.at.length) grow(minutes);
  for (const values of [minutes.at, minutes.count, minutes.total])
    values.copyWithin(at + 1, at, minutes.used);
  minutes.at[at] = minute;
  minutes.count[at] = 0;
  minutes.total[at] = 0;
  minutes.used += 1;
  return at;
}

function grow(minutes: Minutes): void {
  const longer = (values: Float64Array) => {
    const grown = new Float64Array(Math.min(values.length * 4, 2 * dayMinutes));
    grown.set(values);
    return grown;
  };
  minutes.at = longer(minutes.at);
  minutes.count = longer(minutes.count);
  minutes.total = longer(minutes.total);
}

/** Twice a day's minutes: the older half is never told. */
function dropOld(minutes: Minutes): number {
  for (const values of [minutes.at, minutes.count, minutes.total]) values.copyWithin(0, dayMinutes);
  minutes.used -= dayMinutes;
  return dayMinutes;
}

export function mergeMinutes(to: Minutes, other: Minutes): void {
  for (let i = 0; i < other.used; i++)
    addMinute(to, other.at[i] ?? 0, other.count[i] ?? 0, other.total[i] ?? 0);
}

/** At most the day that ends with `lastAt`. */
export function toSeries(minutes: Minutes, lastAt: number): readonly SlowMinute[] | undefined {
  const from = Math.floor(lastAt / minuteMs) - dayMinutes;
  const series: SlowMinute[] = [];
  for (let i = 0; i < minutes.used; i++) {
    const minute = minutes.at[i] ?? 0;
    if (minute > from)
      series.push({
        at: minute * minuteMs,
        count: minutes.count[i] ?? 0,
        totalMs: (minutes.total[i] ?? 0) / 1_000,
      });
  }
  return series.length === 0 ? undefined : series;
}
