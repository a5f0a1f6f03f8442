import type { Environment } from '../service/service.ts';

/** What can be asked about an environment. One question goes to one source; all are asked at once. */
export const evidenceKinds = [
  /** Error traces of the application. */
  'errors',
  'slow-queries',
  /** How much the application logs, and at which levels: silence is a finding. */
  'log-volume',
  /** Writer and readers, failovers, connections, lag, room. */
  'database',
  /** What happened around the onset that people or AWS did, releases aside. */
  'changes',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What we want to know. */
export interface Question {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly environment: Environment;
  readonly window: Window;
  /** What the answer is to be compared with; a source that cannot says so in `partial`. */
  readonly baseline?: Baseline;
}

/** [fromAt, toAt), epoch milliseconds. */
export interface Window {
  readonly fromAt: number;
  readonly toAt: number;
}

/** Another window of the same environment. */
export interface Baseline {
  readonly is: 'before' | 'day-before' | 'week-before' | 'before-release';
  readonly window: Window;
  /** before-release: its label. */
  readonly release?: string;
}

export function lengthOf({ fromAt, toAt }: Window): number {
  return toAt - fromAt;
}
