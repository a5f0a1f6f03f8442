import type { Evidence } from '../../evidence/evidence.ts';
import type { Window } from '../../evidence/question.ts';
import type { IncidentView } from '../incident-view.ts';
import type { Panel, Picture } from '../picture.ts';
import type { Words } from '../words/words.ts';
import { databasePanels } from './database.ts';
import { errorsPanel } from './errors.ts';
import { slowPanel } from './slow.ts';
import { pictureOf, type Subject, subjectOf } from './subject.ts';

/** Kinds of evidence that have a picture of their own, for who asks for them alone. */
export const pictured = ['errors', 'slow-queries', 'database'] as const;
export type Pictured = (typeof pictured)[number];

/** More series than in an overview, which has less room. */
const seriesShown = 5;

const panels: Readonly<
  Record<Pictured, (evidence: Evidence, subject: Subject) => readonly (Panel | undefined)[]>
> = {
  errors: (evidence, subject) => [errorsPanel(evidence, subject, seriesShown)],
  'slow-queries': (evidence, subject) => [slowPanel(evidence, subject, seriesShown)],
  database: (evidence, subject) => databasePanels(evidence, subject).map(({ panel }) => panel),
};

/** The newest answer of one kind, over the window it was asked for. Undefined: no series is known. */
export function pictureOfKind(
  kind: Pictured,
  incident: IncidentView,
  words: Words,
  zone: string,
): Picture | undefined {
  const evidence = incident.evidence[kind];
  if (!evidence) return undefined;
  const window = kind === 'database' ? measuredOf(evidence) : evidence.window;
  const subject = subjectOf(incident, window, words, zone);
  const drawn = panels[kind](evidence, subject).filter((panel) => panel !== undefined);
  return pictureOf(subject, words.evidenceBriefing.titles[kind], drawn);
}

/** Of metrics the newest hour is kept: where more was asked for, the picture begins with them. */
function measuredOf({ window, database }: Evidence): Window {
  const moments = (database?.instances ?? []).flatMap(({ metrics }) =>
    metrics.flatMap(({ minutes }) => minutes[0]?.at ?? []),
  );
  return { ...window, fromAt: Math.max(window.fromAt, Math.min(...moments, window.toAt)) };
}
