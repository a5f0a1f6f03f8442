import { clip } from '../../kit/text.ts';
import { type IncidentView, onsetOf } from '../incident-view.ts';
import type { Picture } from '../picture.ts';
import type { Words } from '../words/words.ts';

const labelShown = 40;

/** The releases and the onset, which every picture of an incident marks. */
export function marksOf(incident: IncidentView, words: Words): Picture['marks'] {
  const releases = (incident.releases ?? []).map(({ startedAt, label }) => ({
    at: startedAt,
    label: clip(label, labelShown),
    kind: 'release' as const,
  }));
  const onset = { at: onsetOf(incident), label: words.attached.onset, kind: 'onset' as const };
  return [...releases, onset];
}
