import type { LogEvent } from '../source.ts';
import type { Value } from './query.ts';

/** One record on its way through the commands. */
export interface Row {
  get(name: string): Value;
  set(name: string, value: Value): void;
}

export function rowOfEvent(event: LogEvent, group: string, account: string): Row {
  // An object takes a fourth of what a Map does, and there is one for every record.
  const own: Record<string, Value> = {};
  return {
    get(name) {
      const system = systemField(name, event, group, account);
      if (system !== undefined) return system;
      return Object.hasOwn(own, name) ? own[name] : fieldOf(event, name);
    },
    set(name, value) {
      own[name] = value;
    },
  };
}

/** Fields inside a record are looked for when one is asked for, and once for all queries. */
const discovered = new WeakMap<LogEvent, Readonly<Record<string, Value>>>();

function fieldOf(event: LogEvent, name: string): Value {
  let fields = discovered.get(event);
  if (!fields) {
    fields = fieldsOf(event.message);
    discovered.set(event, fields);
  }
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** What CloudWatch knows of a record itself; made when it is asked for, which is seldom. */
function systemField(name: string, event: LogEvent, group: string, account: string): Value {
  switch (name) {
    case '@timestamp':
      return { moment: event.at };
    case '@ingestionTime':
      return { moment: event.at + 900 };
    case '@message':
      return event.message;
    case '@logStream':
      return event.stream;
    case '@log':
      return `${account}:${group}`;
    case '@ptr':
      return Buffer.from(`${group}|${event.stream}|${event.at}`).toString('base64url');
    default:
      return undefined;
  }
}

export function rowOfValues(values: ReadonlyMap<string, Value>): Row {
  const own = new Map(values);
  return { get: (name) => own.get(name), set: (name, value) => void own.set(name, value) };
}

/** AWS discovers at most this many fields in one record. */
const mostFields = 200;

/** Fields Insights discovers in a JSON record: nested ones by their dotted path. */
function fieldsOf(message: string): Readonly<Record<string, Value>> {
  if (!message.startsWith('{')) return {};
  try {
    return Object.fromEntries(flatten(JSON.parse(message), '').slice(0, mostFields));
  } catch {
    // Half a JSON record is plain text to Insights too.
    return {};
  }
}

function flatten(value: unknown, path: string): [name: string, value: Value][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, entry]) =>
      flatten(entry, path === '' ? key : `${path}.${key}`),
    );
  }
  if (typeof value === 'boolean') return [[path, Number(value)]];
  return typeof value === 'number' || typeof value === 'string' ? [[path, value]] : [];
}
