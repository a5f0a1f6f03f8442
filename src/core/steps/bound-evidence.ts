import type { Change, Changes } from '../evidence/change.ts';
import type { DatabaseFacts, InstanceFacts } from '../evidence/database-facts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Load } from '../evidence/load.ts';
import type { GroupVolume, LogVolume } from '../evidence/volume.ts';
import { clip } from '../kit/text.ts';
import { boundErrors } from './bound-errors.ts';
import { boundOrigins } from './bound-origins.ts';
import { boundSlow } from './bound-slow.ts';
import { fitting, shortTexts, sizeOf } from './small.ts';

/**
 * An answer is read and written with its dossier at every event: as JSON it has at most 150 KB,
 * whatever a source sends. 25 KB of them are for its query and what else it says of itself.
 */
const room = 125_000;

const most = {
  /** Of what a source says about itself; the query is to be run again, so it stays whole longer. */
  said: 600,
  query: 6_000,
  logGroups: 5,
  /** Of one log group, and as many before. */
  minutes: 120,
  /** Two weeks of one log group. */
  hours: 336,
  mixes: 24,
  levels: 8,
  instances: 5,
  /** Of one metric of one instance: an hour. */
  factMinutes: 60,
  metrics: 9,
  holders: 10,
  loads: 40,
  statement: 1_500,
  writers: 20,
  events: 20,
  changes: 100,
  notAsked: 10,
  link: 600,
  text: 300,
};

/** What people and the weighing need of an answer, and how many kinds there were. */
export function boundEvidence(whole: Evidence): Evidence {
  const { errors, slow, load, volume, database, changes, partial, failure } = whole;
  const evidence: Evidence = {
    ...whole,
    query: clip(whole.query, most.query),
    ...(partial ? { partial: clip(partial, most.said) } : {}),
    ...(failure ? { failure: clip(failure, most.said) } : {}),
    ...(errors ? { errors: boundErrors(errors, room) } : {}),
    ...(slow ? { slow: boundSlow(slow, room) } : {}),
    ...(load ? { load: boundLoad(load) } : {}),
    ...(volume ? { volume: boundVolume(volume) } : {}),
    ...(database ? { database: boundDatabase(database) } : {}),
    ...(changes ? { changes: boundChanges(changes) } : {}),
  };
  const found = errors?.groups.length ?? slow?.classes.length ?? 0;
  const kept = evidence.errors?.groups.length ?? evidence.slow?.classes.length ?? 0;
  return found > kept ? { ...evidence, kindsFound: whole.kindsFound ?? found } : evidence;
}

function boundLoad(load: Load): Load {
  const statements = shortTexts(load.statements.slice(0, most.loads), most.statement);
  return { ...load, statements: fitting(statements, room) };
}

function boundVolume({ groups, origins }: LogVolume): LogVolume {
  const from = origins && boundOrigins(origins);
  const left = room - (from ? sizeOf(from) : 0);
  return {
    groups: fitting(groups.slice(0, most.logGroups).map(boundGroup), left),
    ...(from ? { origins: from } : {}),
  };
}

function boundGroup(group: GroupVolume): GroupVolume {
  const { minutes, before, hours, levels } = group;
  return {
    ...group,
    minutes: minutes.slice(-most.minutes),
    ...(before ? { before: before.slice(-most.minutes) } : {}),
    ...(hours ? { hours: hours.slice(-most.hours) } : {}),
    ...(levels
      ? { levels: levels.slice(-most.mixes).map((mix) => ({ ...mix, lines: mainLevels(mix) })) }
      : {}),
  };
}

function mainLevels({ lines }: { readonly lines: Readonly<Record<string, number>> }) {
  const kept = Object.entries(lines).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(kept.slice(0, most.levels).map(([name, n]) => [clip(name, 20), n]));
}

function boundDatabase({ instances, writers, events }: DatabaseFacts): DatabaseFacts {
  const around = shortTexts(
    { writers: writers.slice(-most.writers), events: events.slice(-most.events) },
    most.text,
  );
  const kept = instances.slice(0, most.instances).map(boundInstance);
  return { instances: fitting(kept, room - sizeOf(around)), ...around };
}

function boundInstance(instance: InstanceFacts): InstanceFacts {
  const { metrics, holders, ...rest } = instance;
  return {
    ...shortTexts(rest, most.text),
    metrics: metrics.slice(0, most.metrics).map(({ metric, minutes }) => ({
      metric,
      minutes: minutes
        .slice(-most.factMinutes)
        .map(({ at, value }) => ({ at, value: short(value) })),
    })),
    ...(holders ? { holders: shortTexts(holders.slice(0, most.holders), most.text) } : {}),
  };
}

/** Six digits are more than a graph or a sentence shows. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}

function boundChanges({ changes, notAsked }: Changes): Changes {
  const newestFirst = changes.slice(-most.changes).reverse().map(boundChange);
  return {
    changes: fitting(newestFirst, room - most.notAsked * most.text * 3).toReversed(),
    notAsked: notAsked.slice(0, most.notAsked),
  };
}

/** Half a link leads nowhere. */
function boundChange({ link, ...change }: Change): Change {
  const isShort = link !== undefined && link.length <= most.link;
  return { ...shortTexts(change, most.text), ...(isShort ? { link } : {}) };
}
