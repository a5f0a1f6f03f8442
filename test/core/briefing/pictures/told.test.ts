import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../../src/core/briefing/picture.ts';
import { overviewPicture } from '../../../../src/core/briefing/pictures/overview.ts';
import { altOf, captionOf } from '../../../../src/core/briefing/pictures/told.ts';
import { wordsOf } from '../../../../src/core/briefing/words/words.ts';
import { monday } from '../../../support/points-world.ts';
import {
  answer,
  database,
  errorGroup,
  errors,
  incidentWith,
  instance,
  minute,
} from './incidents.ts';

const told = (language: 'en' | 'ko') => {
  const words = wordsOf(language);
  const incident = incidentWith([
    errors([errorGroup(), errorGroup({ id: 'g2', title: 'Other', beforeCount: 60 })]),
    database([instance('db-1')]),
    answer('slow-queries', { status: 'failed' }),
  ]);
  const picture = overviewPicture(incident, words, 'Asia/Seoul');
  if (!picture) throw new Error('no picture');
  return {
    alt: altOf(picture, words),
    caption: captionOf(picture, words.attached.overview, words),
  };
};

describe('a picture in words', () => {
  it('says for who does not see it what there is to see, when and how much', () => {
    expect(told('en').alt).toBe(
      'SEV2 · points-api · production · At a glance, 2026-11-23 10:30–11:00 Asia/Seoul. ' +
        'Errors per minute: NEW · Error: read-only at most 12 (10:55), since 10:55; ' +
        'Other at most 12 (10:55), since 10:55. ' +
        'Database: CPU and connections in use: db-1 CPU now 15 %, at most 15 % (10:30); ' +
        'db-1 connections now 25 %, at most 25 % (10:59). ' +
        'Marked: points-api:42 10:54–10:55, Began about 10:55. ' +
        'Could not be read: slow queries. Not looked at: how much is logged, what changed.',
    );
    expect(told('ko').alt).toContain(
      '분당 오류 수: 신규 · Error: read-only 최대 12 (10:55), 10:55부터',
    );
  });

  it('says the main numbers above it, a stack as one', () => {
    expect(told('en').caption.split('\n')).toEqual([
      'At a glance, 2026-11-23 10:30–11:00 Asia/Seoul',
      '• Errors per minute: at most 24 (10:55), since 10:55',
      '• Database: CPU and connections in use: db-1 CPU now 15 %, at most 15 % (10:30)',
    ]);
    expect(told('ko').caption).toContain('최대 24 (10:55), 10:55부터');
  });

  const one = (
    values: readonly number[],
    unit: 'ms' | 'count' | 'bytes' | 'percent' = 'count',
    lateMs = minute,
  ) => {
    const points = values.map((value, k) => ({ at: monday + k * minute, value }));
    const picture: Picture = {
      title: 'T',
      fromAt: monday,
      toAt: monday + (values.length - 1) * minute + lateMs,
      zone: 'UTC',
      marks: [],
      panels: [{ title: 'P', unit, form: 'lines', series: [{ label: 'S', points }] }],
    };
    return altOf(picture, wordsOf('en')).split('UTC. ')[1];
  };

  it.each([
    ['no point', one([]), 'P: S –.'],
    ['no number', one([Number.NaN]), 'P: S –.'],
    ['one point', one([3]), 'P: S now 3, at most 3 (02:00).'],
    ['an old one', one([3, 2], 'count', 5 * minute), 'P: S last 2 (02:01), at most 3 (02:00).'],
    ['all equal', one([7, 7, 7]), 'P: S now 7, at most 7 (02:00).'],
    ['huge values', one([9e15, 1]), 'P: S now 1, at most 9000000 G (02:00).'],
    ['a fast disk', one([0.42], 'ms'), 'P: S now 0.4 ms, at most 0.4 ms (02:00).'],
    ['bytes', one([2 ** 31], 'bytes'), 'P: S now 2 GB, at most 2 GB (02:00).'],
    ['percent', one([4.54], 'percent'), 'P: S now 4.5 %, at most 4.5 % (02:00).'],
  ])('has words for %s', (_, text, expected) => {
    expect(text).toBe(expected);
  });
});
