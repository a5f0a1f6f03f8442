import { textOf } from './bytes.ts';
import { createSameBytes, type KnownBytes, knownBytes } from './same-bytes.ts';

/** What the text before a message says of its session; names that are not known are empty. */
export interface PrefixFacts {
  /** -1 where the prefix does not say. */
  readonly pid: number;
  /** 0 where the prefix does not say. */
  readonly line: number;
  readonly user: string;
  readonly database: string;
  readonly host: string;
  readonly caller: string;
}

interface KnownPrefix {
  readonly bytes: KnownBytes;
  readonly facts: PrefixFacts;
}

const slots = 1_024;
/** Bytes at either end that choose the slot; the rest is compared. */
const ends = 12;

/**
 * Reads prefixes, the time stamp left out. The same session writes the same prefix again and again,
 * so each is taken apart once and then known by its bytes.
 */
export function createPrefixes(): (bytes: Uint8Array, from: number, to: number) => PrefixFacts {
  const known: (KnownPrefix | undefined)[] = Array.from({ length: slots });
  const isSame = createSameBytes();

  return (bytes, from, to) => {
    const slot = slotOf(bytes, from, to);
    const prefix = known[slot];
    if (prefix?.bytes.byteLength === to - from && isSame(prefix.bytes, bytes, from)) {
      return prefix.facts;
    }
    const facts = readPrefix(textOf(bytes, from, to));
    known[slot] = { bytes: knownBytes(bytes, from, to), facts };
    return facts;
  };
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  let key = to - from;
  const headTo = Math.min(to, from + ends);
  for (let at = from; at < headTo; at++) key = (Math.imul(key, 31) + (bytes[at] ?? 0)) | 0;
  for (let at = Math.max(headTo, to - ends); at < to; at++) {
    key = (Math.imul(key, 31) + (bytes[at] ?? 0)) | 0;
  }
  return (key ^ (key >>> 15)) & (slots - 1);
}

/**
 * Finds the fields of any `log_line_prefix` by the shapes people give them: RDS's
 * `%r:%u@%d:[%p]:`, `key=value`, `[%p]`, `[%l-1]`, `%u@%d`, `%h`, `%r`. Names that only their place
 * tells are taken to stand in the order user, database, application.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX
 */
export function readPrefix(prefix: string): PrefixFacts {
  const keyed = keyedFields(prefix);
  const rds = rdsFields.exec(prefix);
  const atSign = rds === null ? userAtDatabase.exec(prefix) : null;
  const pair = processAndLine.exec(prefix);
  const placed = (keyed.user ?? rds ?? atSign) ? [] : namesByPlace(prefix);
  return {
    pid: readPid(prefix, keyed, pair?.[1]),
    line: Number(keyed.line ?? pair?.[2] ?? lineNumber.exec(prefix)?.[1] ?? rds?.[3] ?? 0),
    user: known(keyed.user ?? rds?.[1] ?? atSign?.[1] ?? placed[0]),
    database: known(keyed.database ?? rds?.[2] ?? atSign?.[2] ?? placed[1]),
    host: known(keyed.host?.replace(/\(\d+\)?$/, '') ?? hostOf(prefix)),
    caller: known(keyed.caller ?? rds?.[4] ?? placed[2]),
  };
}

/** RDS's own prefix, and the longer one with `:%l:%e:%s:%v:%x:%c:%q%a:` behind it. */
const rdsFields = /:([^:@]*)@([^@]*?):\[\d+\]:(?:(\d+):\w{5}:.*:[0-9a-f]+\.[0-9a-f]+:(?:(.*):)?)?$/;
const userAtDatabase =
  /(?:^|[\s:[|,(;])(\[unknown\]|[^\s:@[\]|,;=]*)@(\[unknown\]|[^\s:@[\]|,;/]*)/;
const lineNumber = /\[(\d+)-\d+\]/;
/** `[%p-%l]` and `[%p:%l]`; the 1 of `[%l-1]` is a common decoration. */
const processAndLine = /\[(\d+)(?:-(?!1\])|:)(\d+)\]/;

const fieldOfKey: Readonly<
  Record<string, 'pid' | 'line' | 'user' | 'database' | 'host' | 'caller'>
> = {
  pid: 'pid',
  p: 'pid',
  line: 'line',
  l: 'line',
  user: 'user',
  usr: 'user',
  u: 'user',
  db: 'database',
  database: 'database',
  dbname: 'database',
  d: 'database',
  host: 'host',
  client: 'host',
  remote: 'host',
  h: 'host',
  r: 'host',
  app: 'caller',
  application: 'caller',
  application_name: 'caller',
  appname: 'caller',
  a: 'caller',
};

const keyValue = /(?<![\w%])([a-z_]+)=(\[local\]|\[unknown\]|[^\s,;|\])]*)/gi;
/** An application's name may hold blanks: it goes on to the next separator or field. */
const restOfName = /^(?:(?! \w+=| \[)[^,;|\]])*/;

