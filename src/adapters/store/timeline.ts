import { createHash } from 'node:crypto';
import type { TimelineEntry } from '../../core/incident/timeline.ts';
import { placeholders, type Queries, type Session } from './database.ts';

/** An entry as kept: its place in the incident's timeline, from 1, and its link of the chain. */
export type ChainedEntry = TimelineEntry & { readonly seq: number; readonly hash: string };

export type ChainVerdict =
  | { readonly verdict: 'sound'; readonly entries: number; readonly lastHash: string }
  | { readonly verdict: 'broken'; readonly seq: number; readonly why: string };

/** Appends in order; the timeline is held until the transaction ends. */
export async function appendTimeline(
  session: Session,
  incident: string,
  entries: readonly TimelineEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await session.lock([`timeline ${incident}`]);
  const [last] = await session.query<{ seq: number; hash: string }>(
    'select seq, hash from timeline where incident = ? order by seq desc limit 1',
    [incident],
  );
  let { seq, hash } = last ?? { seq: 0, hash: '' };
  const rows = entries.map((entry) => {
    const text = canonicalJson(entry);
    hash = link(hash, text);
    return [incident, ++seq, hash, text];
  });
  await session.query(
    `insert into timeline (incident, seq, hash, entry)
     values ${rows.map((row) => placeholders(row.length)).join(', ')}`,
    rows.flat(),
  );
}

export async function readTimeline(queries: Queries, incident: string): Promise<ChainedEntry[]> {
  const rows = await queries.query<{ seq: number; hash: string; entry: string }>(
    'select seq, hash, entry from timeline where incident = ? order by seq',
    [incident],
  );
  return rows.map(({ seq, hash, entry }) => ({
    ...(JSON.parse(entry) as TimelineEntry),
    seq,
    hash,
  }));
}

/**
 * Goes through a whole timeline, oldest first, and finds the first link that does not hold: an
 * entry changed, left out, put in or moved. Entries cut off at the end leave no trace in the rest:
 * compare `lastHash` with one that was written down elsewhere.
 */
export function verifyTimeline(entries: readonly ChainedEntry[]): ChainVerdict {
  let previous = '';
  for (const [index, { seq, hash, ...entry }] of entries.entries()) {
    const expected = index + 1;
    if (seq !== expected) {
      const why = `entry ${expected} is missing or out of place: number ${seq} stands there`;
      return { verdict: 'broken', seq: expected, why };
    }
    if (hash !== link(previous, canonicalJson(entry))) {
      const why = `entry ${seq} is not what was written: its hash does not cover it and the entry before it`;
      return { verdict: 'broken', seq, why };
    }
    previous = hash;
  }
  return { verdict: 'sound', entries: entries.length, lastHash: previous };
}

function link(previous: string, entry: string): string {
  return createHash('sha256').update(previous).update(entry).digest('hex');
}

/** The JSON of a value with the names of every object in one fixed order and no spaces. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
