import { shortHash } from '../../kit/ids.ts';
import { clip, detached } from '../../kit/text.ts';
import { redact } from '../redact.ts';
import { recognise } from './catalogue/recognise.ts';
import type { ErrorGroup } from './digest.ts';
import type { FailedRequest } from './failed-request.ts';
import { createMemory } from './memory.ts';
import { isAccessLine, type LogRecord } from './record.ts';
import { codesOf } from './thrown-fields.ts';
import { normalise, shapeOf } from './title.ts';
import { applicationFrames, innermost } from './trace.ts';

/** Which group an error record belongs to. */
export interface Grouping {
  readonly id: string;
  readonly title: string;
  readonly diagnosis?: NonNullable<ErrorGroup['diagnosis']>;
  readonly frames: readonly string[];
  readonly request?: NonNullable<ErrorGroup['request']>;
}

/** Changes whenever the rule below does, so that ids of different rules never meet. */
export const keyVersion = 'v2';
const framesInKey = 3;
const mostFrames = 5;

/**
 * Known trouble goes by its own words alone, wherever in the program it surfaces. A mistake of the
 * program's own, and what nobody knows, goes by type and normalised message of the innermost cause and
 * the three application frames nearest to it, without line numbers. Without a trace, by the message. A
 * request of which nothing is known but that it failed, by method, route and status.
 */
export function createGrouper(): (record: LogRecord) => Grouping {
  const known = createMemory<Grouping>(4_000);
  return (record) => {
    if (record.request !== undefined && isAccessLine(record)) {
      const { method, route, status } = record.request;
      const line = `${method} ${route} → ${status}`;
      return known.get(line) ?? known.set(line, requestGroup(record.request));
    }
    const shapes = shapesOf(record);
    const frames = record.trace === undefined ? [] : applicationFrames(record.trace);
    const key = `${shapes}\u0000${frames.join('\u0000')}`;
    return known.get(key) ?? known.set(key, groupOf(record, frames.slice(0, mostFrames)));
  };
}

/** Everything the group depends on, without what differs from one occurrence to the next. */
function shapesOf({ trace, message, fields }: LogRecord): string {
  const parts = [shapeOf(message), ...(fields === undefined ? [] : codesOf(fields))];
  for (const { type, message: said, codes } of trace ?? []) {
    parts.push(type, shapeOf(said));
    if (codes !== undefined) parts.push(...codes);
  }
  return parts.join('\u0001');
}

function groupOf(record: LogRecord, frames: readonly string[]): Grouping {
  const { trace, message, fields } = record;
  const found = recognise(trace, message, fields === undefined ? [] : codesOf(fields));
  const diagnosis = found === undefined ? {} : { diagnosis: { id: found.id, sure: found.sure } };
  if (found !== undefined && found.said !== '' && !found.id.startsWith('code.')) {
    const title = normalise(found.said.replace(/^[\s:)]+/, ''));
    return { ...named([found.id, title]), title, ...diagnosis, frames };
  }
  if (trace === undefined) {
    const title = normalise(message) || '(no message)';
    return { ...named([title]), title, ...diagnosis, frames };
  }
  const { type, message: own } = innermost(trace);
  const said = normalise(own) || normalise(message);
  const title = clip(type === '' ? said : said === '' ? type : `${redact(type)}: ${said}`, 240);
  const key = [type, said, ...frames.slice(0, framesInKey)];
  return { ...named(key), title, ...diagnosis, frames };
}

function requestGroup({ method, route: asked, status }: FailedRequest): Grouping {
  const route = detached(redact(asked));
  const title = clip(`${method} ${route} → ${status}`, 240);
  return { ...named([title]), title, frames: [], request: { method, route, status } };
}

function named(parts: readonly string[]): { readonly id: string } {
  return { id: detached(`${keyVersion}:${shortHash(parts.join('\n'))}`) };
}
