import type { LogEvent } from '../aws/logs/source.ts';
import type { RequestHistory } from './minutes.ts';
import type { Request } from './request.ts';
import type { ServiceName } from './seconds.ts';

const minuteMs = 60_000;
/** Lines of so many whole minutes are kept: those that several queries of one look read. */
const keptMinutes = 80;
const youngMs = 40 * minuteMs;

/** What a service wrote, [fromAt, toAt), oldest first; what is young is written once for all readers. */
export function createRecentLines(options: {
  now: () => number;
  history: RequestHistory;
  write: (request: Request) => LogEvent[];
}): (service: ServiceName, fromAt: number, toAt: number) => readonly LogEvent[] {
  const { now, history, write } = options;
  const kept = new Map<string, readonly LogEvent[]>();

  function between(service: ServiceName, fromAt: number, toAt: number): readonly LogEvent[] {
    return history.between(service, fromAt, toAt).flatMap(write);
  }

  function minuteOf(service: ServiceName, at: number): readonly LogEvent[] {
    const key = `${service} ${at}`;
    const known = kept.get(key);
    if (known) return known;
    const lines = between(service, at, at + minuteMs);
    kept.set(key, lines);
    const oldest = kept.keys().next();
    if (kept.size > keptMinutes && !oldest.done) kept.delete(oldest.value);
    return lines;
  }

  return (service, fromAt, toAt) => {
    // The newest second is not over yet.
    const isYoung = fromAt > now() - youngMs;
    const whole = Math.floor((Math.min(toAt, now()) - 1_000) / minuteMs) * minuteMs;
    const first = Math.ceil(fromAt / minuteMs) * minuteMs;
    if (!isYoung || first >= whole) return between(service, fromAt, toAt);
    const lines: LogEvent[] = [...between(service, fromAt, first)];
    for (let at = first; at < whole; at += minuteMs) lines.push(...minuteOf(service, at));
    lines.push(...between(service, whole, toAt));
    return lines;
  };
}
