import { describe, expect, it } from 'vitest';
import { findingHeadline, findingParts } from '../../../../src/core/briefing/see/findings.ts';
import { wordsOf } from '../../../../src/core/briefing/words/words.ts';
import { type Known, weigh } from '../../../../src/core/evidence/weigh.ts';
import {
  beganAt,
  linesFrom,
  minuteMs,
  morning,
  origins,
  right,
  volumeOf,
  weighedAt,
  window,
  writesOf,
  wrong,
} from '../../evidence/second-morning.ts';
import { textOf } from './line-text.ts';

function linesOf(known: Known, language: 'en' | 'ko' = 'en'): string[] {
  const parts = findingParts(weigh(known), { noun: 'shop' }, wordsOf(language));
  return parts.flatMap((part) => (part.kind === 'lines' ? part.lines.map(textOf) : []));
}
const headOf = (known: Known) => findingHeadline(weigh(known), wordsOf('en'));
const calm = linesFrom({ fromAt: window.fromAt, toAt: beganAt }, right);
const since = { fromAt: beganAt, toAt: weighedAt };

describe('the wrong environment', () => {
  it('is told so that somebody who reads nothing else knows what it is and what is left to do', () => {
    expect(linesOf(morning())).toEqual([
      '*What it looks like*',
      '• *known*: production runs with the settings of staging',
      '\u2003since ⏱ · with points-api:44 · dev-ben-local · 100 % of the lines',
      '\u2003the lines say env “staging” · their database is points-staging-db (staging)',
      '\u2003disk writes of points-db-1 down to 6 % · no release before had a tag like dev-ben-local',
      '\u2003*Left to do:* 288 write requests of 288 shops went to points-staging-db between ⏱ and now. What they wrote has to be moved by hand.',
    ]);
  });

  it('is told in Korean as fully', () => {
    const korean = linesOf(morning(), 'ko');
    expect(korean).toHaveLength(6);
    expect(korean.at(-1)).toBe(
      '\u2003*남은 일:* ⏱부터 지금까지 쓰기 요청 288건 (매장 288곳)이 points-staging-db 쪽으로 들어갔습니다. 기록된 데이터를 직접 옮겨야 합니다.',
    );
  });

  it('has one line for a lock screen', () => {
    expect(headOf(morning())).toBe('production runs with the settings of staging');
  });

  it('that is over says from when to when, and what was done meanwhile', () => {
    const endedAt = weighedAt - 5 * minuteMs;
    const lines = [
      calm,
      linesFrom({ fromAt: beganAt, toAt: endedAt }, wrong),
      linesFrom({ fromAt: endedAt, toAt: weighedAt }, right),
    ];
    const text = linesOf(morning({ lines })).join('\n');
    expect(text).toContain('production ran with the settings of staging');
    expect(text).toContain('since ⏱ until ⏱');
    expect(text).toContain(
      '168 write requests of 288 shops went to points-staging-db between ⏱ and ⏱.',
    );
  });

  it('says which hosts where it is not all of them', () => {
    const lines = [linesFrom(window, right, 36), linesFrom(since, wrong, 4)];
    expect(linesOf(morning({ lines })).join('\n')).toContain('10 % of the lines · 1 host: api-1');
  });

  it('says that there are more where the window begins in the midst of it', () => {
    const text = linesOf(morning({ lines: [linesFrom(window, wrong)] })).join('\n');
    expect(text).toContain('since before ⏱');
    expect(text).toContain('at least 720 write requests');
  });

  it('shows what speaks against it, and does not ask to move what went to the right place', () => {
    const lines = [calm, linesFrom(since, { ...right, env: 'staging' })];
    const text = linesOf(morning({ lines }, { database: writesOf(() => 12) })).join('\n');
    expect(text).toContain('_guess_: production calls itself staging in its logs');
    expect(text).toContain(
      'Against it: their database is points-db-1, the right one · disk writes of points-db-1 are as before',
    );
    expect(text).not.toContain('Left to do');
  });

  it('names a database nobody configured', () => {
    const lines = [calm, linesFrom(since, { ...right, database: 'points-new.internal' })];
    const text = linesOf(morning({ lines })).join('\n');
    expect(text).toContain('_guess_: production speaks to a database not configured for it');
    expect(text).toContain('their database is points-new.internal, not in firebreak.yml');
  });

  it('names the tenants that came up elsewhere', () => {
    const names = Array.from({ length: 9 }, (_, n) => `shop-${n}`);
    const guest = { environment: 'staging', tenants: 42, names, lines: 600 };
    const guests = [{ ...guest, firstAt: beganAt, lastAt: weighedAt }];
    const volume = volumeOf({ ...origins, lines: [linesFrom(window, right)], guests }, 4);
    const known = morning({}, { 'log-volume': volume, database: writesOf(() => 12) });
    expect(headOf(known)).toBe('requests of production arrive at staging');
    const text = linesOf(known).join('\n');
    expect(text).toContain(
      '42 shops came up in the logs of staging: shop-0, shop-1, shop-2, shop-3, shop-4 …',
    );
    expect(text).toContain('600 lines of 42 shops went to staging between ⏱ and now.');
  });
});
