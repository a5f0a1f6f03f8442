import { describe, expect, it } from 'vitest';
import { createSlowDigest } from '../../../../src/core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../../../src/core/logs/slow-log/slow-log-reader.ts';
import { cut, realLog } from '../log-data.ts';
import { readPostgres, tellingReader } from './postgres-read.ts';

function digest(bytes: Uint8Array) {
  const taker = createSlowDigest({ keepExamples: true });
  const reader = createSlowLogReader({ dialect: 'auto', taker });
  reader.push(bytes);
  reader.end();
  return taker.result();
}

describe('one run of a real server, written in four forms at once', () => {
  const told = digest(realLog('postgres/four-forms.log'));

  it('holds long, multi-line and hostile statements, waits, files and a failure', () => {
    expect(told.events).toBe(40);
    expect(told.happenings?.map(({ kind }) => kind).toSorted()).toEqual([
      'cancelled',
      'lock-wait',
      'temp-file',
    ]);
    expect(told.classes.every(({ timeMs }) => timeMs.max < 10_000)).toBe(true);
  });

  it.each(['csv', 'json'])('gives the digest of the text as %s', (form) => {
    expect(digest(realLog(`postgres/four-forms.${form}`))).toEqual(told);
  });

  it('gives the digest of the text as a syslog, beside the lines of other programs', () => {
    const { unreadBytes, unreadReasons, ...rest } = digest(realLog('postgres/four-forms.syslog'));
    const { unreadBytes: none, ...expected } = told;
    expect(rest).toEqual(expected);
    expect([none, unreadBytes]).toEqual([0, 1_330]);
    expect(unreadReasons).toEqual({ 'not-a-log-line': 1_330 });
  });

  it('is read alike in pieces', () => {
    const bytes = realLog('postgres/four-forms.syslog');
    expect(readPostgres(...cut(bytes, 900, 3))).toEqual(readPostgres(bytes));
  });

  it('never gives more for less of it', () => {
    const bytes = realLog('postgres/four-forms.syslog');
    const whole = readPostgres(bytes).statements.length;
    for (let at = 0; at < bytes.length; at += 97) {
      expect(readPostgres(bytes.subarray(0, at)).statements.length).toBeLessThanOrEqual(whole);
      expect(readPostgres(bytes.subarray(at)).statements.length).toBeLessThanOrEqual(whole);
    }
  });
});

const from = (pid: number) => `Nov 22 07:34:01 db-1 postgres[${pid}]: `;
const prefix = '2026-11-22 07:34:01.250 UTC app@shop ';
const timed = `${prefix}LOG:  duration: 5.000 ms  statement: SELECT a,`;

