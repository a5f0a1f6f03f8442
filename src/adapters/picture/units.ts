import type { Panel } from '../../core/briefing/picture.ts';

type Unit = Panel['unit'];

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const byteNames = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** A value as people write it: `1.2 s`, `34 %`, `3.5 MB`, `12 k`. */
export function valueText(value: number, unit: Unit): string {
  if (value < 0) return `-${valueText(-value, unit)}`;
  if (value === 0) return '0';
  switch (unit) {
    case 'ms':
      return durationText(value);
    case 'percent':
      return `${short(value)} %`;
    case 'bytes':
      return scaled(value, 1024, byteNames);
    case 'count':
      return scaled(value, 1000, ['', 'k', 'M', 'G', 'T']);
  }
}

/** Seconds stay seconds up to ten minutes: load a minute is easier to compare that way. */
function durationText(ms: number): string {
  if (ms < second) return `${short(ms)} ms`;
  if (ms < 10 * minute) return `${short(ms / second)} s`;
  if (ms < 2 * hour) return `${short(ms / minute)} min`;
  return `${short(ms / hour)} h`;
}

function scaled(value: number, base: number, names: readonly string[]): string {
  let at = 0;
  let left = value;
  while (left >= base && at < names.length - 1) {
    left /= base;
    at += 1;
  }
  return `${short(left)} ${names[at]}`.trim();
}

/** Three digits where there are that many; beyond any unit, in powers of ten. */
function short(value: number): string {
  if (value >= 1e6 || value < 1e-3) return value.toExponential(1);
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits))) === '0'
    ? value.toPrecision(1)
    : String(Number(value.toFixed(digits)));
}

/** What steps of an axis are multiples of, around a value of that size. */
export function stepBase(size: number, unit: Unit): number {
  if (unit === 'bytes') return 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, size)) / 10));
  if (unit !== 'ms' || size < 10 * minute) return 1;
  return size < 2 * hour ? minute : hour;
}
