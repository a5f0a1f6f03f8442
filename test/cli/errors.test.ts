import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { errorsCommand } from '../../src/cli/errors-command.ts';
import { openRawFile } from '../../src/cli/log-file/raw-file.ts';
import { runCli } from '../../src/cli/run.ts';
import { rememberingTerminal } from './support.ts';

async function run(line: string, given: Parameters<typeof rememberingTerminal>[0]) {
  const { terminal, out, err } = rememberingTerminal(given);
  const status = await runCli([errorsCommand], line.split(' '), terminal);
  return { status, out: out.join('\n'), err: err.join('\n') };
}

test('errors groups errors by cause, with their stack, their time and whom they hit', async () => {
  const line = (shopId: string, second: number, level: string) =>
    JSON.stringify({
      level,
      time: `2026-11-22T02:00:0${second}.000Z`,
      shopId,
      msg: level === 'error' ? 'could not add points' : 'fine',
      ...(level === 'error'
        ? {
            err: {
              type: 'TypeError',
              message: 'x is undefined',
              stack: 'TypeError: x is undefined\n    at add (/app/src/points.js:10:5)',
            },
          }
        : {}),
    });
  const file = [line('s1', 1, 'error'), line('s2', 2, 'error'), line('s3', 3, 'info')].join('\n');
  const { status, out } = await run('errors app.log --tenant shopId', { file });
  expect(status).toBe(0);
  expect(out).toContain('2 errors, 1 causes, 2 of 3 hit');
  expect(out).toContain('2 times, 2026-11-22T02:00:01.000Z to 2026-11-22T02:00:02.000Z');
  expect(out).toContain('hit: s1, s2');
});

test('errors joins a stack of several lines into one', async () => {
  const file = [
    '2026-11-22 02:00:01 ERROR TypeError: x is undefined',
    '    at add (/app/src/points.js:10:5)',
    '    at use (/app/src/points.js:20:5)',
    '2026-11-22 02:00:09 INFO fine',
  ].join('\n');
  const { out } = await run('errors - --json', { file });
  expect(JSON.parse(out)).toMatchObject({ records: 1, groups: [{ count: 1 }] });
});

test('errors says what known trouble is and what to check next', async () => {
  const file = `2026-11-22 02:00:01 ERROR Error: connect ECONNREFUSED 10.0.0.1:3306\n`;
  const { out } = await run('errors app.log', { file });
  expect(out).toMatch(/^ {2}(?:known|likely|guess): .+\n {2}check next: .+/m);
});

test('errors adds up several files, and one that is not there stops no other', async () => {
  const { terminal, out, err } = rememberingTerminal({
    openFile(path) {
      if (path === 'gone.log') throw Object.assign(new Error('gone'), { code: 'ENOENT' });
      const text = '2026-11-22 02:00:01 ERROR TypeError: x is undefined\n';
      return { pieces: Readable.from([Buffer.from(text)]) };
    },
  });
  const line = ['errors', 'a.log', 'gone.log', 'b.log', '--json'];
  const status = await runCli([errorsCommand], line, terminal);
  expect([status, err]).toEqual([1, ['There is no file gone.log.']]);
  expect(JSON.parse(out.join(''))).toMatchObject({ records: 2, groups: [{ count: 2 }] });
});

test('errors as one document holds these keys and no others', async () => {
  const file = '2026-11-22 02:00:01 ERROR could not add points\n';
  const { out } = await run('errors app.log --json', { file });
  expect(JSON.parse(out)).toEqual({
    records: 1,
    unread: 0,
    groups: [
      {
        id: expect.stringMatching(/^v\d+:/),
        title: 'could not add points',
        count: 1,
        firstSeen: '2026-11-22T02:00:01.000Z',
        lastSeen: '2026-11-22T02:00:01.000Z',
        frames: [],
        example: expect.stringContaining('could not add points'),
      },
    ],
  });
});

test.each([
  ['errors', 2, 'Name one or more files'],
  ['errors - -', 2, 'only once'],
  ['errors test/no-such.log', 1, 'There is no file test/no-such.log.'],
  ['errors test', 1, 'test is a directory'],
])('%j is told', async (line, status, part) => {
  const told = await run(line, { openFile: openRawFile });
  expect([told.status, told.out]).toEqual([status, '']);
  expect(told.err).toContain(part);
});

test('errors reads access logs: requests that failed, by method, route and status', async () => {
  const line = (second: number, path: string, status: number) =>
    `10.0.0.7 - - [22/Nov/2026:02:00:0${second} +0000] "POST ${path} HTTP/1.1" ${status} 31 "-" "okhttp"`;
  const file = [
    line(1, '/points/17', 502),
    line(2, '/points/18?x=1', 502),
    line(3, '/points/19', 404),
    line(4, '/points/20', 200),
  ].join('\n');
  const { out } = await run('errors access.log --json', { file });
  expect(JSON.parse(out)).toMatchObject({
    records: 2,
    groups: [
      {
        title: 'POST /points/? → 502',
        count: 2,
        firstSeen: '2026-11-22T02:00:01.000Z',
        lastSeen: '2026-11-22T02:00:02.000Z',
      },
    ],
  });
});
