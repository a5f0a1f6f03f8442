import { detached } from '../../kit/text.ts';
import { type Counter, createCounter } from './counter.ts';
import type { ErrorDigest } from './digest.ts';
import { requestIdOf } from './failed-request.ts';
import { createGrouper, type Grouping, keyVersion } from './group.ts';
import { createJoiner, type LogEvent } from './join.ts';
import {
  addToGroup,
  closeGroup,
  counterOf,
  mostValues,
  type OpenGroup,
  openGroup,
  redacted,
  some,
} from './open-group.ts';
import { isAccessLine, isErrorRecord, type LogRecord, readWhole } from './record.ts';
import { createSameRequest, type Told } from './same-request.ts';
import { targetOf } from './targets.ts';
import { createTenantReader } from './tenant.ts';
import { type Where, whereOf } from './where.ts';

/** Groups kept apart; what comes later counts together, so that memory stays bounded. */
const mostGroups = 1_000;
/** Tenants told apart, over all, and over all groups together. */
const mostTenants = 100_000;
const mostHits = 400_000;
const mostPlaces = 50;

const others: Grouping = { id: `${keyVersion}:other`, title: '(other errors)', frames: [] };

/**
 * Groups the errors of a log. Events come in order within their stream. Records that are no errors
 * tell which tenants, hosts and releases there are, for "7 of 312" and "all on api-3". Memory does
 * not grow with the log.
 */
export function createErrorDigest(options: { readonly tenantField?: string } = {}): {
  add(event: LogEvent): void;
  end(): ErrorDigest;
} {
  const groups = new Map<string, OpenGroup>();
  const places = createPlaces();
  const seen = new Map<string, Tenant>();
  const tenantOf =
    options.tenantField === undefined ? undefined : createTenantReader(options.tenantField);
  const groupOf = createGrouper();
  let records = 0;
  let allRecords = 0;
  let unread = 0;
  let tenantsHit = 0;
  let hits = 0;
  let sawHealthy = false;
  let sawHealthyTenant = false;

  function groupFor(record: LogRecord): OpenGroup {
    const wanted = groupOf(record);
    const isFull = groups.size >= mostGroups && !groups.has(wanted.id);
    const grouping = isFull ? others : wanted;
    const known = groups.get(grouping.id);
    if (known !== undefined) return known;
    const group = openGroup(grouping, record);
    groups.set(grouping.id, group);
    return group;
  }

  function errorRecord({ record, where, tenant }: Occurrence): OpenGroup {
    records++;
    const group = groupFor(record);
    addToGroup(group, record, where, targetOf(record));
    if (tenant !== undefined) hitIn(group, tenant);
    return group;
  }

  function hitIn(group: OpenGroup, tenant: Tenant): void {
    if (!tenant.isHit) {
      tenant.isHit = true;
      tenantsHit++;
    }
    const count = group.tenants.get(tenant.name);
    if (count === undefined && hits >= mostHits) return;
    if (count === undefined) hits++;
    group.tenants.set(tenant.name, (count ?? 0) + 1);
  }

  function seenAgain(name: string): Tenant | undefined {
    let tenant = seen.get(name);
    if (tenant === undefined) {
      if (seen.size >= mostTenants) return undefined;
      tenant = { name: detached(name), count: 0, isHit: false };
      seen.set(tenant.name, tenant);
    }
    tenant.count++;
    return tenant;
  }

  const requests = createSameRequest<Occurrence, CountedError>({
    alone: errorRecord,
    same({ tenant }, error) {
      if (error.tenant === undefined && tenant !== undefined) hitIn(error.group, tenant);
    },
  });

  const joiner = createJoiner((event) => {
    const record = readWhole(event);
    const where = whereOf(record.fields, event.stream);
    const name = tenantOf?.(record.fields, record.form === 'structured' ? event.text : record.text);
    const tenant = name === undefined ? undefined : seenAgain(name);
    allRecords++;
    places.add(where);
    if (isErrorRecord(record)) {
      const { at, stream } = record;
      const one = { at, stream, requestId: requestIdOf(record.fields), record, where, tenant };
      if (isAccessLine(record)) requests.line(one);
      else
        requests.error({ at, stream, requestId: one.requestId, tenant, group: errorRecord(one) });
      return;
    }
    sawHealthy = true;
    if (tenant !== undefined) sawHealthyTenant = true;
    if (record.form === 'broken') unread++;
  });

  return {
    add: joiner.add,
    end() {
      joiner.end();
      requests.end();
      // Where only error records were read, what else there is, is not known.
      const total = sawHealthyTenant
        ? { total: seen.size, even: evenness([...seen.values()].map(({ count }) => count)) }
        : {};
      return {
        groups: [...groups.values()]
          .map((group) => closeGroup(group, places.isShape, tenantOf !== undefined))
          .sort((a, b) => b.count - a.count || b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1)),
        records,
        ...(sawHealthy ? { allRecords } : {}),
        unread,
        ...(tenantOf === undefined ? {} : { tenants: { hit: tenantsHit, ...total } }),
        ...(sawHealthy ? { population: places.population() } : {}),
      };
    },
  };
}

interface Tenant {
  readonly name: string;
  /** Records about it, errors or not. */
  count: number;
  isHit: boolean;
}

/** An error record, or an access line of a failed request, and what it says of itself. */
interface Occurrence extends Told {
  readonly record: LogRecord;
  readonly where: Where;
  readonly tenant: Tenant | undefined;
}

/** An error record after it was counted. */
interface CountedError extends Told {
  readonly tenant: Tenant | undefined;
  readonly group: OpenGroup;
}

/** Where all records come from, errors or not. */
function createPlaces() {
  const hosts = createCounter(1_000);
  const releases = createCounter(200);
  const fields = new Map<string, Counter>();
  const isShape = (field: string) => (fields.get(field)?.size ?? 0) < mostValues;
  return {
    add(where: Where): void {
      if (where.host !== undefined) hosts.add(where.host);
      if (where.release !== undefined) releases.add(where.release);
      for (const [field, value] of where.fields) counterOf(fields, field).add(value);
    },
    isShape,
    population(): NonNullable<ErrorDigest['population']> {
      const shapes = [...fields]
        .filter(([field]) => isShape(field))
        .map(([field, counter]) => [field, redacted(counter.top(mostPlaces))] as const);
      return {
        ...some('hosts', redacted(hosts.top(mostPlaces))),
        ...some('releases', redacted(releases.top(mostPlaces))),
        ...(shapes.length === 0 ? {} : { fields: Object.fromEntries(shapes) }),
      };
    },
  };
}

/** As many equally busy tenants would be as varied: one that makes half the traffic leaves few. */
export function evenness(counts: Iterable<number>): number {
  let sum = 0;
  let squares = 0;
  for (const count of counts) {
    sum += count;
    squares += count * count;
  }
  return squares === 0 ? 0 : Math.round(((sum * sum) / squares) * 10) / 10;
}
