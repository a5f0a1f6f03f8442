import { type Fields, isFields } from './fields.ts';
import { routeOf } from './route.ts';

/** Where a record comes from, as far as it says. */
export interface Where {
  readonly host: string | undefined;
  readonly release: string | undefined;
  /** Few values each: route, region, shard. */
  readonly fields: readonly (readonly [field: string, value: string])[];
}

const hostFields =
  'hostname host host.name pod pod_name podName kubernetes.pod_name instance instanceId ecs_task_arn container_id';
const releaseFields =
  'release version service.version appVersion app_version build buildId commit gitSha git_sha revision image_tag ecs_task_definition';
/** The shape of a failure. Those with many values turn out not to be such, and are dropped. */
const shapeFields =
  'route endpoint http.route operation region zone az shard shardId cell layout partition cluster database db dbHost db_host queue topic job worker task method platform country plan tier provider gateway channel';

interface Role {
  readonly is: 'host' | 'release' | 'shape';
  /** The first of several fields counts. */
  readonly rank: number;
}

/** By name; a record has fewer fields than there are names. */
const roles: ReadonlyMap<string, Role> = new Map(
  (
    [
      ['host', hostFields],
      ['release', releaseFields],
      ['shape', shapeFields],
    ] as const
  ).flatMap(([is, names]) =>
    names.split(' ').map((name, rank): [string, Role] => [name, { is, rank }]),
  ),
);
/** Fields whose own fields are looked at: `host.name`, `kubernetes.pod_name`. */
const outerNames: ReadonlySet<string> = new Set(
  [...roles.keys()].filter((name) => name.includes('.')).map((name) => name.split('.', 1)[0] ?? ''),
);

const longestName = 120;

/** Reads where a structured record comes from; without a host, the stream it was written to is it. */
export function whereOf(fields: Fields | undefined, stream: string): Where {
  const found: Found = { host: undefined, release: undefined, shape: [] };
  if (fields !== undefined) {
    read(fields, '', found);
    // A thrown thing laid flat into the record brings the host it did not reach.
    if (typeof fields.syscall === 'string') found.host = undefined;
  }
  const host = found.host?.name ?? (stream === '' ? undefined : stream);
  return { host, release: found.release?.name, fields: found.shape };
}

interface Found {
  host: { readonly name: string; readonly rank: number } | undefined;
  release: { readonly name: string; readonly rank: number } | undefined;
  readonly shape: (readonly [string, string])[];
}

function read(fields: Fields, prefix: string, found: Found): void {
  for (const key in fields) {
    const path = prefix + key;
    const role = roles.get(path);
    if (role === undefined) {
      if (prefix === '' && outerNames.has(key) && isFields(fields[key]))
        read(fields[key], `${key}.`, found);
      continue;
    }
    const value = fields[key];
    const name = placeName(value);
    if (name === undefined) {
      if (prefix === '' && outerNames.has(key) && isFields(value)) read(value, `${key}.`, found);
    } else if (role.is === 'shape') {
      found.shape.push([path, shapeName(name)]);
    } else if (role.rank < (found[role.is]?.rank ?? Number.POSITIVE_INFINITY)) {
      found[role.is] = { name, rank: role.rank };
    }
  }
}

/** A place as it is told; the same for a value that a query counted. Undefined: it is no name. */
export function placeName(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const name = String(value).trim();
  if (name === '' || name.length > 500 || name.includes('\n')) return undefined;
  // A task is known by the end of its ARN, a container by the start of its hash.
  const short = name.startsWith('arn:') ? name.slice(name.lastIndexOf('/') + 1) : name;
  return /^[0-9a-f]{64}$/.test(short) ? short.slice(0, 12) : short.slice(0, longestName);
}

/** `/v1/points/123?x=1` is `/v1/points/?`. */
export function shapeName(value: string): string {
  return value.startsWith('/') ? routeOf(value) : value;
}
