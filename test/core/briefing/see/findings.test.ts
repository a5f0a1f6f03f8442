import { describe, expect, it } from 'vitest';
import { findingHeadline, findingParts } from '../../../../src/core/briefing/see/findings.ts';
import { wordsOf } from '../../../../src/core/briefing/words/words.ts';
import { weigh } from '../../../../src/core/evidence/weigh.ts';
import { firstMorning } from '../../evidence/first-morning.ts';
import { textOf } from './line-text.ts';

const about = { noun: 'shop' };

function linesIn(language: 'en' | 'ko'): string[] {
  return findingParts(weigh(firstMorning), about, wordsOf(language)).flatMap((part) =>
    part.kind === 'lines' || part.kind === 'quiet' ? part.lines.map(textOf) : [],
  );
}

describe('what it looks like', () => {
  it('is told so that somebody just woken knows what to do', () => {
    expect(linesIn('en')).toEqual([
      '*What it looks like*',
      '• *known*: a write reached a read-only database (90×)',
      '\u2003began 2 min after points-api:42 · only 7 of 312 shops; by chance it would be about 78: their data, settings or shard',
      '\u2003It hit points-db-2, a reader now and 60 min ago.',
      '\u2003No failover: the application sends these writes to a reader.',
      '• *known*: /ecs/points-api writes 7 % of what it usually does',
      '\u2003since ⏱ · with points-api:40',
      '\u2003errors 0 an hour, usually 40',
      '\u2003only access lines remain: logging was probably turned off',
      '\u2003What goes wrong inside is written nowhere: no errors here proves nothing.',
      'Began about ⏱',
    ]);
  });

  it('is told in Korean as fully', () => {
    const korean = linesIn('ko');
    expect(korean).toHaveLength(linesIn('en').length);
    expect(korean.join('\n')).toContain('매장 312곳 중 7곳');
  });

  it('has one line for a lock screen', () => {
    expect(findingHeadline(weigh(firstMorning), wordsOf('en'))).toBe(
      'a write reached a read-only database (90×)',
    );
  });
});
