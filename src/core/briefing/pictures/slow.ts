import type { Evidence } from '../../evidence/evidence.ts';
import { isWorse } from '../../logs/slow-log/change.ts';
import type { SlowClass } from '../../logs/slow-log/digest.ts';
import type { Panel, Series } from '../picture.ts';
import { statementName } from '../statement-name.ts';
import { addedUp } from './added-up.ts';
import { coveredOf, type Subject } from './subject.ts';

const minuteMs = 60_000;
/** From one session on, busy all the time with slow statements, a database has something to tell. */
const notableSessions = 1;

/** Load by query: how much time the database spent a minute on each kind of slow statement. */
export function slowPanel(
  evidence: Evidence | undefined,
  subject: Subject,
  kindsShown: number,
): Panel | undefined {
  const { classes: all = [], rest: kept, bucketMs = minuteMs } = evidence?.slow ?? {};
  const classes = all.filter(({ minutes }) => minutes?.length);
  if (!evidence || classes.length === 0) return undefined;
  const ranked = classes.toSorted((a, b) => b.timeMs.total - a.timeMs.total);
  const points = (list: readonly Pick<SlowClass, 'minutes'>[]): Series['points'] =>
    addedUp(
      list.flatMap(({ minutes = [] }) => minutes),
      ({ totalMs }) => (totalMs * minuteMs) / bucketMs,
    );
  const top = ranked
    .slice(0, kindsShown)
    .map((each) => ({ label: statementName(each), points: points([each]) }));
  const others = ranked.slice(kindsShown);
  const kinds = others.length + (kept?.kinds ?? 0);
  const { words } = subject;
  const rest = {
    label: words.attached.rest(kinds),
    points: points([...others, ...(kept ? [kept] : [])]),
  };
  return {
    title: words.attached.load,
    unit: 'ms',
    form: 'stack',
    stepMs: bucketMs,
    series: kinds === 0 ? top : [...top, rest],
    ...coveredOf(evidence, subject),
  };
}

/** Is there anything in it that people did not ask for and must see all the same? */
export function isNotableSlow(evidence: Evidence | undefined): boolean {
  const { slow } = evidence ?? {};
  if (!evidence || !slow) return false;
  const { fromAt, toAt } = evidence.covered ?? evidence.window;
  return (
    slow.classes.some(isWorse) ||
    slow.totalMs >= notableSessions * Math.max(minuteMs, toAt - fromAt)
  );
}