function keyedFields(prefix: string): Partial<Record<(typeof fieldOfKey)[string], string>> {
  const fields: Partial<Record<(typeof fieldOfKey)[string], string>> = {};
  if (!prefix.includes('=')) return fields;
  for (const found of prefix.matchAll(keyValue)) {
    const [whole, key = '', value = ''] = found;
    const name = key.toLowerCase();
    const field = Object.hasOwn(fieldOfKey, name) ? fieldOfKey[name] : undefined;
    if (field === undefined || fields[field] !== undefined) continue;
    const from = found.index + whole.length;
    fields[field] =
      field === 'caller' && !value.startsWith('[')
        ? (value + (restOfName.exec(prefix.slice(from))?.[0] ?? '')).trim()
        : value;
  }
  return fields;
}

function readPid(
  prefix: string,
  keyed: { readonly pid?: string },
  paired: string | undefined,
): number {
  // `%c` is the start of the session and its process, both hexadecimal.
  const session = /(?<![\w.])[0-9a-f]{8}\.([0-9a-f]{1,8})(?![\w.])/.exec(prefix)?.[1];
  if (session !== undefined && keyed.pid === undefined) return Number.parseInt(session, 16);
  const pid =
    keyed.pid ??
    paired ??
    /\[(\d+)\]/.exec(prefix)?.[1] ??
    /(?:^|[\s|,:;-])(\d{2,7})(?=[\s:|,;-]|$)/.exec(prefix)?.[1];
  return pid !== undefined && /^\d{1,10}$/.test(pid) ? Number(pid) : -1;
}

/** Numbers, hosts, sessions, transactions, states and times: what tells itself from a name. */
const noName =
  /^(?:[\d:.+-]+|[\d/]+|[0-9a-f]{8}\.[0-9a-f]+|[\w.:-]*\(\d+\)|[0-9A-Z]{5}|\[local\]|.*\.\d{1,3}|[\da-f]*:[\da-f:.]+|[A-Z]{3,4}|stderr|stdout|[FP])$/;
/** Without keys, brackets and bars or blanks hold what `%u`, `%d` and `%a` gave. */
const longestPlaced = 200;

/** User, database and application where only their places tell; nothing where it is not two or three. */
function namesByPlace(prefix: string): readonly string[] {
  if (prefix.includes('=') || prefix.length > longestPlaced) return [];
  const fields = prefix.split(/[\s|,;<>/]+|(?<!\w)\[(?=\w)|\](?=\s|$|[:[])/).filter(Boolean);
  const names = fields.filter((field) => !noName.test(field) && /^[\p{L}_]/u.test(field));
  // `%r %u %a [%c] [%p]`, of some packages: no database.
  if (/^\S*\(\d+\) \S+ \S+ \[[0-9a-f]+\.[0-9a-f]+\]/.test(prefix.trim())) {
    return [names[0] ?? '', '', names[1] ?? ''];
  }
  return names.length === 2 || names.length === 3 ? names : [];
}

/** `%r`; RDS puts a colon before it, which an IPv6 address may begin with as well. */
const hostWithPort = /(?:^:?|[\s|,;[])((?:[0-9a-fA-F]{0,4}:){2,}[0-9a-fA-F.]*|[\w.-]+)\(\d+\)/;

function hostOf(prefix: string): string | undefined {
  const withPort = hostWithPort.exec(prefix);
  return withPort?.[1] ?? /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/.exec(prefix)?.[0];
}

function known(name: string | undefined): string {
  return name === undefined || name === '[unknown]' || name === '[local]' ? '' : name;
}
