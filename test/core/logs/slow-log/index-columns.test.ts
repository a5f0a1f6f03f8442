import { expect, it } from 'vitest';
import { indexColumns } from '../../../../src/core/logs/slow-log/index-columns.ts';

it.each([
  [
    'equality first, then the range, then the order',
    'select * from t where created_at > ? and member_id = ? order by id desc limit ?',
    [{ table: 't', columns: ['member_id', 'created_at', 'id'] }],
  ],
  [
    'each table by its alias, both sides of a join',
    'select * from orders o join members as m on m.id = o.member_id where m.email = ?',
    [
      { table: 'members', columns: ['email', 'id'] },
      { table: 'orders', columns: ['member_id'] },
    ],
  ],
  ['no table where two could be meant', 'select * from a, b where c = ?', [{ columns: ['c'] }]],
  ['a list as equality', 'select * from t where a in(?+)', [{ table: 't', columns: ['a'] }]],
  [
    'no column in a function',
    'select * from t where lower(a) = ? and b = ?',
    [{ table: 't', columns: ['b'] }],
  ],
  [
    'nothing of a query inside',
    'select * from t where a in (select b from u where c = ?)',
    [{ table: 't', columns: ['a'] }],
  ],
  ['no inequality', 'select * from t where a != ? and b <> ?', []],
  [
    'an UPDATE by its condition, not by what it sets',
    'update t set a = ? where b = ?',
    [{ table: 't', columns: ['b'] }],
  ],
  ['quoted names', 'select * from `shop`.`t` where `a` = ?', [{ table: 'shop.t', columns: ['a'] }]],
  ['nothing without a condition', 'select * from t', []],
])('tells %s', (_what, fingerprint, columns) => {
  expect(indexColumns(fingerprint)).toMatchObject(columns);
  expect(indexColumns(fingerprint)).toHaveLength(columns.length);
});
