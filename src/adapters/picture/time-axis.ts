import { addDays, isZone, localInstant, localText } from '../../core/kit/time.ts';

export interface TimeTick {
  readonly at: number;
  /** `14:30`; at midnight, and where whole days are counted, the day. */
  readonly text: string;
}

/** Moments to pixels. */
export interface TimeAxis {
  readonly zone: string;
  /** The day at the left end: `2026-11-26`. */
  readonly day: string;
  readonly left: number;
  readonly right: number;
  readonly ticks: readonly TimeTick[];
  x(at: number): number;
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const steps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720];
const mostTicks = 6;
/** Where no window is given that makes one. */
const shortestMs = minuteMs;
/** The year 128725: what the calendar can write, with room for a step beyond it. */
const lastMoment = 4e15;

/** An axis whose ticks are whole numbers on the clock of the zone, also across a clock change. */
export function timeAxis(
  window: { fromAt: number; toAt: number; zone: string },
  place: { left: number; right: number },
): TimeAxis {
  const zone = isZone(window.zone) ? window.zone : 'UTC';
  const from = within(window.fromAt);
  const to = Math.max(within(window.toAt), from + shortestMs);
  const x = (at: number) =>
    place.left +
    ((place.right - place.left) * (Math.min(to, Math.max(from, at)) - from)) / (to - from);
  return { ...place, zone, day: clock(from, zone).day, x, ticks: ticksOf(from, to, zone) };
}

function within(at: number): number {
  return Number.isFinite(at) ? Math.min(lastMoment, Math.max(-lastMoment, at)) : 0;
}

function ticksOf(from: number, to: number, zone: string): TimeTick[] {
  const minutes = (to - from) / minuteMs;
  const step = steps.find((each) => minutes / each <= mostTicks);
  const days = step === undefined ? Math.ceil(minutes / dayMinutes / mostTicks) : 1;
  const ticks: TimeTick[] = [];
  for (let day = clock(from, zone).day; ; day = addDays(day, days)) {
    if (localInstant(day, '00:00', zone) > to) return ticks;
    for (let minute = 0; minute < dayMinutes; minute += step ?? dayMinutes) {
      const time = `${two(minute / 60)}:${two(minute % 60)}`;
      const at = localInstant(day, time, zone);
      const last = ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
      if (at < from || at > to || at <= last) continue;
      ticks.push({ at, text: minute === 0 ? day.slice(5) : time });
    }
  }
}

function clock(at: number, zone: string): { day: string; time: string } {
  const [day = '', time = ''] = localText(at, zone).split(' ');
  return { day, time };
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
