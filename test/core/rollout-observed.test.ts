import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { opened, play, rollout } from '../support/points-world.ts';

const observed = (
  id: string,
  event: Partial<Extract<Event, { kind: 'RolloutObserved' }>>,
): Event => ({
  id,
  kind: 'RolloutObserved',
  ...event,
});
const again = { kind: 'observe-rollout', afterMs: 30_000 };

describe('looking at a rollout while an incident is open', () => {
  it('looks again soon while it moves or waits, so that nobody decides on an old percentage', () => {
    for (const phase of ['pending', 'progressing', 'paused', 'baking'] as const) {
      const change = play([opened, observed('o', { state: rollout({ phase }), releases: [] })]);
      expect(change.effects).toContainEqual(again);
    }
  });

  it('leaves a rollout alone that moves no more', () => {
    for (const phase of ['idle', 'succeeded', 'rolled-back', 'stopped-mixed'] as const) {
      const change = play([opened, observed('o', { state: rollout({ phase }), releases: [] })]);
      expect(change.effects).not.toContainEqual(again);
    }
  });

  it('looks again after it could not be read', () => {
    const change = play([opened, observed('o', { failure: 'ECS: told to wait.' })]);
    expect(change.effects).toContainEqual(again);
  });

  it('edits no message when a second look shows the same', () => {
    const state = rollout({ phase: 'paused' });
    const { dossier } = play([opened, observed('1', { state, releases: [] })]);
    const same = play([observed('2', { state: { ...state, observedAt: 9 }, releases: [] })], {
      from: dossier,
    });
    expect(same.effects).toEqual([again]);
    const further = rollout({ phase: 'paused', progress: { basis: 'traffic', text: '50 %' } });
    const news = play([observed('3', { state: further, releases: [] })], { from: dossier });
    expect(news.effects).toContainEqual({ kind: 'show', slot: 'card' });
  });
});
