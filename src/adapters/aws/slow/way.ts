import type { Load } from '../../../core/evidence/load.ts';
import type { Window } from '../../../core/evidence/question.ts';
import type { SlowDigest } from '../../../core/logs/slow-log/digest.ts';
import type { Database, Environment } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import type { Deadline } from '../deadline.ts';
import type { SlowGates } from './gates.ts';

/** One way to learn which statements are slow. */
export interface SlowWay {
  readonly name: string;
  /** The query and the link, known before asking. */
  describe(look: Pick<Look, 'environment' | 'database' | 'window'>): Described;
  /**
   * Looks this way, partly where the time or the quota is up and then says so. Throws `OutsideError`
   * when nothing at all could be read.
   */
  look(look: Look): Promise<Seen | NotThere>;
}

export interface Described {
  readonly query: string;
  readonly link?: string;
}

/** What is to be looked at. */
export interface Look {
  readonly clients: AwsClients;
  readonly gates: SlowGates;
  readonly environment: Environment;
  readonly database: Database;
  /** The configured instances and the members of the cluster. */
  readonly instances: readonly string[];
  readonly window: Window;
  readonly deadline: Deadline;
}

export interface Seen extends Described {
  readonly is: 'seen';
  /** Absent where only load is known. */
  readonly digest?: SlowDigest;
  readonly load?: Load;
  /** What was really read, where it is not the whole window. */
  readonly covered?: Window;
  readonly notes: readonly string[];
}

/** There is no such log: another way may have it. */
export interface NotThere {
  readonly is: 'not-there';
  /** A half sentence: "RDS writes no slow log files". */
  readonly why: string;
  /** What people could do about it, a whole sentence. */
  readonly advice: string;
}

/** What all of several windows share; of no length, at the end of the first, where that is nothing. */
export function commonWindow(windows: readonly Window[]): Window {
  const toAt = Math.min(...windows.map((window) => window.toAt));
  return { fromAt: Math.min(toAt, Math.max(...windows.map((window) => window.fromAt))), toAt };
}

/** `covered`, where it is less than the window. */
export function coveredPart(window: Window, covered: Window): { covered?: Window } {
  return covered.fromAt <= window.fromAt && covered.toAt >= window.toAt ? {} : { covered };
}
