import { innermost, type Trace } from './trace.ts';

/** Trouble recognised by its own words, wherever in the program it surfaces. */
export interface Signature {
  /** As in the catalogue of diagnoses. */
  readonly id: 'db.read_only';
  /** The same whatever the driver put around the words. */
  readonly title: string;
}

/**
 * A write that reached a read-only database. Of MySQL's error 1290 only the read-only options count:
 * the same number is used for `--secure-file-priv` and others.
 */
const readOnly: readonly (readonly [RegExp, string])[] = [
  [
    /The (MySQL|MariaDB) server is running with the (--(?:super-|innodb-)?read-only|LOCK_WRITE_GROWTH) option so it cannot execute this statement/i,
    'The $1 server is running with the $2 option so it cannot execute this statement',
  ],
  [
    /\bcannot execute [A-Za-z][\w ]*(?:\(\))? in a read-only transaction/,
    'cannot execute ? in a read-only transaction',
  ],
  [
    /\bCannot execute statement in a READ ONLY transaction/,
    'Cannot execute statement in a READ ONLY transaction',
  ],
  [/\bRunning in read-only mode\b/, 'Running in read-only mode'],
  [/\bTable '[^'\n]{1,130}' is read only/, "Table '?' is read only"],
  [
    /\bREADONLY You can't write against a read only (?:replica|slave)/,
    "READONLY You can't write against a read only replica",
  ],
];

/** Looks at the innermost cause first, then outwards, then at the record's own message. */
export function recognise(trace: Trace | undefined, message: string): Signature | undefined {
  const texts = trace === undefined ? [] : [innermost(trace), ...trace.toReversed()];
  for (const text of [...texts.map((thrown) => thrown.message), message]) {
    const part = text.slice(0, 8_000);
    for (const [pattern, title] of readOnly) {
      const found = pattern.exec(part);
      if (found !== null) return { id: 'db.read_only', title: found[0].replace(pattern, title) };
    }
  }
  return undefined;
}
