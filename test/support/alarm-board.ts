import { z } from 'zod';
import type { CompositeAlarm, StateValue } from '../../src/demo/aws/cloudwatch/alarm.ts';
import { alarmArn, alarmMessage } from '../../src/demo/aws/cloudwatch/message.ts';
import type { LocalService } from '../../src/demo/aws/wire.ts';
import { account, region, topicArn } from '../../src/demo/company/names.ts';

/** CloudWatch as far as alarms go, moved by hand: what fires, fires because a test says so. */
export interface AlarmBoard {
  readonly service: LocalService;
  /** Alarms that were ever moved, with their key, state and moment of the last change. */
  readonly alarms: ReadonlyMap<string, { key: string; state: StateValue; changedAt: number }>;
  /** Moves an alarm and publishes that; the same state again only publishes another copy. */
  move(name: string, state: StateValue): void;
}

const input = z.object({
  StateValue: z.string().optional(),
  AlarmNames: z.array(z.string()).optional(),
});
const configuredAt = Date.UTC(2026, 0, 1);

/**
 * Composite alarms: they have a state and no metric, so that recovery is measured by the state
 * alone, without waiting for whole minutes of data.
 */
export function createAlarmBoard(options: {
  now: () => number;
  publish: (topicArn: string, content: { subject: string; message: string }) => void;
}): AlarmBoard {
  const place = { region, account };
  const alarms = new Map<string, { key: string; state: StateValue; changedAt: number }>();

  function describe(raw: Record<string, unknown>): object {
    const { StateValue, AlarmNames } = input.parse(raw);
    const seen = [...alarms].filter(
      ([name, { state }]) =>
        (StateValue === undefined || state === StateValue) && (AlarmNames?.includes(name) ?? true),
    );
    return {
      MetricAlarms: [],
      CompositeAlarms: seen.map(([name, { key, state, changedAt }]) => ({
        AlarmName: name,
        AlarmArn: key,
        AlarmRule: 'ALARM("another")',
        StateValue: state,
        StateReason: 'moved by hand',
        StateUpdatedTimestamp: new Date(changedAt),
        StateTransitionedTimestamp: new Date(changedAt),
      })),
    };
  }

  return {
    alarms,
    service: { name: 'monitoring', operations: { DescribeAlarms: describe } },
    move(name, state) {
      const before = alarms.get(name);
      const isCopy = before?.state === state;
      const changedAt = isCopy
        ? before.changedAt
        : Math.max(options.now(), (before?.changedAt ?? 0) + 1);
      alarms.set(name, { key: alarmArn(place, name), state, changedAt });
      const alarm: CompositeAlarm = {
        kind: 'composite',
        name,
        description: `${name}, moved by hand`,
        alarmActions: [topicArn],
        okActions: [topicArn],
        rule: 'ALARM("another")',
      };
      const to = {
        value: state,
        reason: 'moved by hand',
        updatedAt: changedAt,
        transitionedAt: changedAt,
      };
      const from = state === 'OK' ? 'ALARM' : 'OK';
      options.publish(
        topicArn,
        alarmMessage({ alarm, from, to, children: [] }, place, configuredAt),
      );
    },
  };
}
