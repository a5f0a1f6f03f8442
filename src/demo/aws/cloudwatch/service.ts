import { z } from 'zod';
import type { Clock } from '../../../engine/clock.ts';
import { moment, pageOf, readInput } from '../input.ts';
import { AwsFault, type LocalService } from '../wire.ts';
import type { AlarmDefinition, Transition } from './alarm.ts';
import { alarmArn, alarmMessage, dimensionList, type Place, queryShape } from './message.ts';
import type { MetricSource } from './metric.ts';
import { readMetricData } from './metric-data.ts';
import { createAlarmWatch } from './watch.ts';

export interface LocalCloudwatch {
  readonly service: LocalService;
  /** Every change of an alarm so far, oldest first. */
  readonly transitions: readonly Transition[];
  /** Judges the alarms up to now, without waiting for the next minute. */
  catchUp(): void;
}

const describeInput = z.object({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: z
    .array(z.enum(['MetricAlarm', 'CompositeAlarm', 'LogAlarm']))
    .default(['MetricAlarm']),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});
const setInput = z.object({
  AlarmName: z.string(),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  StateReason: z.string().max(1023),
});
const historyInput = z.object({
  AlarmName: z.string().optional(),
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).default(['MetricAlarm']),
  HistoryItemType: z
    .enum(['ConfigurationUpdate', 'StateUpdate', 'Action', 'AlarmContributorStateUpdate'])
    .optional(),
  StartDate: moment.optional(),
  EndDate: moment.optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});

