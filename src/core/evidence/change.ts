/** Something somebody or something did, that may have to do with it. */
export interface Change {
  readonly at: number;
  readonly kind:
    | 'release'
    | 'configuration'
    | 'flag'
    | 'migration'
    | 'database'
    | 'alarm'
    | 'scaling'
    | 'other';
  /** One sentence, ours or the vendor's. */
  readonly text: string;
  /** Who, where it is known. */
  readonly by?: string;
  readonly link?: string;
}

export interface Changes {
  /** Oldest first. */
  readonly changes: readonly Change[];
  /** What may have changed as well, and could not be asked. */
  readonly notAsked: readonly ChangeOrigin[];
}

/** Where changes are recorded, if anywhere. */
export type ChangeOrigin = 'database-events' | 'alarm-edits' | 'scaling' | 'flags' | 'migrations';
