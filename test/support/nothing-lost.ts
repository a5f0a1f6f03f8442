import { verifyTimeline } from '../../src/adapters/store/timeline.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import type { TimelineEntry } from '../../src/core/incident/timeline.ts';
import type { AwsCall } from '../../src/demo/aws/server.ts';
import type { Store } from '../../src/engine/store.ts';
import type { Memory } from './memory.ts';
import { channelId, people, services, type WholeWorld } from './whole-world.ts';

/** A page that was on its way when somebody answered may still ring: paced posts wait up to 5 s. */
const inFlightMs = 10_000;
const states = { ALARM: 'alarm', OK: 'ok', INSUFFICIENT_DATA: 'insufficient-data' } as const;

/**
 * What must hold once everything has come to rest, whatever happened before: nothing lost, nothing
 * twice. Answers each fault as a sentence; the program is stopped, so that its store can be opened.
 */
export async function faultsOf(world: WholeWorld, memory: Memory): Promise<string[]> {
  const store = await memory.open();
  try {
    const dossiers = await store.recentIncidents(1_000);
    return [
      ...alarmFaults(world, dossiers),
      ...messageFaults(world, dossiers),
      ...pageFaults(world, dossiers),
      ...(await timelineFaults(store, dossiers)),
      ...(await changeFaults(world, store, dossiers)),
      ...(await restFaults(world, memory)),
    ];
  } finally {
    await store.close();
  }
}

/** Every alarm that ever fired is in exactly one incident, in the state it has now. */
function alarmFaults(world: WholeWorld, dossiers: readonly Dossier[]): string[] {
  return [...world.alarms.alarms].flatMap(([name, { key, state }]) => {
    const holders = dossiers.filter(({ alerts }) => alerts[key]);
    if (holders.length !== 1) return [`alarm ${name} is in ${holders.length} incidents, not in 1`];
    const known = holders[0]?.alerts[key]?.state;
    return known === states[state] ? [] : [`alarm ${name} is ${state}, the incident has ${known}`];
  });
}

function messagesByKey(world: WholeWorld): Map<string, { ts: string; room: string }[]> {
  const found = new Map<string, { ts: string; room: string }[]>();
  for (const room of world.slack.control.workspace.rooms.values()) {
    for (const { metadata, ts } of room.messages.values()) {
      const key = metadata && 'key' in metadata.event_payload && metadata.event_payload.key;
      if (typeof key !== 'string') continue;
      found.set(key, [...(found.get(key) ?? []), { ts, room: room.id }]);
    }
  }
  return found;
}

/** One message a key; every slot that has something to show is shown, where the dossier says. */
function messageFaults(world: WholeWorld, dossiers: readonly Dossier[]): string[] {
  const shown = messagesByKey(world);
  const doubles = [...shown].flatMap(([key, places]) =>
    places.length > 1 ? [`${key} was posted ${places.length} times`] : [],
  );
  const missing = dossiers.flatMap((dossier) => {
    const wanted = [
      'card',
      ...Object.keys(dossier.notices).map((name) => `notice:${name}`),
      ...dossier.actions.map(({ id }) => `action:${id}`),
    ];
    const slots = new Set([...wanted, ...Object.keys(dossier.messages)]);
    return [...slots].flatMap((slot) => {
      const [place] = shown.get(`${dossier.id}/${slot}`) ?? [];
      if (!place) return [`${dossier.id}/${slot} was never posted`];
      const kept = dossier.messages[slot as keyof Dossier['messages']];
      return kept?.ts === place.ts && place.room === channelId
        ? []
        : [`${dossier.id}/${slot} is ${place.ts}, the dossier has ${kept?.ts}`];
    });
  });
  const known = new Set(dossiers.map(({ id }) => id));
  const orphans = [...shown.keys()].filter((key) => {
    const incident = /^(INC-\d+)\//.exec(key)?.[1];
    return incident !== undefined && !known.has(incident);
  });
  return [...doubles, ...missing, ...orphans.map((key) => `${key} belongs to no incident`)];
}

