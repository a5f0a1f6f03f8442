import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../../../src/adapters/slack/render/message.ts';
import { slackWords } from '../../../../src/adapters/slack/words/words.ts';
import type { Briefing } from '../../../../src/core/briefing/briefing.ts';
import { cardOf } from '../../../../src/core/briefing/card.ts';
import { evidenceAlone, seen } from '../../../../src/core/briefing/see/see.ts';
import { wordsOf } from '../../../../src/core/briefing/words/words.ts';
import type { SlowDiagnosis } from '../../../../src/core/logs/slow-log/digest.ts';
import { monday, opened, play, words } from '../../../support/points-world.ts';
import { flat, slowAnswer, slowClass } from './slow-world.ts';

const place = { service: 'points-api', name: 'production' };
const release = {
  id: 'r43',
  label: 'points-api:43',
  artifacts: [],
  startedAt: monday,
  outcome: 'succeeded',
  isRunning: 'yes',
} as const;

/** The lines about statements as a phone shows them, without the title. */
function linesOf(briefing: Briefing): string[] {
  const [section] = renderMessage(briefing, [], slackWords('en')).blocks.filter(
    ({ type }) => type === 'section',
  );
  const text = (section as { text: { text: string } }).text.text;
  return text.split('\n').slice(1);
}

function smallOf(briefing: Briefing): string {
  const { blocks } = renderMessage(briefing, [], slackWords('en'));
  return JSON.stringify(blocks.filter(({ type }) => type === 'context'));
}

describe('a statement that is new since yesterday', () => {
  const briefing = evidenceAlone(place, slowAnswer(), words, [release]);

  it('says what, how much, likely why, since which release, and how to recognise it', () => {
    expect(linesOf(briefing)).toEqual([
      '• *SELECT point_transactions* · new · 41 % of slow time',
      '\u2003p95 900 ms · reads 600 k rows to give 25 · 214×',
      '\u2003_likely_: no index for `member_id, created_at` · began 2 min after points-api:43',
      '\u2003`select … from point_transactions where member_id = ? order …`',
    ]);
  });

  it('names what it was compared with, and what to check next', () => {
    expect(smallOf(briefing)).toContain('Compared with the same time yesterday:');
    expect(smallOf(briefing)).toContain('list the indexes of point_transactions.');
  });

  it('stands on the card and on the lock screen', () => {
    const answered = play([
      opened,
      { id: 'a', kind: 'EvidenceAnswered', evidence: slowAnswer() },
    ]).dossier;
    const headline = 'DB: SELECT point_transactions new, 41 % of slow time';
    expect(cardOf(answered, words).text).toContain(headline);
    expect(JSON.stringify(cardOf(answered, words).parts)).toContain(headline);
    expect(seen(answered, words).text).toContain(headline);
  });
});

describe('many statements', () => {
  const many = Array.from({ length: 9 }, (_, place) =>
    slowClass({
      id: `c${place}`,
      tables: [`t${place}`],
      change: { kind: 'slower', beforeCount: 9, beforeTotalMs: 9, beforeP95Ms: 300, costMs: place },
    }),
  );

  it('take five lines, the one that costs most first', () => {
    const lines = linesOf(evidenceAlone(place, slowAnswer({ classes: many }), words));
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('• *SELECT t8* · 3× slower · 41 % of slow time');
    expect(lines[1]).toContain('p95 900 ms · before 300 ms');
    expect(lines[3]).toContain('*SELECT t7*');
    expect(lines[3]).toContain('no index for');
  });

  it('leave out what is as it was', () => {
    const same = slowClass({
      tables: ['same'],
      timeMs: flat(9_000),
      change: { kind: 'same', beforeCount: 1, beforeTotalMs: 1, costMs: 0 },
    });
    const briefing = evidenceAlone(place, slowAnswer({ classes: [same, slowClass()] }), words);
    expect(linesOf(briefing).join()).not.toContain('SELECT same');
    expect(smallOf(briefing)).toContain('2 kinds of slow statements in all.');
    const calm = evidenceAlone(place, slowAnswer({ classes: [same] }), words);
    expect(linesOf(calm)[0]).toContain('None is new, slower or more frequent.');
  });

  it('without a baseline stand by their total time, and claim no change', () => {
    const { baseline: _, ...alone } = slowAnswer({
      classes: many.map(({ change: __, ...one }) => one),
    });
    const lines = linesOf(evidenceAlone(place, alone, words));
    expect(lines[0]).toBe('• *SELECT t0* · 41 % of slow time');
  });
});

