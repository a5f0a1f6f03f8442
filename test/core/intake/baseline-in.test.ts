import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/core/intake/parse-command.ts';

const known = {
  services: ['points-api'],
  environments: ['production'],
  rotations: ['backend'],
};

describe('what slow queries are compared with', () => {
  it.each([
    ['slow points-api 30m vs yesterday', { is: 'yesterday' }],
    ['slow points-api 30m vs last week', { is: 'week' }],
    ['slow vs week points-api 30m', { is: 'week' }],
    ['slow points-api VS before 30m', { is: 'before' }],
    ['slow points-api 30m vs release', { is: 'release' }],
    ['slow vs release points-api 30m', { is: 'release' }],
    ['slow vs release 30m points-api', { is: 'release' }],
    ['slow points-api 30m vs release points-api:42', { is: 'release', label: 'points-api:42' }],
    ['points-api 30m 어제 대비 느린 쿼리', { is: 'yesterday' }],
    ['느린 쿼리 points-api 30분 지난주 대비', { is: 'week' }],
  ])('%s', (text, baseline) => {
    expect(parseCommand(text, known)).toEqual({
      verb: 'slow',
      service: 'points-api',
      lookBackMs: 1_800_000,
      baseline,
    });
  });

  it.each(['slow vs', 'slow points-api vs tomorrow', 'slow vs constructor'])(
    'refuses what means nothing and says what to write: %s',
    (text) => {
      expect(parseCommand(text, known)).toMatchObject({
        text: expect.stringMatching(/Write vs yesterday, vs last week, vs before, or vs release/),
      });
    },
  );

  it('is no business of other verbs', () => {
    expect(parseCommand('errors points-api vs yesterday', known)).toMatchObject({
      text: expect.stringContaining('"vs"'),
    });
  });

  it('says it in Korean too', () => {
    expect(parseCommand('느린 쿼리 내일 대비', { ...known, language: 'ko' })).toMatchObject({
      text: expect.stringContaining('어제 대비'),
    });
  });
});
