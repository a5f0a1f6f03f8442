import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { alertFrom } from '../../src/core/triage/alert.ts';
import { type Candidate, triage } from '../../src/core/triage/triage.ts';
import { alarm, monday, opened, play } from '../support/points-world.ts';

const minute = 60_000;
const fired = alarm();
const again = alarm({ changedAt: monday + 2 * minute });
const cleared = alarm({ state: 'ok', changedAt: monday + minute });

function incident(changed: Partial<Candidate> = {}): Candidate {
  const alerts = { [fired.alertKey]: alertFrom(fired) };
  return { id: 'INC-1', isOpen: true, openedAt: monday, alerts, ...changed };
}

describe('news of an alarm that come late or out of order', () => {
  it('an all-clear from before the last firing does not hide that the alarm fires', () => {
    const verdict = triage(again, incident(), [], again.changedAt);
    expect(verdict).toMatchObject({ kind: 'attach', reason: 'known-alert' });
    const known = play([
      opened,
      { id: 'a', kind: 'AlarmChanged', change: fired },
      { id: 'b', kind: 'AlarmChanged', change: again },
    ] as Event[]).dossier.alerts;
    expect(known[fired.alertKey]).toMatchObject({ state: 'alarm', changedAt: again.changedAt });
    const late = triage(cleared, incident({ alerts: known }), [], again.changedAt);
    expect(late).toMatchObject({ kind: 'ignore', reason: 'older-than-known' });
  });

  it('a firing seen twice is one line of the timeline', () => {
    const heard = play([opened, { id: 'a', kind: 'AlarmChanged', change: fired }] as Event[]);
    const next = { id: 'b', kind: 'AlarmChanged', change: again } as Event;
    expect(play([next], { from: heard.dossier }).timeline).toEqual([]);
  });

  it('an alarm that fires again after its incident was dismissed begins a new one', () => {
    const dismissed = incident({ isOpen: false, closedAt: monday + minute, isFinal: true });
    const verdict = triage(again, dismissed, [], again.changedAt);
    expect(verdict).toMatchObject({ kind: 'open', reason: 'nothing-open' });
  });

  it('an alarm that fires again after its incident was resolved takes that one up again', () => {
    const resolved = incident({ isOpen: false, closedAt: monday + minute });
    expect(triage(again, resolved, [], again.changedAt)).toMatchObject({ kind: 'reopen' });
  });
});
