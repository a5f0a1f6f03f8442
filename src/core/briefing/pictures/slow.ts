import type { SlowClass, SlowMinute } from '../../logs/slow-log/digest.ts';
import { type IncidentView, nameplate } from '../incident-view.ts';
import type { Picture, Series } from '../picture.ts';
import { statementName } from '../statement-name.ts';
import type { Words } from '../words/words.ts';
import { marksOf } from './marks.ts';

const shown = 5;

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
  const classes = (evidence?.slow?.classes ?? []).filter(({ minutes }) => minutes?.length);
  if (!evidence || classes.length === 0) return undefined;
  const ranked = classes.toSorted((a, b) => b.timeMs.total - a.timeMs.total);
  const top = ranked.slice(0, shown);
  const rest = ranked.slice(shown);
  const series = top.map((each) => ({ label: statementName(each), points: pointsOf([each]) }));
  const { fromAt, toAt } = evidence.covered ?? evidence.window;
  return {
    title: `${nameplate(incident, words)} · ${words.evidence('slow-queries')}`,
    fromAt,
    toAt,
    zone,
    marks: marksOf(incident, words),
    panels: [
      {
        title: words.attached.load,
        unit: 'ms',
        form: 'stack',
        series:
          rest.length === 0
            ? series
            : [...series, { label: words.attached.rest(rest.length), points: pointsOf(rest) }],
      },
    ],
  };
}

function pointsOf(classes: readonly SlowClass[]): Series['points'] {
  const sums = new Map<number, number>();
  for (const { at, totalMs } of classes.flatMap(
    ({ minutes = [] }): readonly SlowMinute[] => minutes,
  )) {
    sums.set(at, (sums.get(at) ?? 0) + totalMs);
  }
  return [...sums].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value }));
}
