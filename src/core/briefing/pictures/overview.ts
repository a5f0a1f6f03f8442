import type { Evidence } from '../../evidence/evidence.ts';
import { type EvidenceKind, evidenceKinds } from '../../evidence/question.ts';
import type { IncidentView } from '../incident-view.ts';
import type { Panel, Picture } from '../picture.ts';
import type { Words } from '../words/words.ts';
import { databasePanels } from './database.ts';
import { errorsPanel } from './errors.ts';
import { originsPanel } from './origins.ts';
import { isNotableSlow, slowPanel } from './slow.ts';
import { pictureOf, type Subject, subjectOf } from './subject.ts';
import { volumePanel } from './volume.ts';

/** A screen of a phone holds so many. */
const panelsShown = 4;
/** In one panel of several; a picture of its own shows more. */
const seriesShown = 3;

/**
 * What the newest look found, in one picture: errors, slow queries where they are worth it, logging,
 * the database. Undefined where no series is known.
 */
export function overviewPicture(
  incident: IncidentView,
  words: Words,
  zone: string,
): Picture | undefined {
  if (!incident.look) return undefined;
  const subject = subjectOf(incident, incident.look.window, words, zone);
  return pictureOf(subject, words.attached.overview, panelsOf(subject), notesOf(subject));
}

/** Where there are too many, those that show trouble stay. */
function panelsOf(subject: Subject): readonly Panel[] {
  const { evidence } = subject.incident;
  const slow = evidence['slow-queries'];
  const errors = errorsPanel(evidence.errors, subject, seriesShown);
  const load = isNotableSlow(slow) ? slowPanel(slow, subject, seriesShown) : undefined;
  const origins = originsPanel(evidence['log-volume'], subject);
  const volume = volumePanel(evidence['log-volume'], subject);
  const all: readonly { readonly panel: Panel | undefined; readonly isTrouble: boolean }[] = [
    { panel: errors, isTrouble: true },
    { panel: load, isTrouble: true },
    origins
      ? { panel: origins, isTrouble: true }
      : { panel: volume?.panel, isTrouble: volume?.isSilent ?? false },
    ...databasePanels(evidence.database, subject).map(({ panel, isStrained }) => ({
      panel,
      isTrouble: isStrained,
    })),
  ];
  const drawn = all.flatMap(({ panel, isTrouble }) => (panel ? [{ panel, isTrouble }] : []));
  const kept = drawn
    .toSorted((a, b) => Number(b.isTrouble) - Number(a.isTrouble))
    .slice(0, panelsShown);
  return drawn.filter((one) => kept.includes(one)).map(({ panel }) => panel);
}

/** An empty graph would say "nothing happened"; these say who found nothing and who does not know. */
function notesOf({ incident: { evidence }, window, words }: Subject): readonly string[] {
  const say = words.attached;
  const isOld = (one: Evidence) => one.window.toAt < window.toAt;
  const unread = evidenceKinds.filter((kind) => {
    const one = evidence[kind];
    return one && (one.status === 'failed' || isOld(one));
  });
  const absent = evidenceKinds.filter((kind) => evidence[kind] === undefined);
  const empty = evidenceKinds.filter(
    (kind) => evidence[kind]?.status === 'empty' && kind !== 'changes',
  );
  const names = (kinds: readonly EvidenceKind[]) => kinds.map(words.evidence);
  return [
    ...(unread.length > 0 ? [say.couldNotRead(names(unread))] : []),
    ...(absent.length > 0 ? [say.notAsked(names(absent))] : []),
    ...(empty.length > 0 ? [say.foundNothing(names(empty))] : []),
  ];
}
