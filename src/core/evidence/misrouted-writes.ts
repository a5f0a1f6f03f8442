import type { ErrorDigest, ErrorGroup, Tally, Writes } from '../logs/error-traces/digest.ts';
import { sumOf, talliesOf } from '../logs/error-traces/tally.ts';
import type { Evidence } from './evidence.ts';
import type { Sureness } from './finding.ts';
import { explainWriteToReader, type WriteToReader } from './write-to-reader.ts';

/** Writes that failed at a reader, told by access lines alone: no error says so itself. */
export interface MisroutedWrites {
  /** All of them as one group. */
  readonly group: ErrorGroup;
  /** The groups it is made of, by id. */
  readonly parts: readonly string[];
  readonly write: WriteToReader;
  readonly sure: Exclude<Sureness, 'known'>;
}

const isWrite = /^(?:POST|PUT|PATCH|DELETE)$/;
/** Nearly all: one or another may have another reason. */
const nearlyAll = 0.9;
/** Fewer failures than this show no pattern. */
const fewest = 3;

/**
 * Do the failed requests look like writes sent to a reader? All that failed there are writes, hardly
 * any write there went well, elsewhere they do, and the host is a reader. That is likely, never known:
 * the database's own word is missing. Undefined where any of it is not so, or not known.
 */
export function misroutedWrites(
  { groups, writes }: ErrorDigest,
  database: Evidence | undefined,
): MisroutedWrites | undefined {
  const failures = groups.flatMap((group) => {
    const [top] = group.targets ?? [];
    const isOfOne = top !== undefined && top.count >= sumOf(group.targets) * nearlyAll;
    return group.request && isOfOne
      ? [{ group, host: top.name, method: group.request.method }]
      : [];
  });
  const hosts = [...new Set(failures.map(({ host }) => host))];
  return hosts
    .map((host) =>
      atHost(
        failures.filter((one) => one.host === host),
        writes,
        database,
      ),
    )
    .find((found) => found !== undefined);
}

interface Failure {
  readonly group: ErrorGroup;
  readonly host: string;
  readonly method: string;
}

function atHost(
  failures: readonly Failure[],
  writes: readonly Writes[] | undefined,
  database: Evidence | undefined,
): MisroutedWrites | undefined {
  const parts = failures.filter(({ method }) => isWrite.test(method)).map(({ group }) => group);
  const group = together(parts);
  if (!group || group.count < fewest) return undefined;
  const failed = failures.reduce((total, one) => total + one.group.count, 0);
  if (group.count < failed * nearlyAll) return undefined;
  const write = writeOf(group, database);
  if (write.roleNow !== 'reader') return undefined;
  const sure = writes === undefined ? 'guess' : 'likely';
  if (writes !== undefined && !failHereOnly(failures[0]?.host, writes)) return undefined;
  return { group, parts: parts.map(({ id }) => id), write, sure };
}

/** Where a group of refused writes went. */
export function writeOf(group: ErrorGroup, database: Evidence | undefined): WriteToReader {
  const { database: facts, answeredAt = 0 } = database ?? {};
  return explainWriteToReader(group.targets ?? [], facts, group.firstAt, answeredAt);
}

/** Nearly every write fails at this host, and nearly none at the one most of the others go to. */
function failHereOnly(host: string | undefined, writes: readonly Writes[]): boolean {
  const here = writes.find((one) => one.host === host);
  const elsewhere = writes.find((one) => one.host !== host);
  if (!here || !elsewhere) return false;
  return (
    here.failed >= here.count * nearlyAll && elsewhere.failed <= elsewhere.count * (1 - nearlyAll)
  );
}

/** Several groups as one, without their minutes; what only some of them say is counted for those. */
function together(groups: readonly ErrorGroup[]): ErrorGroup | undefined {
  const [first, ...others] = groups;
  if (!first || others.length === 0) return first;
  const names = new Set(groups.flatMap(({ tenantNames = [] }) => tenantNames));
  const tenants = Math.max(names.size, ...groups.map((one) => one.tenants ?? 0));
  const before = groups.map(({ beforeCount }) => beforeCount);
  const all = (pick: (group: ErrorGroup) => readonly Tally[] | undefined) =>
    tallied(groups.map((group) => pick(group) ?? []));
  const fields = new Set(groups.flatMap((group) => Object.keys(group.fields ?? {})));
  const { minutes: _, ...rest } = first;
  return {
    ...rest,
    title: groups.map(({ title }) => title).join(', '),
    count: groups.reduce((total, { count }) => total + count, 0),
    firstAt: Math.min(...groups.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...groups.map(({ lastAt }) => lastAt)),
    hosts: all(({ hosts }) => hosts),
    releases: all(({ releases }) => releases),
    targets: all(({ targets }) => targets),
    fields: Object.fromEntries(
      [...fields].map((name) => [name, all((group) => group.fields?.[name])]),
    ),
    ...(tenants > 0 ? { tenants, tenantNames: [...names] } : {}),
    ...(before.every((count) => count !== undefined)
      ? { beforeCount: before.reduce((total, count) => total + count, 0) }
      : {}),
  };
}

function tallied(lists: readonly (readonly Tally[])[]): readonly Tally[] {
  const counts = new Map<string, number>();
  for (const { name, count } of lists.flat()) counts.set(name, (counts.get(name) ?? 0) + count);
  return talliesOf(counts);
}
