import type { AlarmChange, AlarmState } from '../../core/intake/alarm.ts';
import {
  alertKeyOf,
  changeIdOf,
  readAlarmState,
  readAlertKey,
  readMoment,
} from './alarm-identity.ts';
import { dimensionsOf, metricOf } from './alarm-metric.ts';
import { genericAlarm } from './generic-alarm.ts';
import {
  type AlarmEvent,
  type AlarmPublication,
  alarmEvent,
  alarmPublication,
  type EventMetric,
  parseJson,
  reasonData,
  snsEnvelope,
  type Trigger,
} from './schema.ts';
import { withoutTrapLinks } from './trap-links.ts';

/** How a text reached us. */
interface Delivery {
  readonly via: 'sqs' | 'https';
  /** The transport's own id of it, if it has one. An SNS message id inside the text goes before. */
  readonly transportId?: string;
  readonly receivedAt: number;
}

/**
 * Reads one message: an alarm published to SNS (in its envelope or raw), an EventBridge event about
 * an alarm, or anything else, which becomes a generic alert. Never drops and never throws; no link
 * that subscribes or unsubscribes survives.
 */
export function readAlarmMessage(text: string, delivery: Delivery): readonly AlarmChange[] {
  const value = parseJson(text);
  const envelope = snsEnvelope.safeParse(value).data;
  const inner = envelope ? parseJson(envelope.Message) : value;
  const change =
    fromPublication(alarmPublication.safeParse(inner).data, delivery.via, envelope?.TopicArn) ??
    fromEvent(alarmEvent.safeParse(inner).data, delivery.via);
  if (change) return [change];
  return [
    genericAlarm({
      via: delivery.via,
      text: envelope?.Message ?? text,
      subject: envelope?.Subject ?? undefined,
      transportId: envelope?.MessageId ?? delivery.transportId,
      topic: envelope?.TopicArn,
      at: readMoment(envelope?.Timestamp) ?? delivery.receivedAt,
    }),
  ];
}

function fromPublication(
  said: AlarmPublication | undefined,
  via: AlarmChange['via'],
  topic: string | undefined,
): AlarmChange | undefined {
  if (!said) return undefined;
  const children = said.TriggeringChildren?.map((child) => child.Arn);
  return alarmChange({
    via,
    arn: said.AlarmArn ?? arnBeside(topic, said),
    name: said.AlarmName,
    contributor: said.AlarmContributorId ?? undefined,
    attributes: said.AlarmContributorAttributes ?? undefined,
    state: readAlarmState(said.NewStateValue),
    changedAt: readMoment(said.StateChangeTime),
    reason: said.NewStateReason ?? undefined,
    description: said.AlarmDescription ?? undefined,
    metric: said.Trigger && metricOfTrigger(said.Trigger),
    children,
  });
}

function fromEvent(
  event: AlarmEvent | undefined,
  via: AlarmChange['via'],
): AlarmChange | undefined {
  if (!event) return undefined;
  const { detail } = event;
  const isDeleted = detail.operation === 'delete';
  const numbers = reasonData.safeParse(parseJson(detail.state.reasonData ?? '')).data;
  return alarmChange({
    via,
    arn: event.resources.find((arn) => arn.includes(':alarm:')),
    name: detail.alarmName,
    contributor: detail.alarmContributor?.id,
    attributes: detail.alarmContributor?.attributes,
    // A deleted alarm can never clear: what it watched is unknown from now on.
    state: isDeleted ? 'insufficient-data' : readAlarmState(detail.state.value),
    changedAt: readMoment(isDeleted ? event.time : detail.state.timestamp),
    reason: isDeleted ? 'The alarm was deleted.' : detail.state.reason,
    description: detail.configuration?.description ?? undefined,
    metric: metricOf((detail.configuration?.metrics ?? []).map(eventLine), {
      threshold: detail.configuration?.threshold ?? numbers?.threshold,
      comparison: detail.configuration?.comparisonOperator,
    }),
    children: numbers?.triggeringAlarms?.map((child) => child.arn),
  });
}

/** What the sources of an alarm change say, before it is known to be whole. */
interface AlarmFacts {
  readonly via: AlarmChange['via'];
  readonly arn: string | undefined;
  readonly name: string;
  readonly contributor?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly state: AlarmState | undefined;
  readonly changedAt: number | undefined;
  readonly reason: string | undefined;
  readonly description?: string | undefined;
  readonly metric?: AlarmChange['metric'] | undefined;
  readonly children?: readonly string[] | undefined;
}

/** Undefined when identity, state or moment is missing: then it is no alarm change we can keep. */
export function alarmChange(facts: AlarmFacts): AlarmChange | undefined {
  const { state, changedAt } = facts;
  if (state === undefined || changedAt === undefined) return undefined;
  const alertKey = alertKeyOf(facts.arn ?? `alarm:${facts.name}`, facts.contributor);
  const address = readAlertKey(alertKey);
  const attributes = Object.entries(facts.attributes ?? {}).map((pair) => pair.join('='));
  const reason = withoutTrapLinks(facts.reason ?? '');
  return {
    changeId: changeIdOf(alertKey, changedAt, state),
    alertKey,
    source: 'cloudwatch',
    via: facts.via,
    name: facts.name,
    state,
    reason: attributes.length > 0 ? `${attributes.join(', ')}: ${reason}` : reason,
    changedAt,
    ...(facts.description ? { description: withoutTrapLinks(facts.description) } : {}),
    ...(address ? { region: address.region, account: address.account } : {}),
    ...(facts.metric ? { metric: facts.metric } : {}),
    ...(facts.children && facts.children.length > 0 ? { children: facts.children } : {}),
  };
}

/** Some publications leave the ARN out; an alarm's topic is in its own region. */
function arnBeside(topic: string | undefined, said: AlarmPublication): string | undefined {
  const [, partition, , region, account] = topic?.split(':') ?? [];
  if (!partition || !region || !account) return undefined;
  return `arn:${partition}:cloudwatch:${region}:${said.AWSAccountId ?? account}:alarm:${said.AlarmName}`;
}

function metricOfTrigger(trigger: Trigger): AlarmChange['metric'] {
  const bounds = { threshold: trigger.Threshold, comparison: trigger.ComparisonOperator };
  const lines = (trigger.Metrics ?? []).map((line) => ({
    expression: line.Expression,
    label: line.Label,
    returnsData: line.ReturnData,
    periodSeconds: line.Period,
    stat: line.MetricStat && {
      namespace: line.MetricStat.Metric.Namespace,
      name: line.MetricStat.Metric.MetricName,
      dimensions: dimensionsOf(line.MetricStat.Metric.Dimensions),
      statistic: line.MetricStat.Stat,
      periodSeconds: line.MetricStat.Period,
    },
  }));
  if (lines.length > 0 || !trigger.MetricName) return metricOf(lines, bounds);
  const single = {
    namespace: trigger.Namespace ?? '',
    name: trigger.MetricName,
    dimensions: dimensionsOf(trigger.Dimensions),
    statistic: trigger.ExtendedStatistic ?? trigger.Statistic ?? '',
    periodSeconds: trigger.Period ?? 60,
  };
  return metricOf([{ stat: single }], bounds);
}

function eventLine(line: EventMetric) {
  return {
    expression: line.expression,
    label: line.label,
    returnsData: line.returnData,
    periodSeconds: line.period,
    stat: line.metricStat && {
      namespace: line.metricStat.metric.namespace,
      name: line.metricStat.metric.name,
      dimensions: line.metricStat.metric.dimensions ?? {},
      statistic: line.metricStat.stat,
      periodSeconds: line.metricStat.period,
    },
  };
}
