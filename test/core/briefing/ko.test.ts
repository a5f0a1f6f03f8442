import { describe, expect, it } from 'vitest';
import { cardOf } from '../../../src/core/briefing/card.ts';
import { pageBriefing } from '../../../src/core/briefing/notices.ts';
import { onCall } from '../../../src/core/briefing/overview.ts';
import { wordsOf } from '../../../src/core/briefing/words/words.ts';
import { alarm, opened, play, rollout, world } from '../../support/points-world.ts';
import { everyText, latinIn, type Said } from './every-text.ts';
import { examples } from './examples.ts';

const ko = wordsOf('ko');
const en = wordsOf('en');

/** Names of things, commands and numbers that are the same in every language. */
const sameEverywhere = [
  ...['Firebreak', 'firebreak.yml', 'incident', 'reopen', 'rollback', 'rotations'],
  ...['SEV1', 'SEV3', 'INC-42', 'INC-43', 'staging', 'p95', 's', 'k', 'min'],
];

describe('the Korean catalogue', () => {
  const said = everyText(ko, examples);

  it('leaves no English word in any sentence', () => {
    expect(latinIn(said, sameEverywhere)).toEqual([]);
  });

  it('says what is foreign as it is, as often as English does', () => {
    const foreign = ({ text }: Said) =>
      new Set(text.match(/\b(?:WHY|TITLE|SERVICE|PLACE|ANA|BEN|MEASURED|STATUS|RELEASE)\b/g));
    const english = everyText(en, examples);
    const lost = said.filter((one, at) => {
      const kept = foreign(one);
      return [...foreign(english[at] ?? one)].some((name) => !kept.has(name));
    });
    expect(lost).toEqual([]);
  });

  it('never leaves two blanks, or one at an end, or an undefined', () => {
    for (const { key, text } of said) {
      expect(text, key).not.toMatch(/^\s|\s$| {2}|undefined|\[object/);
    }
  });

  it('puts no particle behind a name whose sound it cannot know', () => {
    const names = 'ANA|SERVICE|PLACE|RELEASE|ROTATION|TITLE|SOURCE|ALARM|PLANT';
    const particle = new RegExp(`(?:${names})(?:이|가|은|는|을|를|과|와|으로|로)(?:\\s|$)`);
    expect(said.filter(({ text }) => particle.test(text))).toEqual([]);
  });

  it('counts people and shops the Korean way', () => {
    expect(ko.card.tenantsHit(7, 312, 'shop')).toBe('매장 312곳 중 7곳');
    expect(ko.card.tenantsHit(7, undefined, 'user')).toBe('사용자 7명');
    expect(ko.card.tenantsHit(7, 312, 'plant')).toBe('plant 312개 중 7개');
  });

  it('gives lengths in the largest unit that is exact enough', () => {
    const minute = 60_000;
    const lengths = [
      0,
      89_000,
      90_000,
      89 * minute,
      90 * minute,
      47.4 * 60 * minute,
      9 * 1440 * minute,
    ];
    expect(lengths.map(ko.duration)).toEqual([
      '0초',
      '89초',
      '2분',
      '89분',
      '2시간',
      '47시간',
      '9일',
    ]);
  });
});

describe('on a lock screen in Korean', () => {
  const { dossier } = play([
    opened,
    { id: 'a', kind: 'AlarmChanged', change: alarm() },
    { id: 'r', kind: 'RolloutObserved', state: rollout(), releases: [] },
  ]);

  it('a new incident says how bad, what, where, and what is asked', () => {
    expect(cardOf(dossier, ko).text).toMatch(
      /^SEV2 points-api production: .*More than 2 % of the requests fail\. 확인을 눌러 주세요\.$/,
    );
  });

  it('an acknowledged one says where it stands', () => {
    const { dossier: taken } = play([{ id: 'k', kind: 'IncidentAcknowledged', by: 'ana' }], {
      from: dossier,
    });
    expect(cardOf(taken, ko).text).toMatch(/ INC-42 (?:조사 중|결정 대기)\.$/);
  });

  it('a page says who took it once somebody did', () => {
    const [page] = dossier.pages;
    if (!page) throw new Error('nobody was paged');
    expect(pageBriefing(dossier, page, undefined, ko).text).toMatch(/확인을 눌러 주세요\.$/);
    const answered = { ...dossier, acknowledged: { by: 'ben', at: 1 } };
    const text = pageBriefing(answered, { ...page, state: 'settled' }, undefined, ko).text;
    expect(text).toMatch(/ben 님이 확인했습니다\.$/);
  });
});

it('who is on call until when keeps the order of a Korean sentence', () => {
  const [, shift] = onCall(world.rotations, dayInNovember, ko).parts.flatMap((part) =>
    part.kind === 'lines' ? part.lines : [],
  );
  const at = shift?.findIndex((piece) => typeof piece === 'object' && 'at' in piece) ?? -1;
  expect(shift?.[at + 1]).toBe('까지');
});

const dayInNovember = Date.UTC(2026, 10, 24);
