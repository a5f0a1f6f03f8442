import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../../src/core/logs/slow-log/example.ts';
import { sqlTokens } from '../../../../src/core/logs/slow-log/sql-tokens.ts';
import { createChance, readQueries, realLog } from '../log-data.ts';

const mysql = (sql: string) => exampleOf(sql, 'mysql');
const postgres = (sql: string) => exampleOf(sql, 'postgres');

describe('an example statement shows', () => {
  it.each([
    "SELECT * FROM orders WHERE shop_id = 42 AND status = 'paid' LIMIT 20",
    "SELECT * FROM orders WHERE status IN ('paid', 'sent') AND total BETWEEN 10 AND 20.5",
    "UPDATE orders SET status = 'sent', tries = tries + 1 WHERE id = 7",
    "INSERT INTO orders (shop_id, status) VALUES (42, 'paid'), (43, 'open')",
    "SELECT * FROM orders WHERE created_at >= '2026-11-22 07:34:00' AND kind LIKE 'redeem%'",
    "SELECT count(*) FROM t WHERE upper(status) = 'PAID' GROUP BY kind HAVING count(*) > 3",
    "SELECT date_trunc(day, created_at) FROM t WHERE 'paid' = status",
  ])('%s', (sql) => {
    expect(mysql(sql)).toBe(sql);
    expect(postgres(sql)).toBe(sql);
  });

  it('a path into JSON, and the value found there', () => {
    const sql = "SELECT 1 FROM t WHERE doc->>'kind' = 'redeem'";
    expect(postgres(sql)).toBe(sql);
  });
});

