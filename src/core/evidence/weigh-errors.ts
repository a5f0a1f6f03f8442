import type { ErrorDigest, ErrorGroup } from '../logs/error-traces/digest.ts';
import { isAsBefore, tellingFirst } from '../logs/error-traces/telling.ts';
import { type WhoIsHit, whoIsHit } from '../logs/error-traces/who-is-hit.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { misroutedWrites, writeOf } from './misrouted-writes.ts';
import { newSince } from './new-since.ts';
import type { Known } from './weigh.ts';
import type { WriteToReader } from './write-to-reader.ts';

/** Of the groups that say something, then of the most frequent: the rest is the noise of every day. */
const groupsWeighed = 25;
/** Of the catalogue: a database that only reads refused a write. */
const readOnly = 'db.read_only';

/** Errors that are known trouble, that began with a release, or that hit only some. */
export function errorFindings({ evidence, releases }: Known): readonly Finding[] {
  const { errors: answer } = evidence;
  const digest = answer?.errors;
  if (!answer || !digest) return [];
  return troublesIn(digest, evidence.database).flatMap((trouble): Finding[] => {
    const { group, diagnosis, write } = trouble;
    const { covered = answer.window, baseline } = answer;
    const since = newSince(group, releases, covered, baseline);
    const partial = whoIsHit(group, digest).find(
      // What began with a release is on that release; whom it hits besides is the news.
      (hit) => isPartial(hit) && !(hit.because === 'release' && since.verdict === 'new'),
    );
    if (!diagnosis && since.verdict !== 'new' && !partial) return [];
    const { id, title, count, firstAt, lastAt, request, tenants } = group;
    const total = digest.tenants?.total;
    const isCompared = digest.writes !== undefined;
    return [
      {
        id: 'errors',
        sure: diagnosis?.sure ?? (since.verdict === 'new' ? since.sure : 'known'),
        from: write?.roleNow ? ['errors', 'database'] : ['errors'],
        group: { id, title, count, firstAt, lastAt },
        ...(diagnosis ? { diagnosis: diagnosis.id } : {}),
        newSince: since,
        ...(partial ? { hit: partial } : {}),
        ...(tenants && total ? { tenants: { hit: tenants, total } } : {}),
        ...(request ? { onlyAccessLines: write && isCompared ? 'compared' : 'not-compared' } : {}),
        ...(write ? { write } : {}),
      },
    ];
  });
}

/** A group, or several that have one reason, with what that is. */
interface Trouble {
  readonly group: ErrorGroup;
  readonly diagnosis?: NonNullable<ErrorGroup['diagnosis']>;
  readonly write?: WriteToReader;
}

function troublesIn(digest: ErrorDigest, database: Evidence | undefined): readonly Trouble[] {
  const groups = digest.groups.filter((group) => !isAsBefore(group));
  const misrouted = misroutedWrites({ ...digest, groups }, database);
  const single = tellingFirst(groups)
    .filter(({ id }) => !misrouted?.parts.includes(id))
    .slice(0, groupsWeighed)
    .map((group): Trouble => {
      const { diagnosis } = group;
      if (!diagnosis) return { group };
      if (diagnosis.id !== readOnly) return { group, diagnosis };
      return { group, diagnosis, write: writeOf(group, database) };
    });
  if (!misrouted) return single;
  const { group, sure, write } = misrouted;
  return [{ group, diagnosis: { id: readOnly, sure }, write }, ...single];
}

function isPartial({ because }: WhoIsHit): boolean {
  return because !== 'everything' && because !== 'cannot-tell';
}
