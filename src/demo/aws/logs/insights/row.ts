import type { LogEvent } from '../source.ts';
import type { Value } from './query.ts';

/** One record on its way through the commands. */
export interface Row {
  get(name: string): Value;
  set(name: string, value: Value): void;
}

export function rowOfEvent(event: LogEvent, group: string, account: string): Row {
  const own = new Map<string, Value>([
    ['@timestamp', { moment: event.at }],
    ['@ingestionTime', { moment: event.at + 900 }],
    ['@message', event.message],
    ['@logStream', event.stream],
    ['@log', `${account}:${group}`],
    ['@ptr', Buffer.from(`${group}|${event.stream}|${event.at}`).toString('base64url')],
  ]);
  let discovered = false;
  return {
    get(name) {
      // Fields inside the record are looked for only when one is asked for.
      if (!discovered && !own.has(name)) {
        discovered = true;
        for (const [field, value] of fieldsOf(event.message)) {
          if (!own.has(field)) own.set(field, value);
        }
      }
      return own.get(name);
    },
    set: (name, value) => void own.set(name, value),
  };
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
