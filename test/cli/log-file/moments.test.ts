import { expect, it } from 'vitest';
import { createMoments } from '../../../src/cli/log-file/moments.ts';

const at = Date.UTC(2026, 10, 22, 7, 34, 1, 25);
const usual = '2026-11-22T07:34:01.025Z';

it.each([
  ['with milliseconds', `${usual} ERROR it broke`, at],
  ['without a zone, as UTC', '2026-11-22 07:34:01,025 ERROR it broke', at],
  ['with a zone', '2026-11-22T16:34:01.025+09:00 it broke', at],
  ['in JSON', `{"level":50,"time":"${usual}","msg":"it broke"}`, at],
  ['the first of two', `${usual} since 2026-11-22T07:34:59.000Z`, at],
  ['pino’s epoch', `{"level":50,"time":${at}}`, at],
  ['an access log’s', '10.0.0.1 - - [22/Nov/2026:16:34:01 +0900] "GET / HTTP/1.1" 200 2', at - 25],
  ['an access log’s that is none', '10.0.0.1 - - [42/Nov/2026:16:34:01 +0900] "GET /"', undefined],
  ['behind a hyphen', `worker-1 ${usual}`, at],
  ['a second that is none', '2026-11-22T07:34:61.025Z', undefined],
  ['too far into the line', `${' '.repeat(990)}${usual}`, undefined],
  ['no time at all', '    at run (/app/a-b.js:1:2)', undefined],
])('a line with a time: %s', (_what, line, moment) => {
  const afresh = createMoments();
  expect(afresh(line)).toBe(moment);
  const again = createMoments();
  again('2026-11-22T07:34:59.999Z');
  expect(again(line)).toBe(moment);
});

it('a minute follows the one before', () => {
  const momentIn = createMoments();
  expect(momentIn('2026-11-22T07:34:59.999Z a')).toBe(Date.UTC(2026, 10, 22, 7, 34, 59, 999));
  expect(momentIn('2026-11-22T07:35:00.000Z b')).toBe(Date.UTC(2026, 10, 22, 7, 35));
  expect(momentIn('1969-12-31T23:59:59.500Z c')).toBe(-500);
  expect(momentIn('1969-12-31T23:59:58.000Z d')).toBe(-2_000);
});
