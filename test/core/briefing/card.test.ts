import { expect, test } from 'vitest';
import { cardOf } from '../../../src/core/briefing/card.ts';
import type { Event } from '../../../src/core/event.ts';
import { alarm, opened, operation, plan, play, words } from '../../support/points-world.ts';
import {
  beganAt,
  linesFrom,
  morning,
  right,
  weighedAt,
  window,
} from '../evidence/second-morning.ts';

const action = 'ask-1#action';
const rolledBack: readonly Event[] = [
  opened,
  { id: 'alarm-1', kind: 'AlarmChanged', change: alarm() },
  { id: 'ask-1', kind: 'ActionRequested', by: 'ana', request: { verb: 'rollback' } },
  { id: 'planned-1', kind: 'ActionPlanned', action, plan: plan() },
  { id: 'yes-1', kind: 'ActionApproved', action, by: 'ben', planHash: 'plan-1' },
  { id: 'guard-1', kind: 'ActionGuarded', action },
  { id: 'start-1', kind: 'ActionStarted', action, operation: operation() },
  {
    id: 'done-1',
    kind: 'ActionProgressed',
    action,
    operation: operation({ state: 'done', engineStatus: 'SUCCESSFUL' }),
  },
];
const measured: Event = {
  id: 'measured-1',
  kind: 'RecoveryMeasured',
  action,
  measurements: [{ check: 'engine', result: 'pass', text: 'All tasks run it.' }],
};

function saysOf(events: readonly Event[]): string {
  return JSON.stringify(cardOf(play(events).dossier, words).parts);
}

test('the card says that recovery is being checked, then that it is proven and may be closed', () => {
  expect(saysOf(rolledBack)).toContain('checking whether it recovered');
  const after = saysOf([...rolledBack, measured]);
  expect(after).not.toContain('checking whether it recovered');
  expect(after).toContain('recovery confirmed');
  expect(after).toContain('"id":"resolve"');
});

test('a number and its limit stand for the long reason of a threshold', () => {
  const metric = { namespace: 'N', name: 'rate', dimensions: {}, threshold: 2 };
  const reason =
    'Threshold Crossed: 1 out of the last 1 datapoints [4.357298474945534 (22/11/26 10:32:00)] was greater than the threshold (2.0).';
  const change = alarm({ metric, reason });
  const text = saysOf([opened, { id: 'a', kind: 'AlarmChanged', change }]);
  expect(text).toContain('4.36 (limit 2)');
  expect(text).not.toContain('Threshold Crossed');
});

test('those whose requests went to the wrong environment are hit, though nothing failed for them', () => {
  const { dossier } = play([opened, { id: 'a', kind: 'AlarmChanged', change: alarm() }]);
  const { evidence } = morning();
  expect(cardOf({ ...dossier, evidence }, words).text).toContain('288 shops.');
  const renamed = linesFrom({ fromAt: beganAt, toAt: weighedAt }, { ...right, env: 'staging' });
  const guess = morning({ lines: [linesFrom(window, right), renamed] }).evidence;
  expect(cardOf({ ...dossier, evidence: guess }, words).text).not.toContain('shops');
});
