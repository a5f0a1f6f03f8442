import type { Evidence } from '../../evidence/evidence.ts';
import { newSince } from '../../evidence/new-since.ts';
import { clip } from '../../kit/text.ts';
import type { ErrorGroup } from '../../logs/error-traces/digest.ts';
import { tellingFirst } from '../../logs/error-traces/telling.ts';
import type { Panel, Series } from '../picture.ts';
import { addedUp } from './added-up.ts';
import { coveredOf, type Subject } from './subject.ts';

const minuteMs = 60_000;
const titleShown = 80;

/** Errors a minute by group: what is new or recognised before the noise of every day. */
export function errorsPanel(
  evidence: Evidence | undefined,
  subject: Subject,
  groupsShown: number,
): Panel | undefined {
  const { groups = [], rest, bucketMs = minuteMs } = evidence?.errors ?? {};
  const known = tellingFirst(groups.filter(({ minutes }) => minutes?.length));
  if (!evidence || known.length === 0) return undefined;
  const { words } = subject;
  const points = (list: readonly Pick<ErrorGroup, 'minutes'>[]): Series['points'] =>
    addedUp(
      list.flatMap(({ minutes = [] }) => minutes),
      ({ count }) => (count * minuteMs) / bucketMs,
    );
  const top = known.slice(0, groupsShown).map((group): Series => {
    const title = clip(group.title, titleShown);
    const label = isNew(group, evidence, subject) ? words.attached.newGroup(title) : title;
    return { label, points: points([group]) };
  });
  const others = known.slice(groupsShown);
  const kinds = others.length + (rest?.kinds ?? 0);
  const more = {
    label: words.attached.rest(kinds),
    points: points([...others, ...(rest ? [rest] : [])]),
  };
  return {
    title: words.attached.errors,
    unit: 'count',
    form: 'stack',
    stepMs: bucketMs,
    series: kinds === 0 ? top : [...top, more],
    ...coveredOf(evidence, subject),
  };
}

function isNew(group: ErrorGroup, { window, baseline }: Evidence, { incident }: Subject): boolean {
  return newSince(group, incident.releases ?? [], window, baseline).verdict === 'new';
}
