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

const done = (what: 'overview' | 'slow-queries', about: string): Event => ({
  id: `files ${about}`,
  kind: 'FilesAttached',
  what,
  about,
});

/** Answers everything that is asked, with slow queries found. */
function answersOf(dossier: Dossier): Event[] {
  const window = { fromAt: monday, toAt: monday + 9e6 };
  return dossier.asking.map((questionId) => {
    const { slow: found, ...rest } = slowEvidence({ questionId, window });
    const evidence: Evidence = questionId.endsWith('#slow-queries')
      ? { ...rest, ...(found ? { slow: found } : {}) }
      : { ...rest, kind: 'errors', status: 'empty' };
    return { id: `answer ${questionId}`, kind: 'EvidenceAnswered', evidence };
  });
}

const request = (kinds: readonly Evidence['kind'][], id = 'ask'): Event => ({
  id,
  kind: 'EvidenceRequested',
  by: 'ana',
  kinds,
  lookBackMs: 600_000,
});

describe('files for the thread', () => {
  it('wait until everything of the look has answered', () => {
    expect(attachments([slow])).toEqual([]);
    expect(attachments([slow, ...others])).toEqual([{ kind: 'attach', what: 'overview' }]);
    expect(attachments([...others, slow])).toEqual([{ kind: 'attach', what: 'overview' }]);
  });

  it('do not wait for a source that gave up', () => {
    const lost = others.slice(1).map(
      ({ id }): Event => ({
        id: `lost ${id}`,
        kind: 'EffectFailed',
        effect: 'ask',
        subject: id.replace('answer ', ''),
        why: 'WHY',
      }),
    );
    expect(attachments([slow, ...others.slice(0, 1), ...lost])).toEqual([
      { kind: 'attach', what: 'overview' },
    ]);
  });

  it('are not made of nothing', () => {
    const { slow: _, ...rest } = slowEvidence({ status: 'failed', failure: 'WHY' });
    const failed = { ...rest, questionId: idOf('slow-queries') };
    const event: Event = { id: 'x', kind: 'EvidenceAnswered', evidence: failed };
    expect(attachments([...others, event])).toEqual([]);
  });

  it('stand there once a look, and anew after the next one', () => {
    const after = play([...others, slow, done('overview', asked.look?.id ?? '')], {
      from: asked,
    }).dossier;
    const shown: Event = {
      id: 's',
      kind: 'MessageShown',
      slot: 'card',
      ref: { channel: 'C1', ts: '1.0' },
    };
    expect(attachments([shown], after)).toEqual([]);
    const again = play([{ id: 'l', kind: 'LookAgainDue' }], { from: after }).dossier;
    expect(attachments(answersOf(again), again)).toEqual([{ kind: 'attach', what: 'overview' }]);
  });

  it('are one kind alone, once, for who asked for it alone', () => {
    const calm = play([...others, slow, done('overview', asked.look?.id ?? '')], {
      from: asked,
    }).dossier;
    const wanted = play([request(['slow-queries'])], { from: calm }).dossier;
    const answers = answersOf(wanted);
    expect(attachments(answers, wanted)).toEqual([{ kind: 'attach', what: 'slow-queries' }]);
    const there = play([...answers, done('slow-queries', 'ask#slow-queries')], {
      from: wanted,
    }).dossier;
    const other = play([request(['errors'], 'next')], { from: there }).dossier;
    expect(attachments(answersOf(other), other)).toEqual([]);
  });

  it('are the overview for who asked for everything', () => {
    const calm = play([...others, slow, done('overview', asked.look?.id ?? '')], {
      from: asked,
    }).dossier;
    const wanted = play([request(['errors', 'slow-queries'])], { from: calm }).dossier;
    expect(attachments(answersOf(wanted), wanted)).toEqual([{ kind: 'attach', what: 'overview' }]);
  });

  it('that could not be put there are a line beside the numbers, until they can', () => {
    const failed: Event = {
      id: 'g',
      kind: 'EffectFailed',
      effect: 'attach',
      subject: 'overview',
      why: 'MISSING SCOPE',
    };
    const after = play([...others, slow, failed], { from: asked });
    expect(JSON.stringify(seen(after.dossier, words))).toContain('MISSING SCOPE');
    expect(after.effects).toEqual([{ kind: 'show', slot: 'evidence' }]);
    const mended = play([done('overview', 'look')], { from: after.dossier }).dossier;
    expect(JSON.stringify(seen(mended, words))).not.toContain('MISSING SCOPE');
  });
});
