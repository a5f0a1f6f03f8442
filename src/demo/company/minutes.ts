import type { Request } from './request.ts';
import type { ServiceName } from './seconds.ts';

const minuteMs = 60_000;
/** Requests of so many whole minutes are kept; older ones are made again when asked for. */
const keptMinutes = 400;

/** The requests of a service, by time. Only what has happened: nothing after the clock. */
export interface RequestHistory {
  /** fromAt <= at < toAt, oldest first. */
  between(service: ServiceName, fromAt: number, toAt: number): readonly Request[];
}

export function createRequestHistory(options: {
  now: () => number;
  second: (service: ServiceName, second: number) => readonly Request[];
}): RequestHistory {
  const kept = new Map<string, readonly Request[]>();

  function minuteOf(service: ServiceName, minute: number): readonly Request[] {
    const key = `${service} ${minute}`;
    const known = kept.get(key);
    if (known) {
      // Asked for again: the last to be forgotten, however many of yesterday come between.
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const from = (minute * minuteMs) / 1000;
    // A second counts once it is over, so that nobody sees half of one.
    const to = Math.min(from + 60, Math.floor(options.now() / 1000));
    const requests: Request[] = [];
    for (let second = from; second < to; second++) {
      for (const request of options.second(service, second)) requests.push(request);
    }
    if (to === from + 60) {
      kept.set(key, requests);
      const oldest = kept.keys().next();
      if (kept.size > keptMinutes && !oldest.done) kept.delete(oldest.value);
    }
    return requests;
  }

  return {
    between(service, fromAt, toAt) {
      const end = Math.min(toAt, options.now());
      const requests: Request[] = [];
      for (let minute = Math.floor(fromAt / minuteMs); minute * minuteMs < end; minute++) {
        const all = minuteOf(service, minute);
        const inside = minute * minuteMs >= fromAt && (minute + 1) * minuteMs <= end;
        for (const request of all) {
          if (inside || (request.at >= fromAt && request.at < end)) requests.push(request);
        }
      }
      return requests;
    },
  };
}
