import { shortHash } from '../../kit/ids.ts';
import { clip } from '../../kit/text.ts';
import { redact } from '../redact.ts';
import type { LogRecord } from './record.ts';
import { recognise } from './signature.ts';
import { normalise } from './title.ts';
import { applicationFrames, innermost } from './trace.ts';

/** Which group an error record belongs to. */
export interface Grouping {
  readonly id: string;
  readonly title: string;
  readonly frames: readonly string[];
}

/** Changes whenever the rule below does, so that ids of different rules never meet. */
const version = 'v1';
const framesInKey = 3;
const mostFrames = 5;

/**
 * Known trouble goes by its own words alone. Otherwise type and normalised message of the innermost
 * cause, and the three application frames nearest to it, without line numbers. Without a trace, the
 * normalised message.
 */
export function groupOf(record: LogRecord): Grouping {
  const { trace } = record;
  const frames = trace === undefined ? [] : applicationFrames(trace).slice(0, mostFrames);
  const known = recognise(trace, record.message);
  if (known !== undefined) return { ...named([known.id, known.title]), title: known.title, frames };
  if (trace === undefined) {
    const title = normalise(record.message) || '(no message)';
    return { ...named([title]), title, frames };
  }
  const { type, message } = innermost(trace);
  const said = normalise(message) || normalise(record.message);
  const title = clip(type === '' ? said : said === '' ? type : `${redact(type)}: ${said}`, 240);
  return { ...named([type, said, ...frames.slice(0, framesInKey)]), title, frames };
}

function named(parts: readonly string[]): { readonly id: string } {
  return { id: `${version}:${shortHash(parts.join('\n'))}` };
}
