import type { Change } from '../../evidence/change.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import type { Window } from '../../evidence/question.ts';
import { clip } from '../../kit/text.ts';
import type { Release } from '../../service/release.ts';
import { onsetOf } from '../incident-view.ts';
import type { Mark } from '../picture.ts';
import type { Words } from '../words/words.ts';
import { clockTime, type Subject } from './subject.ts';

const labelShown = 40;
/** More names than this cover each other; the others are lines. */
const releasesNamed = 3;
const eventsNamed = 2;
const mostOfAKind = 60;
/** The alarm is not marked beside an onset as near as this: a phone shows them as one. */
const nearMs = 2 * 60_000;
/** A failover and what RDS tells of it are one moment. */
const sameMs = 90_000;

/** What every picture of an incident marks: releases, other changes, the onset, and now. */
export function marksOf(subject: Subject): readonly Mark[] {
  const { incident, window, words, zone, weighed } = subject;
  const say = words.attached;
  const within = ({ at }: { at: number }) => at >= window.fromAt && at < window.toAt;
  const releases = (incident.releases ?? [])
    .map((release) => releaseMark(release, window))
    .filter(within);
  const { at, from } = weighed.onset;
  return [
    ...named(releases, releasesNamed),
    ...named(eventsOf(subject).filter(within), eventsNamed),
    { at, label: `${words.findings.onset[from]} ${clockTime(at, zone)}`, kind: 'onset' },
    { at: window.toAt, label: `${say.now} ${clockTime(window.toAt, zone)}`, kind: 'now' },
  ];
}

/** One that is still being rolled out has no end in the picture. */
function releaseMark({ startedAt, finishedAt, label, outcome }: Release, { toAt }: Window): Mark {
  const untilAt = finishedAt ?? (outcome === 'running' ? toAt : undefined);
  return { at: startedAt, label, kind: 'release', ...(untilAt === undefined ? {} : { untilAt }) };
}

/** The newest keep their names. */
function named(marks: readonly Mark[], most: number): readonly Mark[] {
  return marks
    .toSorted((a, b) => b.at - a.at)
    .slice(0, mostOfAKind)
    .map((mark, place) => ({ ...mark, label: place < most ? clip(mark.label, labelShown) : '' }));
}

/** What happened besides releases, told once where two sources tell it. */
function eventsOf({ incident, weighed, words }: Subject): readonly Mark[] {
  const { changes, database } = incident.evidence;
  const alarmAt = onsetOf(incident);
  const alarm: readonly Mark[] =
    Math.abs(weighed.onset.at - alarmAt) < nearMs
      ? []
      : [{ at: alarmAt, label: words.evidenceBriefing.changeKinds.alarm, kind: 'event' }];
  const told = databaseEvents(database, words);
  const others = (changes?.changes?.changes ?? [])
    .filter(({ kind }) => kind !== 'release' || incident.releases === undefined)
    .filter(({ kind, at }) => kind !== 'database' || !told.some((one) => isSame(one.at, at)))
    .map((change) => changeMark(change, words));
  return [...alarm, ...told, ...others];
}

function databaseEvents(evidence: Evidence | undefined, words: Words): readonly Mark[] {
  const say = words.evidenceBriefing;
  const { events = [], writers = [] } = evidence?.database ?? {};
  const told = events
    .filter(({ kind }) => kind !== 'other')
    .map(({ at, kind, instance }): Mark => {
      return { at, label: `${say.databaseEvents[kind]} ${instance}`, kind: 'event' };
    });
  // A first snapshot says who is writer; only a second one says that it changed.
  const moves = writers
    .slice(1)
    .filter(({ at }) => !told.some((one) => isSame(one.at, at)))
    .map(({ at, writer }): Mark => ({ at, label: `${say.nowWriter} ${writer}`, kind: 'event' }));
  return [...told, ...moves];
}

function changeMark({ at, kind, text }: Change, words: Words): Mark {
  const name = words.evidenceBriefing.changeKinds[kind];
  return { at, label: kind === 'release' ? text : `${name}: ${text}`, kind: 'event' };
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < sameMs;
}
