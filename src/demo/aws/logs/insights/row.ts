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
  let discovered = false;
  return {
    get(name) {
      const system = systemField(name, event, group, account);
      if (system !== undefined) return system;
      // Fields inside the record are looked for only when one is asked for.
      if (!discovered && !Object.hasOwn(own, name)) {
        discovered = true;
        for (const [field, value] of fieldsOf(event.message)) {
          if (!Object.hasOwn(own, field)) own[field] = value;
        }
      }
      return Object.hasOwn(own, name) ? own[name] : undefined;
    },
    set(name, value) {
      own[name] = value;
    },
  };
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

/** Fields Insights discovers in a JSON record: nested ones by their dotted path. */
function fieldsOf(message: string): Map<string, Value> {
  const fields = new Map<string, Value>();
  if (!message.startsWith('{')) return fields;
  let record: unknown;
  try {
    record = JSON.parse(message);
  } catch {
    // Half a JSON record is plain text to Insights too.
    return fields;
  }
  flatten(record, '', fields);
  return fields;
}

/** AWS discovers at most this many fields in one record. */
const mostFields = 200;

function flatten(value: unknown, path: string, into: Map<string, Value>): void {
  if (into.size >= mostFields || value === null || value === undefined) return;
  if (typeof value === 'object') {
    for (const [key, entry] of Object.entries(value)) {
      flatten(entry, path === '' ? key : `${path}.${key}`, into);
    }
  } else if (typeof value === 'boolean') into.set(path, Number(value));
  else if (typeof value === 'number' || typeof value === 'string') into.set(path, value);
}
