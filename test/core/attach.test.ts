import { describe, expect, it } from 'vitest';
import { seen } from '../../src/core/briefing/see/see.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Event } from '../../src/core/event.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import { monday, opened, play, words } from '../support/points-world.ts';
import { slowEvidence } from './briefing/slow-evidence.ts';

const asked = play([opened]).dossier;
const idOf = (kind: string, dossier: Dossier = asked) =>
  dossier.asking.find((id) => id.endsWith(`#${kind}`)) ?? '';

function answered(change: Partial<Evidence>): Event {
  const evidence = slowEvidence({ questionId: idOf('slow-queries'), ...change });
  return { id: `answer ${evidence.questionId}`, kind: 'EvidenceAnswered', evidence };
}

const slow = answered({});
/** The other questions, whose answers found nothing. */
const others = asked.asking
  .filter((id) => id !== idOf('slow-queries'))
  .map((questionId) => {
    const { slow: _, ...rest } = slowEvidence({ questionId, kind: 'errors', status: 'empty' });
    return { id: `answer ${questionId}`, kind: 'EvidenceAnswered', evidence: rest } as Event;
  });

const attachments = (events: readonly Event[], from = asked) =>
  play(events, { from }).effects.filter(({ kind }) => kind === 'attach');

describe('files for the thread', () => {
  it('wait until everything of the look has answered', () => {
    expect(attachments([slow])).toEqual([]);
    expect(attachments([slow, ...others])).toEqual([{ kind: 'attach', what: 'slow-queries' }]);
    expect(attachments([...others, slow])).toEqual([{ kind: 'attach', what: 'slow-queries' }]);
  });

  it('are not made of nothing', () => {
    const { slow: _, ...rest } = slowEvidence({ status: 'failed', failure: 'WHY' });
    const failed = { ...rest, questionId: idOf('slow-queries') };
    const event: Event = { id: 'x', kind: 'EvidenceAnswered', evidence: failed };
    expect(attachments([...others, event])).toEqual([]);
  });

  it('stand there once a look, and anew after the next one', () => {
    const done: Event = {
      id: 'f',
      kind: 'FilesAttached',
      what: 'slow-queries',
      questionId: idOf('slow-queries'),
    };
    const after = play([...others, slow, done], { from: asked }).dossier;
    const shown: Event = {
      id: 's',
      kind: 'MessageShown',
      slot: 'card',
      ref: { channel: 'C1', ts: '1.0' },
    };
    expect(attachments([shown], after)).toEqual([]);
    const again = play([{ id: 'l', kind: 'LookAgainDue' }], { from: after }).dossier;
    const answers = again.asking.map((questionId) => ({
      id: `a ${questionId}`,
      kind: 'EvidenceAnswered' as const,
      evidence: questionId.endsWith('#slow-queries')
        ? slowEvidence({ questionId, window: { fromAt: monday, toAt: monday + 9e6 } })
        : {
            ...(others[0]?.kind === 'EvidenceAnswered' ? others[0].evidence : slowEvidence()),
            questionId,
          },
    }));
    expect(attachments(answers, again)).toHaveLength(1);
  });

  it('that could not be put there are a line beside the numbers, until they can', () => {
    const failed: Event = {
      id: 'g',
      kind: 'EffectFailed',
      effect: 'attach',
      subject: 'slow-queries',
      why: 'MISSING SCOPE',
    };
    const after = play([...others, slow, failed], { from: asked });
    expect(JSON.stringify(seen(after.dossier, words))).toContain('MISSING SCOPE');
    expect(after.effects).toEqual([{ kind: 'show', slot: 'evidence' }]);
    const done: Event = { id: 'f', kind: 'FilesAttached', what: 'slow-queries', questionId: 'q' };
    const mended = play([done], { from: after.dossier }).dossier;
    expect(JSON.stringify(seen(mended, words))).not.toContain('MISSING SCOPE');
  });
});
