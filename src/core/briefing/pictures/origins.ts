import type { Evidence } from '../../evidence/evidence.ts';
import type { OriginLines } from '../../evidence/log-origins.ts';
import { namesAnother, reachesAnother } from '../../evidence/stray-lines.ts';
import type { Panel, Series } from '../picture.ts';
import { addedUp } from './added-up.ts';
import { coveredOf, type Subject } from './subject.ts';

const originsShown = 4;
const minuteMs = 60_000;

/**
 * Lines a minute by the environment and the database they name, those first that belong elsewhere.
 * Undefined where none does, or nobody looked.
 */
export function originsPanel(evidence: Evidence | undefined, subject: Subject): Panel | undefined {
  const origins = evidence?.volume?.origins;
  const { weighed, words } = subject;
  const isWrong = weighed.findings.some(
    (finding) => finding.id === 'wrong-environment' && finding.wrong.stray,
  );
  if (!origins || !isWrong) return undefined;
  const { lines } = origins;
  const stepMs = stretchOf(lines);
  const isStray = (one: OriginLines) => namesAnother(one, origins) || reachesAnother(one, origins);
  const byOrigin = Map.groupBy(
    [...lines].sort((a, b) => Number(isStray(b)) - Number(isStray(a))),
    nameOf,
  );
  const series = [...byOrigin].slice(0, originsShown).map(
    ([label, same]): Series => ({
      label,
      points: addedUp(
        same.flatMap(({ minutes }) => minutes),
        (one) => (one.lines * minuteMs) / stepMs,
      ),
    }),
  );
  return {
    title: words.attached.origins,
    unit: 'count',
    form: 'stack',
    stepMs,
    series,
    ...coveredOf(evidence, subject),
  };
}

/** `staging · points-staging-db`: a database by the first part of its host. */
function nameOf({ env, database }: OriginLines): string {
  return [env, database?.split('.')[0]].filter((one) => one !== undefined).join(' · ') || '–';
}

/** How long a stretch is: nothing says so, but the nearest two that there are do. */
function stretchOf(lines: readonly OriginLines[]): number {
  const moments = new Set(lines.flatMap(({ minutes }) => minutes.map(({ at }) => at)));
  const inOrder = [...moments].sort((a, b) => a - b);
  const apart = inOrder.slice(1).map((at, place) => at - (inOrder[place] ?? at));
  return apart.length === 0 ? minuteMs : Math.max(minuteMs, Math.min(...apart));
}