/** Metrics and alarms of the simulated account; changes are published to the alarms' topics. */
export function createLocalCloudwatch(options: {
  clock: Clock;
  place: Place;
  source: MetricSource;
  alarms: readonly AlarmDefinition[];
  /** What somebody did to alarms, by name. */
  edits?: readonly { readonly alarm: string; readonly at: number }[];
  publish: (topicArn: string, content: { subject: string; message: string }) => void;
}): LocalCloudwatch {
  const { clock, place, alarms, source } = options;
  const configuredAt = clock.now() - 40 * 24 * 3_600_000;
  const transitions: Transition[] = [];
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  const watch = createAlarmWatch({ clock, place, alarms, source, changed });

  function changed(transition: Transition): void {
    transitions.push(transition);
    const { alarm, to } = transition;
    const topics = { ALARM: alarm.alarmActions, OK: alarm.okActions, INSUFFICIENT_DATA: [] };
    const content = alarmMessage(transition, place, configuredAt);
    for (const topic of topics[to.value]) options.publish(topic, content);
  }

  function describeAlarms(input: Record<string, unknown>): object {
    const read = readInput(describeInput, input, 'ValidationError');
    watch.catchUp();
    const matching = alarms.filter(
      (alarm) =>
        read.AlarmTypes.includes(alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
        (read.AlarmNames?.includes(alarm.name) ?? true) &&
        alarm.name.startsWith(read.AlarmNamePrefix ?? '') &&
        (read.StateValue === undefined || watch.statusOf(alarm.name).value === read.StateValue),
    );
    const { page, next } = pageOf(matching, read.NextToken, read.MaxRecords);
    return {
      MetricAlarms: page.filter((alarm) => alarm.kind === 'metric').map(shapeOf),
      CompositeAlarms: page.filter((alarm) => alarm.kind === 'composite').map(shapeOf),
      ...(next ? { NextToken: next } : {}),
    };
  }

  function shapeOf(alarm: AlarmDefinition): object {
    const status = watch.statusOf(alarm.name);
    return {
      AlarmName: alarm.name,
      AlarmArn: alarmArn(place, alarm.name),
      ...(alarm.description ? { AlarmDescription: alarm.description } : {}),
      AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
      ActionsEnabled: true,
      OKActions: alarm.okActions,
      AlarmActions: alarm.alarmActions,
      InsufficientDataActions: [],
      StateValue: status.value,
      StateReason: status.reason,
      ...(status.reasonData ? { StateReasonData: status.reasonData } : {}),
      StateUpdatedTimestamp: new Date(status.updatedAt),
      StateTransitionedTimestamp: new Date(status.transitionedAt),
      ...(alarm.kind === 'metric' ? metricPart(alarm) : { AlarmRule: alarm.rule }),
    };
  }

  function metricPart(alarm: Extract<AlarmDefinition, { kind: 'metric' }>): object {
    const [only, ...others] = alarm.queries;
    const single = only && others.length === 0 && 'metric' in only ? only : undefined;
    const percentile = single?.statistic.startsWith('p');
    return {
      ...(single
        ? {
            MetricName: single.metric.name,
            Namespace: single.metric.namespace,
            Dimensions: dimensionList(single.metric.dimensions),
            [percentile ? 'ExtendedStatistic' : 'Statistic']: single.statistic,
            Period: alarm.periodSeconds,
          }
        : { Metrics: alarm.queries.map((query) => queryShape(query, alarm, place)) }),
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      Threshold: alarm.threshold,
      ComparisonOperator: alarm.comparison,
      TreatMissingData: alarm.treatMissing,
      ...(alarm.ignoreFewSamples ? { EvaluateLowSampleCountPercentile: 'ignore' } : {}),
    };
  }

  function history(input: Record<string, unknown>): object {
    const read = readInput(historyInput, input, 'ValidationError');
    watch.catchUp();
    const items = [...transitions.map(changeOfState), ...(options.edits ?? []).flatMap(editOf)]
      .filter(
        (item) =>
          item.HistoryItemType === (read.HistoryItemType ?? item.HistoryItemType) &&
          read.AlarmTypes.includes(item.AlarmType) &&
          item.AlarmName === (read.AlarmName ?? item.AlarmName) &&
          item.Timestamp.getTime() >= (read.StartDate ?? 0) &&
          item.Timestamp.getTime() <= (read.EndDate ?? Number.POSITIVE_INFINITY),
      )
      .sort((a, b) => b.Timestamp.getTime() - a.Timestamp.getTime());
    const { page, next } = pageOf(items, read.NextToken, read.MaxRecords);
    return { AlarmHistoryItems: page, ...(next ? { NextToken: next } : {}) };
  }

  function editOf({ alarm, at }: { readonly alarm: string; readonly at: number }) {
    const edited = alarms.find(({ name }) => name === alarm);
    if (!edited || at > clock.now()) return [];
    const item = { ...historyOf(edited, at), HistoryItemType: 'ConfigurationUpdate' };
    return [{ ...item, HistorySummary: `Alarm "${alarm}" updated` }];
  }

  return {
    transitions,
    catchUp: watch.catchUp,
    service: {
      name: 'monitoring',
      started() {
        running = watch.run(stop.signal);
      },
      async stopped() {
        stop.abort();
        await running;
      },
      operations: {
        DescribeAlarms: describeAlarms,
        DescribeAlarmHistory: history,
        SetAlarmState: (input) => {
          const read = readInput(setInput, input, 'ValidationError');
          if (!alarms.some((alarm) => alarm.name === read.AlarmName)) {
            throw new AwsFault('ResourceNotFound', 'Unknown alarm', 404);
          }
          watch.set(read.AlarmName, read.StateValue, read.StateReason);
          return {};
        },
        GetMetricData: (input) => readMetricData(source, clock.now(), input),
        ListMetrics: () => ({
          Metrics: source.metrics.map((metric) => ({
            Namespace: metric.namespace,
            MetricName: metric.name,
            Dimensions: dimensionList(metric.dimensions),
          })),
        }),
      },
    },
  };
}

function historyOf({ name, kind }: AlarmDefinition, at: number) {
  const type = kind === 'metric' ? ('MetricAlarm' as const) : ('CompositeAlarm' as const);
  return { AlarmName: name, AlarmType: type, Timestamp: new Date(at) };
}

function changeOfState({ alarm, from, to }: Transition) {
  return {
    ...historyOf(alarm, to.transitionedAt),
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${to.value}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: from },
      newState: { stateValue: to.value, stateReason: to.reason },
    }),
  };
}