describe('an example statement hides', () => {
  const secret = 'Kim Minsu';
  it.each([
    ['a name', "SELECT 1 FROM members WHERE full_name = 'Kim Minsu'"],
    ['a name by another spelling', "SELECT 1 FROM m WHERE `m`.`fullName` LIKE 'Kim Minsu%'"],
    [
      'a name in a list',
      "SELECT 1 FROM m WHERE status = 'a' AND first_name IN ('Lee', 'Kim Minsu')",
    ],
    ['a range', "SELECT 1 FROM m WHERE name BETWEEN 'A' AND 'Kim Minsu' AND id = 1"],
    [
      'a name inside functions',
      "SELECT 1 FROM m WHERE lower(name) LIKE concat('%', 'Kim Minsu', '%')",
    ],
    ['a name on the other side', "SELECT 1 FROM m WHERE 'Kim Minsu' = nick_name"],
    ['a row', "SELECT 1 FROM m WHERE (id, name) IN ((1, 'Lee'), (2, 'Kim Minsu'))"],
    ['what is set', "UPDATE m SET status = 'a', display_name = 'Kim Minsu' WHERE id = 1"],
    ['what is inserted', "INSERT INTO m (id, name) VALUES (1, 'Lee'), (2, 'Kim Minsu')"],
    ['what is inserted anywhere', "INSERT INTO m VALUES (1, 'Kim Minsu')"],
    [
      'a name given to a function of a row',
      "INSERT INTO m (id, name) VALUES (1, trim('Kim Minsu'))",
    ],
    [
      'a name on a duplicate',
      "INSERT INTO m (id) VALUES (1) ON DUPLICATE KEY UPDATE name = 'Kim Minsu'",
    ],
    ['a text of no column', "CALL find_member('Kim Minsu')"],
    ['a selected text', "SELECT 'Kim Minsu', id FROM m"],
    ['a search', "SELECT 1 FROM m WHERE MATCH(name) AGAINST('Kim Minsu')"],
    ['a comment', 'SELECT 1 /* for Kim Minsu */ FROM m -- Kim Minsu'],
    ['an address', "SELECT 1 FROM m WHERE home_address = 'Kim Minsu'"],
    ['a memo', "UPDATE m SET memo = 'call Kim Minsu' WHERE id = 1"],
    ['a literal that was cut', "SELECT 1 FROM m WHERE name = 'Kim Minsu"],
    ['an escaped quote', "SELECT 1 FROM m WHERE name = 'it''s Kim Minsu'"],
    ['a Korean column', "SELECT 1 FROM m WHERE 이름 = 'Kim Minsu'"],
  ])('%s', (_what, sql) => {
    expect(mysql(sql)).not.toContain(secret);
    expect(postgres(sql)).not.toContain(secret);
    expect(mysql(sql)).toMatch(/\?|SELECT 1/);
  });

  it.each([
    ['MySQL', 'SELECT 1 FROM m WHERE name = "Kim Minsu" AND kind = \'a\'', mysql],
    ['MySQL', "SELECT 1 FROM m WHERE name = 'a\\' Kim Minsu' AND kind = 'a'", mysql],
    ['PostgreSQL', "SELECT 1 FROM m WHERE name = E'a\\' Kim Minsu' AND kind = 'a'", postgres],
    ['PostgreSQL', "SELECT 1 FROM m WHERE name = $x$ ' Kim Minsu $x$ AND kind = 'a'", postgres],
    [
      'PostgreSQL',
      "SELECT 1 FROM m WHERE doc->>'full_name' = 'Kim Minsu' AND kind = 'a'",
      postgres,
    ],
    [
      'PostgreSQL',
      "SELECT 1 FROM m WHERE \"Full Name\"::varchar(20) = 'Kim Minsu' AND kind = 'a'",
      postgres,
    ],
    ['PostgreSQL', "ALTER ROLE app PASSWORD 'Kim Minsu'", postgres],
  ])("in %s's ways of quoting: %s", (_whose, sql, of) => {
    expect(of(sql)).not.toContain(secret);
    if (sql.includes('kind')) expect(of(sql)).toContain("kind = 'a'");
  });

  it.each([
    ['SELECT 1 FROM m WHERE phone = 1012345678', '1012345678'],
    ["SELECT 1 FROM m WHERE kind = 'a@example.com'", 'example.com'],
    ["SELECT 1 FROM m WHERE ref = '010-1234-5678'", '1234-5678'],
    ["SELECT 1 FROM m WHERE ref = '4111 1111 1111 1111'", '4111 1111'],
    ["SELECT 1 FROM m WHERE api_key = 'abcdefgh12345'", 'abcdefgh'],
    ["SELECT 1 FROM m WHERE kind = 'eyJhbGciOi.eyJzdWIiOi.abc'", 'eyJ'],
    ["INSERT INTO m (id, password_hash) VALUES (1, '$2b$10$abc')", '2b$10'],
  ])('numbers, secrets and what looks like one: %s', (sql, hidden) => {
    expect(mysql(sql)).not.toContain(hidden);
  });

  it('all of a list that is too long to look over', () => {
    const phones = Array.from({ length: 400 }, (_, index) => 10_000_000 + index);
    expect(mysql(`SELECT 1 FROM m WHERE phone IN (${phones.join(', ')})`)).not.toMatch(
      /100000\d\d/,
    );
  });
});

describe('statements of any kind', () => {
  it.each(['mysql', 'postgres'] as const)('are cut without losing a letter: %s', (dialect) => {
    const chance = createChance(7);
    const signs = [
      "'",
      '"',
      '`',
      '\\',
      '$',
      '$a$',
      '--',
      '/*',
      '*/',
      '#',
      '\n',
      ' ',
      'x',
      '1',
      '=',
      '(',
    ];
    for (let round = 0; round < 400; round++) {
      const sql = Array.from({ length: 30 }, () => signs[chance(signs.length)]).join('');
      expect(
        sqlTokens(sql, dialect)
          .map(({ text }) => text)
          .join(''),
      ).toBe(sql);
      expect(() => exampleOf(sql, dialect)).not.toThrow();
    }
  });

  it('of a real server show numbers and kinds, and nobody', () => {
    const { queries } = readQueries('mysql', [realLog('mariadb/slow-0ms-verbosity-full.log')]);
    const shown = queries.map(({ statement }) => mysql(statement)).join('\n');
    expect(shown).toMatch(/member_id = \d+/);
    expect(shown).not.toMatch(/@example\.com|Member \d|\+1555/);
  });
});
