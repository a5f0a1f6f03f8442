import type { ErrorGroup } from '../logs/error-traces/digest.ts';
import type { WhoIsHit } from '../logs/error-traces/who-is-hit.ts';
import type { SlowClass } from '../logs/slow-log/digest.ts';
import type { Strain } from './database-strain.ts';
import type { LogSilence } from './log-silence.ts';
import type { NewSince } from './new-since.ts';
import type { EvidenceKind } from './question.ts';
import type { WriteToReader } from './write-to-reader.ts';
import type { WrongEnvironment } from './wrong-environment.ts';

/** How sure: read from a source that says so; follows from several; would explain it. */
export type Sureness = 'known' | 'likely' | 'guess';

/** A claim drawn from evidence. What it is about stands in it; its words are the briefing's. */
export type Finding = {
  readonly sure: Sureness;
  /** Which answers it rests on. */
  readonly from: readonly EvidenceKind[];
  /** What explains it, by `nameOf`: it is told below that, as a consequence. */
  readonly explainedBy?: string;
} & Claim;

export type Claim =
  /** An error group, or several with one reason, that is known trouble, or began with a release, or hits only some. */
  | {
      readonly id: 'errors';
      readonly group: Pick<ErrorGroup, 'id' | 'title' | 'count' | 'firstAt' | 'lastAt'>;
      /** Of the catalogue. */
      readonly diagnosis?: string;
      readonly newSince: NewSince;
      readonly hit?: WhoIsHit;
      /** How many tenants it hit, of how many there are. */
      readonly tenants?: { readonly hit: number; readonly total: number };
      /**
       * Nothing is known of it but access lines of failed requests: the error itself is in no log.
       * `compared`: with the requests that went well, too.
       */
      readonly onlyAccessLines?: 'compared' | 'not-compared';
      /** Of a write that a read replica refused. */
      readonly write?: WriteToReader;
    }
  /** A log that says nothing because it is hardly written any more. */
  | {
      readonly id: 'log-silence';
      readonly silence: LogSilence;
      /** The release it fell silent with. */
      readonly release?: string;
    }
  /** What runs here has the settings of another environment, or its requests go there. */
  | { readonly id: 'wrong-environment'; readonly wrong: WrongEnvironment }
  /** Another instance became the writer. */
  | { readonly id: 'failover'; readonly at: number; readonly was?: string; readonly is?: string }
  | { readonly id: 'strain'; readonly strain: Strain }
  /** Statements that are new or cost much more than before. */
  | {
      readonly id: 'slow';
      readonly statement: Pick<
        SlowClass,
        'id' | 'fingerprint' | 'verb' | 'tables' | 'share' | 'change' | 'diagnoses'
      >;
    };

/** The one name of a finding among those of one weighing. */
export function nameOf(finding: Claim): string {
  switch (finding.id) {
    case 'errors':
      return `errors ${finding.group.id}`;
    case 'log-silence':
      return `log-silence ${finding.silence.group}`;
    case 'strain':
      return `strain ${finding.strain.kind} ${finding.strain.instance}`;
    case 'slow':
      return `slow ${finding.statement.id}`;
    case 'failover':
    case 'wrong-environment':
      return finding.id;
  }
}
