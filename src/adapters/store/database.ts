/** What a statement may carry. Yes and no are 1 and 0; JSON is text. */
export type Value = string | number | null;

export interface Queries {
  /**
   * Runs one statement of ours, with `?` for each value, and gives its rows. Integers come back as
   * numbers on both databases. The row type is the caller's word for the columns it named.
   */
  query<Row extends object>(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
}

/** A transaction under way. */
export interface Session extends Queries {
  /** Waits until no other transaction holds any of these names; held until this one ends. */
  lock(names: readonly string[]): Promise<void>;
  /** Once this has committed, everybody who waits for work is told. */
  wake(): void;
}

/** The few words in which the two databases differ. */
export interface Dialect {
  /** Type of a key column that numbers itself. */
  readonly identity: string;
  /** Ends a select whose rows stay ours until the transaction ends. */
  readonly forUpdate: string;
  /** The same, leaving out what others hold. */
  readonly skipLocked: string;
  /** A place in the queue behind all that were given out; `offset` tells the rows of one insert apart. */
  nextPlace(offset: number): string;
  /** Run first in the transaction that migrates. */
  readonly migrationGuard: readonly string[];
  /** Makes the database itself refuse to change or delete a row of this table. */
  appendOnly(table: string): readonly string[];
}

/** One of the two databases, behind the SQL that is the same for both. */
export interface Database extends Queries {
  readonly dialect: Dialect;
  /** Where it is, in words for people; no password. */
  readonly name: string;
  /**
   * All of it or nothing. Where the database asks for it (a deadlock), `work` is run again from
   * its beginning, so it must do nothing that outlives a rollback.
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  onWork(listener: () => void): () => void;
  /** Throws when it cannot answer or has no room to write. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What both databases can keep: PostgreSQL's text has no NUL and neither has half of a surrogate
 * pair, and every number of ours is whole. Foreign text is changed in these places only.
 */
export function storable(value: Value): Value {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed()
      ? value.replaceAll('\0', '\uFFFD').toWellFormed()
      : value;
  }
  if (typeof value !== 'number') return value;
  const whole = Math.round(value);
  if (!Number.isSafeInteger(whole))
    throw new TypeError(`The store cannot keep the number ${value}`);
  return whole;
}

/** `(?, ?, ?)` for so many values. */
export function placeholders(count: number): string {
  return `(${Array.from({ length: count }, () => '?').join(', ')})`;
}
