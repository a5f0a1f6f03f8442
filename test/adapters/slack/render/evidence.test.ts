import { describe, expect, test } from 'vitest';
import { faultOfBlocks, limits } from '../../../../src/adapters/slack/render/limits.ts';
import { renderMessage } from '../../../../src/adapters/slack/render/message.ts';
import { slackWords } from '../../../../src/adapters/slack/words/words.ts';
import type { Briefing } from '../../../../src/core/briefing/briefing.ts';
import { tellers } from '../../../../src/core/briefing/see/answer.ts';
import { evidenceAlone, seen } from '../../../../src/core/briefing/see/see.ts';
import { wordsOf } from '../../../../src/core/briefing/words/words.ts';
import type { Evidence } from '../../../../src/core/evidence/evidence.ts';
import type { Release } from '../../../../src/core/service/release.ts';
import { boundEvidence } from '../../../../src/core/steps/bound-evidence.ts';
import { largestEvidence } from '../../../support/largest-evidence.ts';
import { monday, opened, play } from '../../../support/points-world.ts';

const texts = ['select a_long_name ', '포인트를 쓸 수 없습니다 ', '<&>`*_~|@channel\u202e '];
const languages = ['en', 'ko'] as const;
const place = { service: 'points-api', name: 'production', tenantField: 'shopId' };
const releases: Release[] = Array.from({ length: 20 }, (_, place) => ({
  id: `r${place}`,
  label: `points-api:${place} · ${'long '.repeat(100)}`,
  artifacts: [],
  startedAt: monday - place * 60_000,
  outcome: 'succeeded',
  isRunning: 'yes',
}));

const cases = languages.flatMap((language) => texts.map((text) => [language, text] as const));

function faults(briefing: Briefing, language: 'en' | 'ko') {
  const { blocks, text, whole } = renderMessage(briefing, [], slackWords(language));
  const tooLong = [text, whole].filter(({ length }) => length > limits.messageText);
  return { blocks: faultOfBlocks(blocks), tooLong: tooLong.length };
}

describe.each(cases)('the largest evidence, in %s, of %s', (language, text) => {
  const words = wordsOf(language);
  const kept = largestEvidence(text).map(boundEvidence);

  test.each(kept.map((one) => [one.kind, one] as const))('Slack takes: %s', (_, evidence) => {
    const alone = evidenceAlone(place, evidence, words, releases);
    expect(faults(alone, language)).toEqual({ blocks: undefined, tooLong: 0 });
    const failed = { ...evidence, status: 'failed', failure: text.repeat(5_000) } as const;
    const told = evidenceAlone(place, failed, words, releases);
    expect(faults(told, language)).toEqual({ blocks: undefined, tooLong: 0 });
  });

  test('Slack takes all kinds in one message, whole, with what they say together', () => {
    const evidence = Object.fromEntries(kept.map((one) => [one.kind, one]));
    const briefing = seen({ ...play([opened]).dossier, evidence, releases }, words);
    expect(faults(briefing, language)).toEqual({ blocks: undefined, tooLong: 0 });
    const { blocks } = renderMessage(briefing, [], slackWords(language));
    for (const { kind } of kept) {
      expect(JSON.stringify(blocks)).toContain(words.evidenceBriefing.titles[kind]);
    }
  });

  test('slow queries are five lines, none of them wider than a few lines of a phone', () => {
    const slow = kept.find(({ kind }) => kind === 'slow-queries') as Evidence;
    const lines = tellers['slow-queries'].lines(slow, { noun: 'shop', releases }, words);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.length).toBeLessThanOrEqual(5);
    for (const line of lines) expect(JSON.stringify(line).length).toBeLessThan(400);
  });
});
