import { clip } from '../../kit/text.ts';
import { ascii } from './bytes.ts';
import { createNames } from './names.ts';

const traceparent = ascii('traceparent');
const longestCaller = 120;
const mostKnown = 4_096;

const applications = ['application', 'app', 'service', 'service_name'];
const routes = ['route', 'path', 'endpoint', 'job', 'action', 'task'];

/**
 * Tells who ran a statement by the comment in it: sqlcommenter's `route='%2Fpoints',application='api'`
 * and marginalia's `application:api,controller:points,action:list`. The trace is different each time
 * and left out. Comments that say neither give an empty name.
 */
export function createCallers(): (
  bytes: Uint8Array,
  from: number,
  to: number,
  application: string,
) => string {
  const names = createNames();
  const known = new Map<string, Caller>();

  return (bytes, from, to, application) => {
    const text = names(bytes, from, beforeTrace(bytes, from, to));
    let caller = known.get(text);
    if (caller === undefined) {
      caller = readCaller(text);
      if (known.size < mostKnown) known.set(text, caller);
    }
    const { own, route } = caller;
    const who = own === '' ? application : own;
    return route === '' ? who : who === '' ? route : `${who} ${route}`;
  };
}

/** sqlcommenter's keys are in order: with the trace nothing goes that would be told. */
function beforeTrace(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from + 1; at + traceparent.length <= to; at++) {
    if (bytes[at] !== 0x74) continue;
    let same = 1;
    while (same < traceparent.length && bytes[at + same] === traceparent[same]) same += 1;
    if (same === traceparent.length) return at;
  }
  return to;
}

interface Caller {
  readonly own: string;
  readonly route: string;
}

const pair = /([\w-]{1,40})\s*(?:=\s*'((?:[^'\\]|\\.)*)'|:\s*([^,*\s]+))/g;

function readCaller(comment: string): Caller {
  const said = new Map<string, string>();
  for (const [, key = '', quoted, plain = ''] of comment.matchAll(pair))
    said.set(key.toLowerCase(), clip(decoded(quoted ?? plain), longestCaller));
  const first = (keys: readonly string[]) =>
    keys.map((key) => said.get(key)).find((text) => text !== undefined && text !== '') ?? '';
  const controller = said.get('controller') ?? '';
  const route = first(routes);
  return {
    own: first(applications),
    route: withoutIds(
      controller === '' || route.startsWith('/')
        ? route
        : `${controller}#${route}`.replace(/#$/, ''),
    ),
  };
}

function decoded(value: string): string {
  const plain = value.replace(/\\(.)/g, '$1');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/** `/members/42` is a path with a value in it: told as `/members/?`, and without what follows a `?`. */
function withoutIds(route: string): string {
  return route
    .replace(/\?.*$/, '')
    .replace(/(?<=\/)[^/]*\d[^/]*/g, (part) => (/^v\d$/.test(part) ? part : '?'));
}
