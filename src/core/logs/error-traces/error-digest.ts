import { clip } from '../../kit/text.ts';
import { redact } from '../redact.ts';
import type { ErrorDigest, ErrorGroup } from './digest.ts';
import { type Grouping, groupOf } from './group.ts';
import { createJoiner, type LogEvent } from './join.ts';
import { isErrorRecord, type LogRecord, readRecord } from './record.ts';
import { createTenantReader } from './tenant.ts';

/** Groups kept apart; what comes later counts together, so that memory stays bounded. */
const mostGroups = 1_000;
/** Tenants told apart, over all and in each group. */
const mostTenants = 100_000;
const mostTenantsOfGroup = 20_000;
const mostNames = 20;
const longestExample = 1_000;
/** Enough of a record to make an example of, when what is redacted is longer than its mask. */
const exampleSource = 4_000;

const others: Grouping = { id: 'v1:other', title: '(other errors)', frames: [] };

interface Tally extends Grouping {
  readonly example: string;
  count: number;
  firstAt: number;
  lastAt: number;
  readonly tenants: Map<string, number>;
}

/**
 * Groups the errors of a log. Events come in order within their stream. Records that are no errors
 * only tell which tenants there are, for "7 of 312". Memory does not grow with the log.
 */
export function createErrorDigest(options: { readonly tenantField?: string } = {}): {
  add(event: LogEvent): void;
  end(): ErrorDigest;
} {
  const groups = new Map<string, Tally>();
  const seen = new Set<string>();
  const hit = new Set<string>();
  const tenantOf =
    options.tenantField === undefined ? undefined : createTenantReader(options.tenantField);
  let records = 0;
  let unread = 0;
  let sawHealthyTenant = false;

  function tallyFor(record: LogRecord): Tally {
    const grouping = groupOf(record);
    const isFull = groups.size >= mostGroups && !groups.has(grouping.id);
    return openTally(isFull ? others : grouping, record);
  }

  function openTally(grouping: Grouping, record: LogRecord): Tally {
    const known = groups.get(grouping.id);
    if (known !== undefined) return known;
    const tally: Tally = {
      ...grouping,
      example: exampleOf(record),
      count: 0,
      firstAt: record.at,
      lastAt: record.at,
      tenants: new Map(),
    };
    groups.set(tally.id, tally);
    return tally;
  }

  function errorRecord(record: LogRecord, tenant: string | undefined): void {
    records++;
    const tally = tallyFor(record);
    tally.count++;
    tally.firstAt = Math.min(tally.firstAt, record.at);
    tally.lastAt = Math.max(tally.lastAt, record.at);
    if (tenant === undefined) return;
    if (hit.size < mostTenants) hit.add(tenant);
    const count = tally.tenants.get(tenant);
    if (count !== undefined || tally.tenants.size < mostTenantsOfGroup)
      tally.tenants.set(tenant, (count ?? 0) + 1);
  }

  const joiner = createJoiner((event) => {
    const record = readRecord(event.text, event.at, event.stream);
    const tenant = tenantOf?.(record.fields, record.text);
    if (tenant !== undefined && seen.size < mostTenants) seen.add(tenant);
    if (isErrorRecord(record)) {
      errorRecord(record, tenant);
      return;
    }
    if (tenant !== undefined) sawHealthyTenant = true;
    if (record.form === 'broken') unread++;
  });

  return {
    add: joiner.add,
    end() {
      joiner.end();
      // Where only error records were read, how many tenants there are is not known.
      const total = sawHealthyTenant ? { total: seen.size } : {};
      return {
        groups: [...groups.values()]
          .sort((a, b) => b.count - a.count || b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1))
          .map((tally) => toGroup(tally, tenantOf !== undefined)),
        records,
        unread,
        ...(tenantOf === undefined ? {} : { tenants: { hit: hit.size, ...total } }),
      };
    },
  };
}

function exampleOf(record: LogRecord): string {
  return clip(redact(record.text.slice(0, exampleSource)), longestExample);
}

function toGroup(tally: Tally, countsTenants: boolean): ErrorGroup {
  const { id, title, count, firstAt, lastAt, frames, example, tenants } = tally;
  const names = [...tenants]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostNames)
    .map(([name]) => redact(name));
  return {
    id,
    title,
    count,
    firstAt,
    lastAt,
    frames,
    example,
    ...(countsTenants ? { tenants: tenants.size, tenantNames: names } : {}),
  };
}
