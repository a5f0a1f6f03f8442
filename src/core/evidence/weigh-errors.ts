import type { ErrorGroup } from '../logs/error-traces/digest.ts';
import { isAsBefore, tellingFirst } from '../logs/error-traces/telling.ts';
import { type WhoIsHit, whoIsHit } from '../logs/error-traces/who-is-hit.ts';
import type { Finding } from './finding.ts';
import { newSince } from './new-since.ts';
import type { Known } from './weigh.ts';
import { explainWriteToReader, type WriteToReader } from './write-to-reader.ts';

/** Of the groups that say something, then of the most frequent: the rest is the noise of every day. */
const groupsWeighed = 25;

/** Errors that are known trouble, that began with a release, or that hit only some. */
export function errorFindings({ evidence, releases }: Known): readonly Finding[] {
  const { errors: answer } = evidence;
  const digest = answer?.errors;
  if (!answer || !digest) return [];
  const groups = tellingFirst(digest.groups.filter((group) => !isAsBefore(group)));
  return groups.slice(0, groupsWeighed).flatMap((group): Finding[] => {
    const { covered = answer.window, baseline } = answer;
    const since = newSince(group, releases, covered, baseline);
    const partial = whoIsHit(group, digest).find(
      // What began with a release is on that release; whom it hits besides is the news.
      (hit) => isPartial(hit) && !(hit.because === 'release' && since.verdict === 'new'),
    );
    const { diagnosis } = group;
    if (!diagnosis && since.verdict !== 'new' && !partial) return [];
    const write = diagnosis?.id === 'db.read_only' ? explained(group, evidence) : undefined;
    const { id, title, count, firstAt, lastAt } = group;
    return [
      {
        id: 'errors',
        sure: diagnosis?.sure ?? (since.verdict === 'new' ? since.sure : 'known'),
        from: write?.roleNow ? ['errors', 'database'] : ['errors'],
        group: { id, title, count, firstAt, lastAt },
        ...(diagnosis ? { diagnosis: diagnosis.id } : {}),
        newSince: since,
        ...(partial ? { hit: partial } : {}),
        ...(write ? { write } : {}),
      },
    ];
  });
}

function isPartial({ because }: WhoIsHit): boolean {
  return because !== 'everything' && because !== 'cannot-tell';
}

function explained(group: ErrorGroup, evidence: Known['evidence']): WriteToReader {
  const { database, answeredAt = 0 } = evidence.database ?? {};
  return explainWriteToReader(group.targets ?? [], database, group.firstAt, answeredAt);
}
