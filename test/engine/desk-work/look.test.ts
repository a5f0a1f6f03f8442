import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/core/evidence/question.ts';
import { OutsideError } from '../../../src/core/kit/outside-error.ts';
import type { ReleaseControl } from '../../../src/core/service/release-control.ts';
import { lookFor } from '../../../src/engine/desk-work/look.ts';
import type { Doing } from '../../../src/engine/effects/doing.ts';
import { silentLog } from '../../../src/engine/log.ts';
import { createEmptySource, createFakePorts } from '../../support/fake-ports.ts';
import { monday, production, words, world } from '../../support/points-world.ts';

type History = ReleaseControl['history'];

/** A look at the slow queries of points-api, with a history of releases that does as it is told. */
async function look(history: History, wish: Parameters<typeof lookFor>[2] = {}) {
  const { ports } = createFakePorts();
  const asked: Question[] = [];
  const empty = createEmptySource('slow-queries');
  const source = {
    ...empty,
    ask: (...[question, limits]: Parameters<typeof empty.ask>) => {
      asked.push(question);
      return empty.ask(question, limits);
    },
  };
  const doing = {
    ...ports,
    sources: [source],
    controls: ports.controls.map((control) => ({ ...control, history })),
    clock: { now: () => monday },
    evidenceBudgetMs: 50,
    world,
    words,
    log: silentLog,
  } as unknown as Doing;
  const briefing = await lookFor('slow-queries', production, wish, 'r1', doing);
  return { text: JSON.stringify(briefing), asked };
}

const denied = async (): Promise<never> => {
  throw new OutsideError({
    system: 'Amazon ECS',
    operation: 'ListServiceDeployments',
    kind: 'denied',
    message: 'AWS does not let Firebreak read the deployments.',
  });
};
const silent: History = () => new Promise(() => {});

describe('a look at evidence when the history of releases cannot be read', () => {
  it('answers beside yesterday, and says why it knows no releases', async () => {
    const { text, asked } = await look(denied);
    expect(asked).toMatchObject([{ baseline: { is: 'day-before' } }]);
    expect(text).toContain('No slow queries found.');
    expect(text).toContain('AWS does not let Firebreak read the deployments.');
  });

  it('does so too when somebody wanted it beside a release', async () => {
    const { text, asked } = await look(denied, { baseline: { is: 'release', label: 'x:1' } });
    expect(asked).toMatchObject([{ baseline: { is: 'day-before' } }]);
    expect(text).toContain('The rollout could not be read.');
  });

  it('does not wait for a history that never comes', async () => {
    const { text, asked } = await look(silent);
    expect(asked).toHaveLength(1);
    expect(text).toContain(words.causes.noAnswer('ECS', 0.01));
  });

  it('says which releases there are when the one that was named is not among them', async () => {
    const history: History = async () => ({ releases: [], partial: false }) as never;
    const { text, asked } = await look(history, { baseline: { is: 'release', label: 'x:1' } });
    expect(asked).toEqual([]);
    expect(text).toContain('I know no release to compare with.');
  });
});
