import type { SlowClass, SlowMinute } from '../../logs/slow-log/digest.ts';
import { type IncidentView, nameplate } from '../incident-view.ts';
import type { Picture, Series } from '../picture.ts';
import { statementName } from '../statement-name.ts';
import type { Words } from '../words/words.ts';
import { marksOf } from './marks.ts';

const shown = 5;
const minuteMs = 60_000;

/**
 * Load by query: how much time the database spent on each kind of slow statement, a minute each.
 * Undefined when no minute is known.
 */
export function slowPicture(
  incident: IncidentView,
  words: Words,
  zone: string,
): Picture | undefined {
  const evidence = incident.evidence['slow-queries'];
  const { classes: all = [], rest: kept, bucketMs = minuteMs } = evidence?.slow ?? {};
  const classes = all.filter(({ minutes }) => minutes?.length);
  if (!evidence || classes.length === 0) return undefined;
  const ranked = classes.toSorted((a, b) => b.timeMs.total - a.timeMs.total);
  const top = ranked.slice(0, shown);
  const others = ranked.slice(shown);
  const points = (list: readonly Pick<SlowClass, 'minutes'>[]) => pointsOf(list, bucketMs);
  const series = top.map((each) => ({ label: statementName(each), points: points([each]) }));
  const rest = {
    kinds: others.length + (kept?.kinds ?? 0),
    of: [...others, ...(kept ? [kept] : [])],
  };
  const { fromAt, toAt } = evidence.covered ?? evidence.window;
  return {
    title: `${nameplate(incident, words)} · ${words.evidence('slow-queries')}`,
    fromAt: Math.floor(fromAt / bucketMs) * bucketMs,
    toAt,
    zone,
    marks: marksOf(incident, words),
    panels: [
      {
        title: words.attached.load,
        unit: 'ms',
        form: 'stack',
        series:
          rest.kinds === 0
            ? series
            : [...series, { label: words.attached.rest(rest.kinds), points: points(rest.of) }],
      },
    ],
  };
}

/** Milliseconds a minute, whatever is kept of the minutes. */
function pointsOf(list: readonly Pick<SlowClass, 'minutes'>[], bucketMs: number): Series['points'] {
  const sums = new Map<number, number>();
  for (const { at, totalMs } of list.flatMap(
    ({ minutes = [] }): readonly SlowMinute[] => minutes,
  )) {
    sums.set(at, (sums.get(at) ?? 0) + (totalMs * minuteMs) / bucketMs);
  }
  return [...sums].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value }));
}
