import type { Evidence } from '../../evidence/evidence.ts';
import type { Window } from '../../evidence/question.ts';
import type { Weighed } from '../../evidence/weigh.ts';
import { localText } from '../../kit/time.ts';
import { type IncidentView, nameplate, weighedOf } from '../incident-view.ts';
import type { Panel, Picture } from '../picture.ts';
import type { Words } from '../words/words.ts';
import { marksOf } from './marks.ts';

/** What a picture is about. */
export interface Subject {
  readonly incident: IncidentView;
  readonly window: Window;
  readonly weighed: Weighed;
  readonly words: Words;
  readonly zone: string;
}

/** Parts of a window shorter than this are not worth telling that they were not read. */
const leastUnreadMs = 2 * 60_000;

export function subjectOf(
  incident: IncidentView,
  window: Window,
  words: Words,
  zone: string,
): Subject {
  return { incident, window, words, zone, weighed: weighedOf(incident) };
}

/** These panels over the subject's window; undefined where there are none. */
export function pictureOf(
  subject: Subject,
  about: string,
  panels: readonly Panel[],
  notes: readonly string[] = [],
): Picture | undefined {
  const { incident, window, words, zone } = subject;
  if (panels.length === 0) return undefined;
  const unread = panels.some(({ covered }) => covered) ? [words.attached.hatched] : [];
  return {
    title: `${nameplate(incident, words)} · ${about}`,
    ...window,
    zone,
    marks: marksOf(subject),
    panels: panels.map((panel) => finished(panel, window)),
    notes: [...notes, ...unread],
  };
}

/** What a minute has counted so far would look like a fall of the line. */
function finished(panel: Panel, { toAt }: Window): Panel {
  if (panel.form === 'stack') return panel;
  const isOver = ({ at }: { at: number }) => at + (panel.stepMs ?? 0) <= toAt;
  const series = panel.series.map((each) => ({ ...each, points: each.points.filter(isOver) }));
  return { ...panel, series };
}

/** What of the picture's window an answer knows of; nothing to say where that is all of it. */
export function coveredOf(evidence: Evidence, { window }: Subject): Pick<Panel, 'covered'> {
  const { fromAt, toAt } = evidence.covered ?? evidence.window;
  const isWhole = fromAt < window.fromAt + leastUnreadMs && toAt > window.toAt - leastUnreadMs;
  return isWhole ? {} : { covered: { fromAt, toAt } };
}

/** `14:32` on the clock of a zone: a picture cannot show each reader's own, so it names the zone. */
export function clockTime(at: number, zone: string): string {
  return localText(at, zone).slice(11, 16);
}
