import { describe, expect, it } from 'vitest';
import { pathFrame } from '../../../../src/core/logs/error-traces/frame.ts';
import { normalise } from '../../../../src/core/logs/error-traces/title.ts';

describe('a normalised message', () => {
  it.each([
    ['addresses', 'connect ECONNREFUSED 10.0.1.5:49152', 'connect ECONNREFUSED ?'],
    [
      'addresses, but the port that says which server it is',
      'connect ECONNREFUSED 10.0.1.5:5432',
      'connect ECONNREFUSED ?:5432',
    ],
    ['IPv6 addresses', 'connect ECONNREFUSED ::1:5432', 'connect ECONNREFUSED ?'],
    [
      'hosts',
      'getaddrinfo ENOTFOUND points-db.abc.ap-northeast-2.rds.amazonaws.com',
      'getaddrinfo ENOTFOUND ?',
    ],
    ['hosts without a dot', 'getaddrinfo EAI_AGAIN redis', 'getaddrinfo EAI_AGAIN ?'],
    ['uuids', 'no order 3f2b8c1e-1a2b-4c3d-8e9f-0a1b2c3d4e5f', 'no order ?'],
    ['e-mail addresses', 'no member kim@example.com', 'no member ?'],
    [
      'numbers',
      'timed out after 30000ms (total=10, waiting=7)',
      'timed out after ?ms (total=?, waiting=?)',
    ],
    [
      'numbers in names',
      'HikariPool-1 - Connection is not available',
      'HikariPool-? - Connection is not available',
    ],
    ['times', 'token expired at 2026-11-22T07:41:16.123Z', 'token expired at ?'],
    ['web addresses', 'GET https://api.example.com/v1/x?y=1 failed', 'GET ? failed'],
    ['hexadecimal ids', 'session 9f86d081884c7d65 gone', 'session ? gone'],
    [
      'resource names',
      'not authorized on arn:aws:sqs:ap-northeast-2:123456789012:q',
      'not authorized on ?',
    ],
    ['quoted values', `Duplicate entry 'kim' for key 'email'`, `Duplicate entry ? for key 'email'`],
    ['lists', 'ids 1, 2, 3 are gone', 'ids ? are gone'],
    [
      'thread and connection numbers',
      '(conn=80) Lock wait timeout exceeded',
      'Lock wait timeout exceeded',
    ],
    [
      'places in a statement',
      'relation "x" does not exist at character 15',
      'relation "x" does not exist',
    ],
    [
      'the statement knex puts before',
      "insert into `m` values ('kim') - Unknown column 'a' in 'field list'",
      "Unknown column 'a' in ?",
    ],
    [
      'the names drivers put before',
      '(psycopg2.errors.UndefinedTable) relation "x" does not exist',
      'relation "x" does not exist',
    ],
    ['the number PyMySQL puts before', `(1040, 'Too many connections')`, 'Too many connections'],
    [
      'all lines but the first',
      'relation "x" does not exist\nLINE 1: select',
      'relation "x" does not exist',
    ],
  ])('has no %s', (_what, message, title) => {
    expect(normalise(message)).toBe(title);
    expect(normalise(title)).toBe(title);
  });

  it.each([
    ['names of tables', `Table 'loyalty.campaigns' doesn't exist`],
    ['names of properties', `Cannot read properties of undefined (reading 'points')`],
    ['error numbers', `Error 1054: Unknown column 'level' in 'SELECT'`],
    ['status codes', 'Request failed with status code 503'],
    ['names of classes', 'could not load com.example.points.Redeem'],
    ['a mention, which whoever shows it must escape', 'boom <!channel>'],
    ['Korean', '포인트가 부족합니다'],
  ])('keeps %s', (_what, message) => {
    expect(normalise(message)).toBe(message);
  });

  it('tells one tenant’s schema from no other’s', () => {
    const of = (shop: string) => normalise(`Table 'shop_${shop}.points' doesn't exist`);
    expect(of('0312')).toBe(of('0007'));
  });

  it('of what stands last in a Prisma message', () => {
    expect(
      normalise(
        '\nInvalid `prisma.member.create()` invocation in\n/srv/a.ts:12:3\n\nUnique constraint failed on the fields: (`email`)',
      ),
    ).toBe('Unique constraint failed on the fields: (`email`)');
  });
});

describe('a frame', () => {
  it.each([
    ['/srv/app/dist/main-3f2a1c9e.js', 'Object.redeem', 'main-?.js:redeem', true],
    ['/srv/app/points/index.js', 'async redeem', 'points/index.js:redeem', true],
    ['/srv/app/node_modules/pg/lib/client.js', 'Client.query', 'client.js:Client.query', false],
    [
      'node:internal/process/task_queues',
      'process.processTicks',
      'task_queues:processTicks',
      false,
    ],
    ['/srv/app/internal/points/ledger.go', 'points.Add', 'ledger.go:points.Add', true],
    [
      '/root/go/pkg/mod/github.com/lib/pq@v1/conn.go',
      'pq.(*conn).query',
      'conn.go:pq.(*conn).query',
      false,
    ],
    ['/usr/lib/python3.11/json/__init__.py', 'loads', 'json/__init__.py:loads', false],
    ['C:\\app\\points.js', 'x [as y]', 'points.js:x', true],
  ])('of %s', (path, called, name, inApp) => {
    expect(pathFrame(path, called)).toEqual({ name, inApp });
  });
});