describe('a syslog', () => {
  it('has the parts of several processes in any order', () => {
    const { statements, unread } = readPostgres(
      `${from(1)}[5-1] ${timed}\n${from(2)}[9-1] ${timed}\n` +
        `${from(1)}[5-2] #011b\n${from(2)}[9-2] #011c\n${from(1)}[5-3] #011#011FROM t\n`,
    );
    expect(statements.map(({ statement }) => statement)).toEqual([
      'SELECT a,\nb\n\tFROM t',
      'SELECT a,\nc',
    ]);
    expect(statements[0]).toMatchObject({ user: 'app', database: 'shop' });
    expect(unread).toEqual([]);
  });

  it.each([
    ['a priority', `<134>${from(1)}`],
    ['an ISO time', '2026-11-22T07:34:01.250+00:00 db-1 postgres[1]: '],
    ['the form of RFC 5424', '<134>1 2026-11-22T07:34:01.250Z db-1 postgres 1 - - '],
    ['structured data', '<134>1 2026-11-22T07:34:01.250Z db-1 postgres 1 x [a b="c"] \ufeff'],
  ])('may have %s', (_what, header) => {
    const bare = 'LOG:  duration: 5.000 ms  statement: SELECT a,';
    const log = `${header}[5-1] ${bare}\n${header}[5-2] #011b\n`;
    expect(readPostgres(log)).toMatchObject({
      statements: [{ statement: 'SELECT a,\nb' }],
      unread: [],
    });
    if (header.includes('T07')) {
      expect(readPostgres(log).statements[0]?.endedAt).toBe(Date.parse('2026-11-22T07:34:01.250Z'));
    }
  });

  it('without a year gives no time, unless the prefix or the event does', () => {
    const line = `${from(1)}[5-1] LOG:  duration: 5.000 ms  statement: SELECT 1`;
    expect(readPostgres(line).statements[0]?.endedAt).toBeNaN();
    const { reader, told } = tellingReader();
    for (const at of [7_000, 8_000]) {
      reader.push(new TextEncoder().encode(line.replace('[5', `[${at}`)));
      reader.endEvent(at);
    }
    reader.end();
    expect(told.statements.map(({ endedAt }) => endedAt)).toEqual([7_000, 8_000]);
  });

  it('joins statement and time of one process where the prefix has no number of it', () => {
    const { statements } = readPostgres(
      `${from(1)}[5-1] LOG:  statement: SELECT 1\n${from(2)}[5-1] LOG:  statement: SELECT 2\n` +
        `${from(2)}[6-1] LOG:  duration: 2.000 ms\n${from(1)}[6-1] LOG:  duration: 1.000 ms\n`,
    );
    const said = statements.map(({ durationUs, statement }) => [durationUs, statement]);
    expect(said).toEqual(
      expect.arrayContaining([
        [1_000, 'SELECT 1'],
        [2_000, 'SELECT 2'],
      ]),
    );
  });

  it('may leave the numbers out', () => {
    const { statements, happenings } = readPostgres(
      `${from(1)}${timed}\n${from(1)}#011b FROM\n${from(1)} t\n` +
        `${from(1)}${prefix}ERROR:  deadlock detected\n${from(1)}${prefix}DETAIL:  x\n` +
        `${from(1)}${prefix}STATEMENT:  SELECT 7\n`,
    );
    expect(statements.map(({ statement }) => statement)).toEqual(['SELECT a,\nb FROM t']);
    expect(happenings).toMatchObject([{ kind: 'deadlock', statement: 'SELECT 7' }]);
  });

  it('may leave messages whole', () => {
    const { statements, happenings, unread } = readPostgres(
      `${from(1)}[5] ${timed}#012#011b\n` +
        `${from(1)}[6] ${prefix}ERROR:  deadlock detected#012${prefix}STATEMENT:  SELECT#012#0117\n`,
    );
    expect(statements.map(({ statement }) => statement)).toEqual(['SELECT a,\nb']);
    expect(happenings).toMatchObject([{ kind: 'deadlock', statement: 'SELECT\n7' }]);
    expect(unread).toEqual([]);
  });

  it('that lost a part tells what came before it and how much is missing', () => {
    const lost = `${from(1)}[5-3] #011FROM t WHERE c\n${from(1)}[5-4] #011= 1\n`;
    const { statements, unread } = readPostgres(`${from(1)}[5-1] ${timed}\n${lost}`);
    expect(statements.map(({ statement }) => statement)).toEqual(['SELECT a,']);
    expect(unread.map(([, reason]) => reason)).toEqual(['cut', 'cut']);
    const sizes = lost.split(/(?<=\n)/).map((line) => line.length);
    const none = readPostgres(lost);
    expect(none.statements).toEqual([]);
    expect(none.unread).toEqual(sizes.map((size) => [size, 'not-a-log-line']));
  });

  it('never takes a part of a statement for a message', () => {
    const evil = `${prefix}LOG:  duration: 99.000 ms  statement: evil`;
    const { statements, happenings } = readPostgres(
      `${from(1)}[5-1] ${timed}\n${from(1)}[5-2] #011'${evil}\n${from(1)}[5-3] ${evil}\n` +
        `${from(1)}[5-4] #011${prefix}ERROR:  deadlock detected\n`,
    );
    expect(statements).toHaveLength(1);
    expect(statements[0]?.durationUs).toBe(5_000);
    expect(happenings).toEqual([]);
  });

  it('keeps a # that stands for itself', () => {
    const { statements } = readPostgres(`${from(1)}[5-1] ${timed} doc #> '{a}', '#012345'\n`);
    expect(statements[0]?.statement).toContain("doc #> '{a}'");
  });
});
