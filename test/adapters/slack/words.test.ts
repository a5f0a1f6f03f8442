import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/adapters/slack/render/limits.ts';
import { type SlackWords, slackWords } from '../../../src/adapters/slack/words/words.ts';
import { severities } from '../../../src/core/triage/severity.ts';
import { type Examples, everyText, latinIn } from '../../core/briefing/every-text.ts';

const words = slackWords('ko');
const outcomes = ['succeeded', 'failed', 'rolled-back', 'stopped', 'running', 'unknown'] as const;

const examples: Examples<SlackWords> = {
  message: { moreLines: [[1], [30]], moreParts: [[12]], withoutButtons: [['LABEL']] },
  trouble: { outside: [['WHY']] },
  confirm: {
    question: [
      ['LABEL', ''],
      ['LABEL', 'PLACE'],
    ],
  },
  opener: { instead: [['COMMAND']] },
  declare: {
    runsOnlyIn: [['SERVICE', ['PLACE']]],
    severityMeaning: severities.map((severity) => [severity] as const),
  },
  rollback: {
    readingReleases: [['SERVICE', 'PLACE']],
    noEarlier: [['PLACE']],
    olderHidden: [[4]],
    now: [['RELEASE']],
    insteadTry: [['VERB']],
    backTo: [['RELEASE']],
    takes: [[2, 5, 'BASIS']],
    blocked: [['SIGN']],
    typeName: [['SERVICE', 'PLACE']],
    notTheName: [['SERVICE']],
    since: outcomes.map((outcome) => ['RELEASE', 'MOMENT', outcome] as const),
    outcome: outcomes.map((outcome) => [outcome] as const),
  },
};

describe("the adapter's Korean catalogue", () => {
  const said = everyText(words, examples);
  const names = ['Firebreak', 'Slack', 'firebreak.yml', 'incident', 'help'];

  it('leaves no English word in any sentence', () => {
    expect(latinIn(said, names)).toEqual([]);
  });

  it('says the same things English says', () => {
    const keys = everyText(slackWords('en'), examples).map(({ key }) => key);
    expect(said.map(({ key }) => key)).toEqual(keys);
  });

  it('needs no cutting where Slack gives little room', () => {
    const { window, declare, rollback, confirm } = words;
    const narrow = [window.cancel, window.close, window.notDone, confirm.title, declare.title];
    const titles = [...narrow, declare.submit, rollback.title, rollback.notProposed];
    for (const text of [...titles, rollback.next, rollback.seePlan, rollback.propose]) {
      expect(text.length, text).toBeLessThanOrEqual(limits.viewTitle);
    }
    for (const severity of severities) {
      const option = `${severity}: ${declare.severityMeaning(severity)}`;
      expect(option.length).toBeLessThanOrEqual(limits.optionText);
    }
  });
});
