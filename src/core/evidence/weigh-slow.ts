import { isWorse } from '../logs/slow-log/change.ts';
import type { Finding } from './finding.ts';
import { sinceReleases } from './slow-since-release.ts';
import type { Known } from './weigh.ts';

/** Less of the database's slow time than this is not what people feel. */
const leastShare = 0.2;

/** Statements that are new or got much worse, and make up a good part of the slow time. */
export function slowFindings({ evidence, releases }: Known): readonly Finding[] {
  const answer = evidence['slow-queries'];
  const classes = (answer && sinceReleases(answer, releases).slow?.classes) ?? [];
  return classes
    .filter((one) => one.share >= leastShare && isWorse(one))
    .map(
      ({ id, fingerprint, verb, tables, share, change, diagnoses }): Finding => ({
        id: 'slow',
        sure: 'known',
        from: ['slow-queries'],
        statement: {
          id,
          fingerprint,
          verb,
          tables,
          share,
          ...(change ? { change } : {}),
          diagnoses,
        },
      }),
    );
}
