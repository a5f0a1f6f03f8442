import type { ErrorDigest } from '../logs/error-traces/digest.ts';
import type { SlowDigest } from '../logs/slow-log/digest.ts';
import type { Changes } from './change.ts';
import type { DatabaseFacts } from './database-facts.ts';
import type { Load } from './load.ts';
import type { Baseline, EvidenceKind, Window } from './question.ts';
import type { LogVolume } from './volume.ts';

/** An answer with the exact query that gave it. Kept with the incident: JSON only. */
export interface Evidence {
  readonly questionId: string;
  readonly kind: EvidenceKind;
  /** Where it was looked: "CloudWatch Logs Insights", "RDS log files". */
  readonly source: string;
  /** "could not find out", "found nothing" and "found" are three different answers. */
  readonly status: 'found' | 'empty' | 'failed';
  readonly window: Window;
  /** Which part of the window was really read, where it is not all of it. */
  readonly covered?: Window;
  /** What it was compared with, where it was. */
  readonly baseline?: Baseline;
  readonly answeredAt: number;
  /** The query as run, so that anybody can run it again. */
  readonly query: string;
  /** A console page that shows the same. */
  readonly link?: string;
  /** Set when it was not answered from where it is looked for first: what stood in the way there. */
  readonly instead?: string;
  /** Bytes the log service searched, where that is what it charges for. */
  readonly scannedBytes?: number;
  /** Set when only part of the window or of the data was read: says which. */
  readonly partial?: string;
  /** Set when status is failed: what was tried, what came back, what to do. */
  readonly failure?: string;
  /** How many kinds of errors or statements were found, when only the most frequent are kept. */
  readonly kindsFound?: number;
  readonly errors?: ErrorDigest;
  readonly slow?: SlowDigest;
  /** Of slow-queries, where no log could be read and the monitoring knows the load. */
  readonly load?: Load;
  readonly volume?: LogVolume;
  readonly database?: DatabaseFacts;
  readonly changes?: Changes;
}
