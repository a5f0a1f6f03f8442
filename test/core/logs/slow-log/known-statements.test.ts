import { describe, expect, it } from 'vitest';
import { newTally } from '../../../../src/core/logs/slow-log/class-tally.ts';
import { fingerprint } from '../../../../src/core/logs/slow-log/fingerprint.ts';
import { createKnownStatements } from '../../../../src/core/logs/slow-log/known-statements.ts';
import { plainTextEnd } from '../../../../src/core/logs/slow-log/mysql-text.ts';
import { createSlowDigest } from '../../../../src/core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../../../src/core/logs/slow-log/slow-log-reader.ts';
import { newStatement } from '../../../../src/core/logs/slow-log/statement.ts';
import { makeMysqlEntries } from '../../../support/made-mysql-log.ts';
import { createChance, cut, realLog } from '../log-data.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const head = 'select name from members where ';
let learnt = 0;

function newStatements() {
  const known = createKnownStatements();
  return {
    known,
    learn(sql: string) {
      const bytes = encoder.encode(sql);
      const names = { id: '', fingerprint: fingerprint(sql, 'mysql'), verb: '', tables: [] };
      learnt += 1;
      known.learn(bytes, 0, bytes.length, newTally(names), learnt, 0);
    },
    /** The fingerprint of what it is known as, which must be its own, as must be where it ends. */
    find(sql: string): string | undefined {
      const bytes = encoder.encode(`${sql};\n# User@Host: a`);
      const end = known.endOf(bytes, 0, bytes.length);
      if (end === -1) return undefined;
      expect(end + 1, sql).toBe(plainTextEnd(bytes, 0, bytes.length));
      const shape = known.found.tally?.fingerprint;
      expect(fingerprint(decoder.decode(bytes.subarray(0, end)), 'mysql'), sql).toBe(shape);
      return shape;
    },
  };
}

describe('a statement that came before', () => {
  it.each([
    ['a number', 'id = 1', 'id = 20.5'],
    ['a string', "name = 'kim' and id = 1", "name = 'it''s' and id = 22"],
    ['an escaped quote', "name = 'kim'", "name = 'a\\'b'"],
    ['a comment', 'id = 1 /* a:1 */', 'id = 1 /* a:22 */'],
  ])('is known with another %s', (_what, one, other) => {
    const statements = newStatements();
    statements.learn(head + one);
    expect(statements.find(head + other)).toBe(fingerprint(head + one, 'mysql'));
  });

  it('is told with the comment in it, which may be of another caller', () => {
    const { known, learn, find } = newStatements();
    learn(`${head}id = 1 /* route:a */`);
    const other = `${head}id = 22 /* route:b */`;
    expect(find(other)).toBeDefined();
    expect(other.slice(known.found.commentFrom, known.found.commentTo)).toBe(' route:b */');
  });

  it.each([
    ['other words', 'id = 1', 'ip = 1'],
    ['more behind it', 'id = 1', 'id = 1 and name = 2'],
    ['less of it', 'id = 1 and name = 2', 'id = 1'],
    ['a string in place of a number', 'id = 1', "id = '1'"],
    ['a hint in place of a comment', 'id = /* a */ 1', 'id = /*+ a */ 1'],
    ['code in place of a comment', 'id = /* a */ 1', 'id = /*!a */ 1'],
    ['a name in place of a number', 'id = 1', 'id = 1st'],
    ['a string that is not closed', "id = 'a'", "id = 'a"],
    ['a string over two lines', "id = 'a'", "id = 'a\nb'"],
  ])('is not known with %s', (_what, one, other) => {
    const statements = newStatements();
    statements.learn(head + one);
    expect(statements.find(head + one)).toBeDefined();
    expect(statements.find(head + other)).toBeUndefined();
  });

  it.each(["= 'a\nb'", "= x'a'", '/*!40001 and */ 1', "= 'a", '= 1 /*', '\n# 1', '= 1\n2'])(
    'is not learnt where it is uncertain: %j',
    (sql) => {
      const statements = newStatements();
      statements.learn(`${head}id ${sql}`);
      expect(statements.find(`${head}id ${sql}`)).toBeUndefined();
    },
  );

  it('is forgotten when there are too many', () => {
    const statements = newStatements();
    const sql = (n: number) => `select c${n}, ${'x'.repeat(2_000)} from t where id = 1`;
    for (let n = 0; n < 500; n++) statements.learn(sql(n));
    expect(statements.find(sql(1))).toBeUndefined();
    expect(statements.find(sql(499))).toBe(fingerprint(sql(499), 'mysql'));
  });
});

it('whatever is known has the fingerprint it is known by, and ends where the reader would end it', () => {
  const pieces =
    "select |from t|1|22 |'x'|'yy' |'it''s'|'a\\'b'|\"q\"|`n1` |(|)|,|= |-|- |1.5|2.25 |.5|t.1|e'x'|$1|$$x'$$|--|-- it's\n|/*|/*c 1*/|/*+h*/|#|?|:id|in (1,2)|in (3)|limit 5|a1 |null |array[1]|\n|1e5|0x1f|;|\u0001|\n# |\nTime |\n1|'a\nb'|;\n# ".split(
      '|',
    );
  const chance = createChance(7);
  let found = 0;
  const { learn, find } = newStatements();
  for (let round = 0; round < 30_000; round++) {
    const chosen = Array.from({ length: 1 + chance(5) }, () => pieces[chance(pieces.length)]);
    const sql = head + chosen.join('').replace(/[\s;]+$/, '');
    if (find(sql) === undefined) learn(sql);
    else found += 1;
  }
  expect(found).toBeGreaterThan(2_000);
});

describe('a digest that knows statements again', () => {
  /** `knows`: the reader asks it where statements end. */
  function digestOf(pieces: Iterable<Uint8Array>, knows: boolean) {
    const digest = createSlowDigest();
    const { endOf: _, ...without } = digest;
    const taker = knows ? digest : without;
    const reader = createSlowLogReader({ dialect: 'mysql', taker });
    for (const piece of pieces) reader.push(piece);
    reader.end();
    return digest.result();
  }

  it('says what it says without', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const entries = makeMysqlEntries(seed);
      const bytes = encoder.encode([...entries, ...entries, ...entries].join(''));
      const pieces = [...cut(bytes, 1 + (seed % 97), seed)];
      expect(digestOf(pieces, true), `log ${seed}`).toEqual(digestOf([bytes], false));
    }
  });

  it('takes no statement for one before it that was left out and stood in the same place', () => {
    const sql = 'select name from members where id = 1';
    const bytes = encoder.encode(`${sql};\n# User@Host: a`);
    const digest = createSlowDigest();
    const taker = { ...digest };
    const one = { ...newStatement('mysql'), bytes, from: 0, to: sql.length };
    // Asked before anything is known, as a reader does.
    expect(taker.endOf?.(bytes, 0, bytes.length)).toBe(-1);
    for (let n = 0; n < 3; n++) taker.statement({ ...one, user: 'app' });
    expect(taker.endOf?.(bytes, 0, bytes.length)).toBe(one.to);
    taker.statement({ ...one, user: 'rdsadmin' });
    bytes.set(encoder.encode(sql.replace('members', 'tenants')));
    taker.statement({ ...one, user: 'app' });
    expect(digest.result().classes.map(({ tables }) => tables)).toEqual([['members'], ['tenants']]);
  });

  it('says of a real log what it says without', () => {
    const bytes = realLog('mariadb/slow-50ms-default.log');
    expect(digestOf([bytes], true)).toEqual(digestOf([bytes], false));
  });
});
