import { expect, it } from 'vitest';
import { fingerprint } from '../../../../src/core/logs/slow-log/fingerprint.ts';
import { likeness, likenOf } from '../../../../src/core/logs/slow-log/likeness.ts';
import type { Dialect } from '../../../../src/core/logs/slow-log/statement.ts';
import { createChance } from '../log-data.ts';

const encoder = new TextEncoder();

function hashesOf(sql: string, dialect: Dialect): string | undefined {
  const bytes = encoder.encode(sql);
  return likenOf(bytes, 0, bytes.length, dialect) ? `${likeness.high} ${likeness.low}` : undefined;
}

it.each([
  ['a number', 'select a from t where b = 1', 'select a from t where b = 2345.6'],
  ['a string', "select a from t where b = 'x'", "select a from t where b = 'it''s \\' 5'"],
  ['a comment', 'select a from t /* a:1 */', 'select a from t /* b:2 */'],
])('statements that differ in %s are alike', (_what, one, other) => {
  expect(hashesOf(one, 'mysql')).toBeDefined();
  expect(hashesOf(one, 'mysql')).toBe(hashesOf(other, 'mysql'));
});

it.each([
  ['a dollar-quoted string', "do $$ it's $$", 'postgres'],
  ['a prefix', "select e'\\''", 'postgres'],
  ['code in a comment', "select /*!40001 'a' */ b", 'mysql'],
] as const)('of a statement with %s nothing is said', (_what, sql, dialect) => {
  expect(hashesOf(sql, dialect)).toBeUndefined();
});

it('statements that are alike have one fingerprint', () => {
  const pieces =
    "select |from t|1|22 |'x'|'yy' |'it''s'|'a\\'b'|\"q\"|`n1` |(|)|,|= |-|- |1.5|2.25 |.5|t.1|e'x'|$1|$$x'$$|--|-- it's\n|/*|/*c 1*/|/*+h*/|#|?|:id|in (1,2)|in (3)|limit 5|a1 |null |array[1]|\n|1e5|0x1f|;|\u0000|\u0001|\u0002|abcd|, 1|ab".split(
      '|',
    );
  const chance = createChance(3);
  const known = new Map<string, string>();
  let alike = 0;
  for (let round = 0; round < 20_000; round++) {
    const sql = Array.from({ length: 1 + chance(5) }, () => pieces[chance(pieces.length)]).join('');
    for (const dialect of ['mysql', 'postgres'] satisfies Dialect[]) {
      const hashes = hashesOf(sql, dialect);
      if (hashes === undefined) continue;
      const shape = fingerprint(sql, dialect);
      const before = known.get(dialect + hashes);
      if (before !== undefined) {
        alike += 1;
        expect(shape, sql).toBe(before);
      }
      known.set(dialect + hashes, shape);
    }
  }
  expect(alike).toBeGreaterThan(5_000);
});
