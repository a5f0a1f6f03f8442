import type { ServiceName } from './seconds.ts';

/** Requests a second by the hour of the day in Seoul: shops open at ten, lunch and evening are busy. */
const byHour = [
  0.5, 0.3, 0.2, 0.15, 0.15, 0.2, 0.5, 1, 2, 3, 5, 7, 8, 7, 6, 6, 6, 7, 8, 8, 6, 4, 2, 1,
];
const busiest = Math.max(...byHour);
const seoulOffsetHours = 9;

/** Since when the company was (or was not) kept at its busiest by a story. */
export interface Rush {
  readonly at: number;
  readonly on: boolean;
}

/** Somebody tries something out now and then, day and night. */
const triedPerSecond = 0.03;

export function requestsOf(service: ServiceName, at: number, rushes: readonly Rush[]): number {
  if (service === 'points-api-staging') return triedPerSecond;
  // Orders come more often than points, so that a tenth of them is still a number.
  return requestsPerSecond(at, rushes) * (service === 'orders-api' ? 1.6 : 1);
}

/** Mean requests a second at a moment; between two hours it changes evenly. */
function requestsPerSecond(at: number, rushes: readonly Rush[]): number {
  const rush = rushes.findLast((one) => one.at <= at);
  if (rush?.on) return busiest;
  const hours = (at / 3_600_000 + seoulOffsetHours) % 24;
  const hour = Math.floor(hours);
  const here = byHour[hour] ?? 0;
  const next = byHour[(hour + 1) % 24] ?? 0;
  return here + (next - here) * (hours - hour);
}
