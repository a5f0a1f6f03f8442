import { describe, expect, it } from 'vitest';
import { seen } from '../../src/core/briefing/see/see.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Event } from '../../src/core/event.ts';
import { isRefusal } from '../../src/core/kit/refusal.ts';
import { step } from '../../src/core/step.ts';
import { alarm, contextAt, monday, opened, play, words } from '../support/points-world.ts';

const minute = 60_000;

/** Plays many events; what is asked is answered and what is announced is said at once. */
function playAll(from: Dossier, events: readonly Event[]): Dossier {
  let dossier = from;
  for (const [place, event] of events.entries()) {
    const change = step(dossier, event, contextAt(monday + place * minute));
    if (isRefusal(change)) throw new Error(change.text);
    dossier = { ...change.dossier, asking: [] };
    for (const effect of change.effects) {
      if (effect.kind !== 'show' || dossier.messages[effect.slot]) continue;
      const ref = { channel: 'C1', ts: `${place}.${effect.slot}` };
      const shown: Event = {
        id: `${event.id} ${effect.slot}`,
        kind: 'MessageShown',
        slot: effect.slot,
        ref,
      };
      const after = step(dossier, shown, contextAt(monday + place * minute));
      if (!isRefusal(after)) dossier = after.dossier;
    }
  }
  return dossier;
}

function sizeOf(dossier: Dossier): number {
  return JSON.stringify(dossier).length;
}

const begun = play([opened, { id: 'a', kind: 'AlarmChanged', change: alarm() }]).dossier;

describe('a dossier that lives for long', () => {
  it('does not grow while an alarm flaps for days and people open and close it', () => {
    const day = (from: number) =>
      Array.from({ length: 400 }, (_, place): Event[] => {
        const id = `${from + place}`;
        return [
          { id: `close ${id}`, kind: 'IncidentResolved', by: 'ana' },
          { id: `open ${id}`, kind: 'IncidentReopened', by: 'firebreak' },
        ];
      }).flat();
    const first = playAll(begun, day(0));
    const second = playAll(first, day(1_000));
    expect(sizeOf(second)).toBeLessThan(sizeOf(first) * 1.1);
    expect(sizeOf(second)).toBeLessThan(150_000);
  });

  it('keeps every alarm that fires, and of those that are fine again the newest', () => {
    const changes = (state: 'alarm' | 'ok', count: number, name: string): Event[] =>
      Array.from({ length: count }, (_, place) => {
        const alertKey = `${name}-${place}`;
        const raw = 'x'.repeat(10_000);
        const changedAt = monday + place * minute;
        const change = alarm({ alertKey, name: alertKey, state, raw, changedAt });
        return { id: `${alertKey} ${state}`, kind: 'AlarmChanged', change };
      });
    const after = playAll(begun, [
      ...changes('alarm', 150, 'fires'),
      ...changes('ok', 300, 'fine'),
    ]);
    const alerts = Object.values(after.alerts);
    expect(alerts.filter(({ state }) => state === 'alarm')).toHaveLength(151);
    const fine = alerts.filter(({ state }) => state === 'ok');
    expect(fine).toHaveLength(100);
    expect(fine.every(({ changedAt }) => changedAt >= monday + 200 * minute)).toBe(true);
    expect(sizeOf(after)).toBeLessThan(1_000_000);
  });

  it('keeps the most frequent kinds of a huge answer and says how many there were', () => {
    const groups = Array.from({ length: 1_000 }, (_, place) => ({
      id: `g${place}`,
      title: `Error ${place}`,
      count: 2_000 - place,
      firstAt: monday,
      lastAt: monday,
      frames: [],
      example: 'x'.repeat(1_000),
    }));
    const answered: Event = {
      id: 'answered',
      kind: 'EvidenceAnswered',
      evidence: {
        questionId: begun.asking[0]!,
        kind: 'errors',
        source: 'CloudWatch Logs Insights',
        status: 'found',
        window: { fromAt: monday - minute, toAt: monday },
        answeredAt: monday,
        query: 'fields @message',
        errors: { groups, records: 9_000, unread: 0 },
      },
    };
    const { dossier, timeline } = play([answered], { from: begun });
    expect(dossier.evidence.errors?.errors?.groups).toHaveLength(40);
    expect(sizeOf(dossier)).toBeLessThan(100_000);
    expect(JSON.stringify(seen(dossier, words))).toContain('995');
    expect(timeline[0]?.text).toContain('1000');
  });
});
