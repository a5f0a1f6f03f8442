import { createShape } from './shape.ts';
import { sqlTokens } from './sql-tokens.ts';
import type { Dialect } from './statement.ts';

/**
 * The shape of a statement: the same for all executions that differ in their values only, and free
 * of these values. Lower case, single blanks, no comments, every value and placeholder a `?`, lists
 * of values `(?+)`, LIMIT of any form `limit ?`, repeated arms of a UNION two. The fingerprint of a
 * fingerprint is itself. Linear in the length of the statement; never fails, whatever it is given.
 */
export function fingerprint(statement: string, dialect: Dialect): string {
  const command = /^\s*(administrator command: .{1,100}?);?\s*$/.exec(statement.slice(0, 200));
  if (command?.[1] !== undefined) return command[1];
  const short = /^\s*(use|call)\s+([\w.$`"\u0080-\uffff]+)/i.exec(statement.slice(0, 300));
  if (short !== null) {
    return short[1]?.toLowerCase() === 'use' ? 'use ?' : `call ${short[2]?.toLowerCase() ?? ''}`;
  }
  if (/^\s*use\s+\?/i.test(statement.slice(0, 100))) return 'use ?';
  const shape = createShape();
  for (const token of sqlTokens(statement, dialect)) shape.add(token);
  return shape.text();
}