/** Each page rang once at most, one step after the other, and none was begun after an answer. */
function pageFaults(world: WholeWorld, dossiers: readonly Dossier[]): string[] {
  const shown = messagesByKey(world);
  const decided = new Set(dossiers.flatMap(({ pages }) => pages.map(({ id }) => `page/${id}`)));
  const unknown = [...shown.keys()].filter((key) => key.startsWith('page/') && !decided.has(key));
  const faults = unknown.map((key) => `${key} rang and nobody decided it`);
  for (const { id, pages, acknowledged } of dossiers) {
    const steps = pages.map(({ step }) => step);
    if (steps.some((step, place) => step !== place)) faults.push(`${id} paged steps ${steps}`);
    for (const page of pages) {
      const [rang] = shown.get(`page/${page.id}`) ?? [];
      if (page.receipt && rang?.ts !== page.receipt.ts) {
        faults.push(`${id}: page ${page.step} is said to be delivered and is not there`);
      }
      if (page.state === 'sending') faults.push(`${id}: page ${page.step} is still on its way`);
      if (rang && !people.some(({ name }) => name === page.person)) faults.push(`${rang.room}?`);
      if (!acknowledged) continue;
      if (page.sentAt > acknowledged.at) {
        faults.push(`${id}: page ${page.step} was begun after ${acknowledged.by} had answered`);
      }
      if (rang && Number(rang.ts) * 1_000 > acknowledged.at + inFlightMs) {
        faults.push(`${id}: page ${page.step} rang long after ${acknowledged.by} had answered`);
      }
    }
  }
  return faults;
}

/** The chain holds, no entry is there twice, and no change of an alarm was taken twice. */
async function timelineFaults(store: Store, dossiers: readonly Dossier[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { id, pages } of dossiers) {
    const entries = await store.timeline(id);
    const verdict = verifyTimeline(entries);
    if (verdict.verdict !== 'sound') faults.push(`the timeline of ${id}: ${verdict.why}`);
    faults.push(...repeated(entries.map((entry) => entry.id)).map((one) => `${id}: ${one} twice`));
    const changes = entries.flatMap(({ detail }) => detail?.changeId ?? []);
    faults.push(...repeated(changes).map((one) => `${id} heard ${one} twice`));
    const paged = entries.filter(({ kind }) => kind === 'PageSent').length;
    if (paged !== pages.length)
      faults.push(`${id} tells of ${paged} pages and has ${pages.length}`);
  }
  return faults;
}

function repeated<T>(all: readonly T[]): T[] {
  return all.filter((one, place) => all.indexOf(one) !== place);
}

/**
 * Each guard that let an action go is followed by one changing call at most, no call was made
 * without one, and an action that is done was made exactly once.
 */
async function changeFaults(
  world: WholeWorld,
  store: Store,
  dossiers: readonly Dossier[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const service of services) {
    const permits: { action: string; at: number; calls: AwsCall[] }[] = [];
    const mine = dossiers.filter((dossier) => dossier.service === service);
    for (const { id } of mine) permits.push(...permitsIn(await store.timeline(id)));
    permits.sort((a, b) => a.at - b.at);
    for (const call of world.changes.filter(({ input }) => input.service === service)) {
      const permit = permits.findLast(({ at }) => at <= call.at);
      if (permit) permit.calls.push(call);
      else faults.push(`${call.operation} on ${service} was made without a guard`);
    }
    const called = world.changes.filter(({ input }) => input.service === service).length;
    const began = world.deployments(service);
    if (began !== called) faults.push(`${service}: ${called} calls began ${began} deployments`);
    for (const { id, state } of mine.flatMap(({ actions }) => actions)) {
      const made = permits.filter(({ action }) => action === id).flatMap(({ calls }) => calls);
      const wanted = state === 'done' ? 1 : 0;
      if (made.length !== wanted) {
        faults.push(`${service}: action ${id} is ${state} and ${made.length} calls were made`);
      }
    }
  }
  const strangers = world.changes.filter(({ operation }) => operation !== 'UpdateService');
  faults.push(...strangers.map(({ operation }) => `nobody asked for ${operation}`));
  const copies = world.aws.calls
    .filter(({ operation }) => operation === 'RegisterTaskDefinition')
    .map(({ input }) => JSON.stringify(input));
  faults.push(...repeated(copies).map((copy) => `registered twice: ${copy.slice(0, 120)}`));
  return faults;
}

function permitsIn(timeline: readonly TimelineEntry[]) {
  return timeline
    .filter(({ kind }) => kind === 'ActionGuarded')
    .map(({ at, detail }) => ({ action: String(detail?.action), at, calls: [] as AwsCall[] }));
}

/** Nothing is left to do, nothing is held. */
async function restFaults(world: WholeWorld, memory: Memory): Promise<string[]> {
  const jobs = await memory.unfinished();
  const held = await memory.held();
  const queued = world.queued();
  return [
    ...jobs.map((job) => `left over: ${job}`),
    ...held.map((target) => `still held: ${target}`),
    ...(queued > 0 ? [`${queued} messages are left in the queue`] : []),
  ];
}
