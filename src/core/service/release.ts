/** A built thing that can run. The digest is what tells two builds with one tag apart. */
export interface Artifact {
  readonly kind: 'oci-image';
  /** Repository or name without the tag. */
  readonly name: string;
  /** The tag or label it was deployed by. */
  readonly ref: string;
  readonly digest?: string;
  /** `recorded-at-deploy`: the engine wrote it down; `none`: only the (mutable) label is known. */
  readonly digestBasis: 'recorded-at-deploy' | 'none';
}

/** A dated, identified version of a service: one line of its history, newest first in lists. */
export interface Release {
  /** The engine's own name of it (ECS: the service revision's ARN). */
  readonly id: string;
  /** For people: `points-api:42 · 2026.11.21-2300`. */
  readonly label: string;
  readonly artifacts: readonly Artifact[];
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** `unknown` also covers every status we do not recognise; it is never read as success. */
  readonly outcome: 'succeeded' | 'failed' | 'rolled-back' | 'stopped' | 'running' | 'unknown';
  readonly actor?: { readonly name: string; readonly basis: 'engine' | 'ledger' };
  readonly isRunning: 'yes' | 'no' | 'partly' | 'unknown';
}

export interface History {
  /** Newest first. */
  readonly releases: readonly Release[];
  /** False when the engine forgot older ones; `limit` says why ("ECS keeps 90 days"). */
  readonly complete: boolean;
  readonly limit?: string;
}
