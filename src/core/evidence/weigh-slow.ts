import type { SlowClass } from '../logs/slow-log/digest.ts';
import type { Finding } from './finding.ts';
import { sinceReleases } from './slow-since-release.ts';
import type { Known } from './weigh.ts';

/** Less of the database's slow time than this is not what people feel. */
const leastShare = 0.2;

/** Statements that are new or got much worse, and make up a good part of the slow time. */
export function slowFindings({ evidence, releases }: Known): readonly Finding[] {
  const answer = evidence['slow-queries'];
  const classes = (answer && sinceReleases(answer, releases).slow?.classes) ?? [];
  return classes.filter(isWorse).map(
    ({ id, fingerprint, verb, tables, share, change, diagnoses }): Finding => ({
      id: 'slow',
      sure: 'known',
      from: ['slow-queries'],
      statement: { id, fingerprint, verb, tables, share, ...(change ? { change } : {}), diagnoses },
    }),
  );
}

function isWorse({ share, change }: SlowClass): boolean {
  if (share < leastShare || !change) return false;
  return ['new', 'slower', 'more-often'].includes(change.kind);
}
