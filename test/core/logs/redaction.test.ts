import { describe, expect, it } from 'vitest';
import { createErrorDigest } from '../../../src/core/logs/error-traces/error-digest.ts';
import { redact } from '../../../src/core/logs/redact.ts';
import { planted } from '../../support/planted-secrets.ts';

/** The shapes a line arrives in. */
const shapes: readonly (readonly [shape: string, write: (line: string) => string])[] = [
  ['as it is', (line) => line],
  ['after a time and a level', (line) => `2026-11-22T07:36:39Z ERROR failed: ${line}`],
  ['in JSON', (line) => JSON.stringify({ level: 50, msg: line })],
  ['in JSON in JSON', (line) => JSON.stringify({ log: JSON.stringify({ level: 50, msg: line }) })],
];

describe('planted secrets', () => {
  it.each(shapes)('never show %s, and redacting again changes nothing', (_shape, write) => {
    for (const [line, secret] of planted) {
      const shown = redact(write(line));
      expect([line, shown.includes(secret) ? shown : 'gone']).toEqual([line, 'gone']);
      expect(redact(shown)).toBe(shown);
    }
  });

  it.each(shapes.slice(1))('never show in a digest of errors, logged %s', (_shape, write) => {
    for (const [line, secret] of planted) {
      const digest = createErrorDigest({ tenantField: 'shopId' });
      digest.add({ at: 1, stream: 's', text: write(line) });
      expect([line, JSON.stringify(digest.end()).includes(secret)]).toEqual([line, false]);
    }
  });
});

describe('harmless lines stay as they are', () => {
  it.each([
    'GET /v1/points?page=2&limit=50 200 12ms',
    'GET /v1/points/12345/history 404',
    "Access denied for user 'app'@'10.0.0.1' (using password: YES)",
    'password is required',
    'password is incorrect',
    'token: null',
    'Unexpected token } in JSON at position 5',
    'select the shop from the list',
    'connect ECONNREFUSED 10.0.1.5:5432',
    'request 3f2b8c1e-1a2b-4c3d-8e9f-0a1b2c3d4e5f took 300 ms',
    '2026-11-22T07:36:39.578Z worker 12 started, pid 2666',
    'at 1795332999571 the queue had 120000 entries',
    'trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'image 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/points:2026.11.21-2300',
    'arn:aws:ecs:ap-northeast-2:123456789012:task/points/0123456789abcdef',
    "Unknown column 'expires_at' in 'field list'",
    'duplicate key value violates unique constraint "members_email"',
    '    at attempt (file:///srv/app/nodeerr.mjs:10:33)',
    '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)',
    'HikariPool-1 - Connection is not available, request timed out after 1000ms (total=2, active=2)',
    'version 1.2.3-beta.4 of node_modules/@slack/bolt',
    'release 2026-11-21 23:00, 7 of 312 shops',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'order 4111111111111112 has 3 lines',
    'retry 3 of 5 in 2000 ms, status=503 code=ER_DUP_ENTRY errno=1062',
    'limit=100 offset=200 sort=desc key=points',
    'the author of the change is on duty',
    'pinning the connection, spin lock held',
    '포인트 적립에 실패했습니다: 회원 등급 조회 시간 초과',
    'temperature 36.5, ratio 0.123456789',
    'process 26172 still waiting for ShareLock on transaction 1049 after 1000.153 ms',
  ])('%s', (line) => {
    expect(redact(line)).toBe(line);
  });
});

describe('hostile text', () => {
  const pieces = [
    'password=',
    '"password":"',
    'a@',
    '%40a.',
    '\\\\\\"',
    "'",
    '-----BEGIN PRIVATE KEY-----',
    'select from ',
    "values ('",
    '$a$',
    '+1 ',
    '0',
    'https://a:',
    'Key (a)=(',
    'eyJ.eyJ',
    '{"token":{',
    '<password>',
    'params: [',
    'Digest a=',
    'a.b-',
    'key (',
    '&key=',
    'mysql -p ',
    'Password=a b;c=',
  ];

  it.each(pieces)('repeated is taken in steps that grow with its length only: %j', (piece) => {
    const cost = (size: number) => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 3; round++) {
        const before = process.cpuUsage();
        redact(text);
        const { user } = process.cpuUsage(before);
        least = Math.min(least, user);
      }
      return least;
    };
    cost(4_000);
    // Thirty-two times the text: square cost would be a thousand times the time of the processor.
    expect(cost(256_000)).toBeLessThan(Math.max(cost(8_000), 2_000) * 256);
  });

  it('of any kind is redacted once and for all', () => {
    let state = 7;
    const chance = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 2_000; round++) {
      const text = Array.from({ length: 1 + chance(8) }, () => pieces[chance(pieces.length)]).join(
        '',
      );
      const once = redact(text);
      expect(redact(once)).toBe(once);
    }
  });
});