it('a release is not named for what was there before it, or long after it', () => {
  const why = (firstAt: number) =>
    linesOf(
      evidenceAlone(place, slowAnswer({ classes: [slowClass({ firstAt })] }), words, [release]),
    ).join();
  expect(why(monday - 1)).not.toContain('points-api:43');
  expect(why(monday + 2 * 60 * 60_000)).not.toContain('points-api:43');
});

it('tells what else happened in one line, and what is gone in another', () => {
  const briefing = evidenceAlone(
    place,
    slowAnswer({
      happenings: [
        { kind: 'lock-wait', count: 3, total: 12_000 },
        { kind: 'deadlock', count: 1 },
        { kind: 'temp-file', count: 4, total: 1_288_490_189 },
      ],
      gone: [{ id: 'g', fingerprint: 'select ?', beforeCount: 4, beforeTotalMs: 4_200 }],
      unreadBytes: 2_048,
    }),
    words,
  );
  expect(linesOf(briefing).at(-1)).toBe(
    '• 3 lock waits (12.0 s) · 1 deadlock · 4 temporary files (1.2 GB)',
  );
  expect(smallOf(briefing)).toContain('Not seen any more: 1 kind that took 4.2 s then.');
  expect(smallOf(briefing)).toContain('2 KB of the log could not be read');
});

it('says which part of the window was read', () => {
  const covered = { fromAt: monday, toAt: monday + 60_000 };
  expect(smallOf(evidenceAlone(place, slowAnswer({}, { covered }), words))).toContain(
    'Only this part was read:',
  );
});

it('marks what is a guess, and leaves what is known upright', () => {
  const first = (diagnosis: SlowDiagnosis) =>
    linesOf(
      evidenceAlone(place, slowAnswer({ classes: [slowClass({ diagnoses: [diagnosis] })] }), words),
    )[2];
  expect(first({ id: 'blocked', sure: 'known', lockShare: 0.8 })).toBe(
    '\u2003known: waits for locks, 80 % of its time',
  );
  expect(first({ id: 'plan-or-saturation', sure: 'guess', times: 3.2 })).toMatch(/^\u2003_guess_:/);
});

it('reads as naturally in Korean', () => {
  const briefing = evidenceAlone(place, slowAnswer(), wordsOf('ko'), [release]);
  expect(linesOf(briefing).slice(0, 3)).toEqual([
    '• *SELECT point_transactions* · 새로 나타남 · 느린 쿼리 시간의 41 %',
    '\u2003p95 900 ms · 600 k행을 읽어 25행 반환 · 214건',
    '\u2003_유력_: 인덱스 없음: `member_id, created_at` · points-api:43 배포 2분 후 처음 나타남',
  ]);
});

describe('load, where no log could be read', () => {
  const { slow: _, ...rest } = slowAnswer();
  const one = {
    id: 'c1',
    fingerprint: 'select * from point_transactions where member_id = ?',
    verb: 'select',
    tables: ['point_transactions'],
    sessions: 2.13,
    share: 0.41,
  };
  const load = {
    window: rest.window,
    total: 5,
    statements: [
      { ...one, callsPerSecond: 12.4, meanMs: 171.6, before: { sessions: 0.3 } },
      { ...one, fingerprint: 'commit', verb: '', tables: [], sessions: 0.04, share: 0.008 },
    ],
  };

  it('says who holds the sessions, against then, and how often where that is known', () => {
    expect(linesOf(evidenceAlone(place, { ...rest, load }, words, []))).toEqual([
      '• *SELECT point_transactions* · 41 % of the load · 2.1 sessions · before 0.30 · 12 calls/s of 172 ms',
      '• *commit* · <1 % of the load · 0.04 sessions'.replace('<', '&lt;'),
    ]);
  });
});

it('says in small print why it was not looked where it is looked first', () => {
  const answer = slowAnswer({}, { instead: 'RDS has no slow log files' });
  expect(smallOf(evidenceAlone(place, answer, words, []))).toContain(
    'Not answered where it is looked for first: RDS has no slow log files',
  );
});
