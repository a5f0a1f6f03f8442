import { describe, expect, it } from 'vitest';
import { alertFrom } from '../../src/core/triage/alert.ts';
import { environmentOfAlarm } from '../../src/core/triage/route.ts';
import { type Candidate, triage } from '../../src/core/triage/triage.ts';
import { alarm, monday, world } from '../support/points-world.ts';

const minute = 60_000;
const fired = alarm();
const cleared = alarm({ state: 'ok', changedAt: monday + 5 * minute });

function incident(changed: Partial<Candidate> = {}): Candidate {
  return { id: 'INC-1', isOpen: true, openedAt: monday, alerts: {}, ...changed };
}
const knowsFired = incident({ alerts: { [fired.alertKey]: alertFrom(fired) } });
const knowsCleared = incident({ alerts: { [fired.alertKey]: alertFrom(cleared) } });
const closed = { isOpen: false, closedAt: monday + 10 * minute };

describe('triage', () => {
  it.each([
    ['opens for the first alarm', fired, undefined, [], 0, 'open nothing-open'],
    [
      'ignores an all-clear it never heard the alarm of',
      cleared,
      undefined,
      [],
      0,
      'ignore not-firing',
    ],
    [
      'ignores a copy that came another way',
      alarm({ via: 'backstop', changedAt: monday + 40 }),
      knowsFired,
      [],
      0,
      'ignore same-state',
    ],
    [
      'ignores what is older than what it knows',
      fired,
      knowsCleared,
      [],
      6,
      'ignore older-than-known',
    ],
    ['takes the all-clear', cleared, knowsFired, [], 5, 'attach known-alert'],
    [
      'takes a second firing of a cleared alarm',
      alarm({ changedAt: monday + 7 * minute }),
      knowsCleared,
      [],
      7,
      'attach known-alert',
    ],
    [
      'joins another alarm of the same service',
      alarm({ alertKey: 'b' }),
      undefined,
      [incident()],
      20,
      'attach same-service',
    ],
    [
      'does not join an incident that has been quiet for long',
      alarm({ alertKey: 'b' }),
      undefined,
      [incident()],
      61,
      'open nothing-open',
    ],
    [
      'takes a closed incident up again when its alarm returns',
      alarm({ changedAt: monday + 20 * minute }),
      { ...knowsCleared, ...closed },
      [],
      20,
      'reopen came-back',
    ],
    [
      'opens anew when it returns much later',
      alarm({ changedAt: monday + 90 * minute }),
      { ...knowsCleared, ...closed },
      [],
      90,
      'open nothing-open',
    ],
    [
      'does not reopen for the echo of an alarm that stood when it was closed',
      alarm({ via: 'backstop', changedAt: monday + 300 }),
      { ...knowsFired, ...closed },
      [],
      11,
      'ignore same-state',
    ],
    [
      'ignores lost data of an alarm that never fired',
      alarm({ state: 'insufficient-data' }),
      undefined,
      [],
      0,
      'ignore not-firing',
    ],
  ] as const)('%s', (_, change, knows, open, minutes, expected) => {
    const verdict = triage(change, knows, open, monday + minutes * minute);
    expect(`${verdict.kind} ${verdict.reason}`).toBe(expected);
  });
});

describe('routing by alarm name', () => {
  it('finds the environment whose pattern matches, the longest of several', () => {
    const [service] = world.services;
    const [production] = service!.environments;
    const staging = { ...production!, name: 'staging', alarms: ['points-api-staging-*'] };
    const services = [{ ...service!, environments: [production!, staging] }];
    expect(environmentOfAlarm(services, 'points-api-5xx')?.name).toBe('production');
    expect(environmentOfAlarm(services, 'points-api-staging-5xx')?.name).toBe('staging');
  });

  it('finds nothing for an alarm nobody configured', () => {
    expect(environmentOfAlarm(world.services, 'billing-5xx')).toBeUndefined();
  });
});
