import { clip, detached } from '../../kit/text.ts';
import { redact } from '../redact.ts';
import { type Counter, createCounter } from './counter.ts';
import type { ErrorGroup, Tally } from './digest.ts';
import type { Grouping } from './group.ts';
import type { LogRecord } from './record.ts';
import type { Where } from './where.ts';

const mostNames = 20;
const mostShown = 10;
const mostTargets = 5;
const mostMinutes = 24 * 60;
const longestExample = 1_000;
/** Enough of a record to make an example of, when what is redacted is longer than its mask. */
const exampleSource = 4_000;
const minuteMs = 60_000;

/** A group while records are still being added. */
export interface OpenGroup {
  readonly grouping: Grouping;
  readonly example: string;
  count: number;
  firstAt: number;
  lastAt: number;
  readonly tenants: Map<string, number>;
  readonly levels: Counter;
  readonly hosts: Counter;
  readonly releases: Counter;
  readonly targets: Counter;
  readonly fields: Map<string, Counter>;
  readonly minutes: Map<number, Minute>;
  /** The one counted last: the next record is nearly always of the same. */
  minute: Minute | undefined;
}

interface Minute {
  readonly at: number;
  count: number;
}

export function openGroup(grouping: Grouping, record: LogRecord): OpenGroup {
  return {
    grouping,
    example: detached(clip(redact(record.text.slice(0, exampleSource)), longestExample)),
    count: 0,
    firstAt: record.at,
    lastAt: record.at,
    tenants: new Map(),
    levels: createCounter(8),
    hosts: createCounter(200),
    releases: createCounter(50),
    targets: createCounter(50),
    fields: new Map(),
    minutes: new Map(),
    minute: undefined,
  };
}

/** Takes one more record into the group; who it hit is the digest's to say, which bounds that. */
export function addToGroup(
  group: OpenGroup,
  { at, level }: LogRecord,
  where: Where,
  target: string | undefined,
): void {
  group.count++;
  group.firstAt = Math.min(group.firstAt, at);
  group.lastAt = Math.max(group.lastAt, at);
  if (level !== undefined) group.levels.add(level);
  if (where.host !== undefined) group.hosts.add(where.host);
  if (where.release !== undefined) group.releases.add(where.release);
  if (target !== undefined) group.targets.add(target);
  for (const [field, value] of where.fields) counterOf(group.fields, field).add(value);
  countMinute(group, Math.floor(at / minuteMs) * minuteMs);
}

function countMinute(group: OpenGroup, at: number): void {
  if (group.minute?.at !== at) {
    group.minute = group.minutes.get(at);
    if (group.minute === undefined && group.minutes.size < mostMinutes) {
      group.minute = { at, count: 0 };
      group.minutes.set(at, group.minute);
    }
  }
  if (group.minute !== undefined) group.minute.count++;
}

/** Values of a field kept apart; with more of them it is no shape of anything. */
export const mostValues = 50;

export function counterOf(counters: Map<string, Counter>, field: string): Counter {
  const known = counters.get(field);
  if (known !== undefined) return known;
  const counter = createCounter(mostValues);
  counters.set(field, counter);
  return counter;
}

/** What requests of one method and route have in common by being that. */
const ofRequest: ReadonlySet<string> = new Set(['method', 'route', 'endpoint', 'http.route']);

/** `isShape`: has the field few values over all records? */
export function closeGroup(
  group: OpenGroup,
  isShape: (field: string) => boolean,
  countsTenants: boolean,
): ErrorGroup {
  const { grouping, count, firstAt, lastAt, example, tenants } = group;
  const { id, title, diagnosis, frames, request } = grouping;
  const fields = [...group.fields]
    .filter(([field]) => isShape(field) && !(request && ofRequest.has(field)))
    .map(([field, counter]) => [field, redacted(counter.top(mostShown))] as const);
  const minutes = [...group.minutes.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ at, count: inMinute }) => ({ at, count: inMinute }));
  return {
    id,
    title,
    ...(diagnosis === undefined ? {} : { diagnosis }),
    ...(request === undefined ? {} : { request }),
    count,
    firstAt,
    lastAt,
    frames: frames.slice(0, 5),
    example,
    ...some('levels', group.levels.top(mostShown)),
    ...some('hosts', redacted(group.hosts.top(mostShown))),
    ...some('releases', redacted(group.releases.top(mostShown))),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
    ...(minutes.length === 0 ? {} : { minutes }),
    ...some('targets', redacted(group.targets.top(mostTargets).slice(0, mostTargets))),
    ...(countsTenants ? { tenants: tenants.size, tenantNames: namesOf(tenants) } : {}),
  };
}

export function some<Name extends string>(
  name: Name,
  tallies: readonly Tally[],
): { readonly [Key in Name]?: readonly Tally[] } {
  return tallies.length === 0 ? {} : ({ [name]: tallies } as { [Key in Name]?: readonly Tally[] });
}

/** Names are foreign text, too. */
export function redacted(tallies: readonly Tally[]): readonly Tally[] {
  return tallies.map(({ name, count }) => ({ name: redact(name), count }));
}

function namesOf(tenants: ReadonlyMap<string, number>): string[] {
  return [...tenants]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostNames)
    .map(([name]) => redact(name));
}
