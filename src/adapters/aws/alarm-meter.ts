import { OutsideError } from '../../core/kit/outside-error.ts';
import type { Measurement } from '../../core/service/measurement.ts';
import type { Meter } from '../../core/verification/meter.ts';
import { type AlarmAddress, readAlertKey } from './alarm-identity.ts';
import type { AwsClients } from './clients.ts';
import { describeAlarms, type SeenAlarm } from './describe-alarms.ts';
import { isUnknownOperation } from './errors.ts';
import { readMetric } from './metric-reading.ts';

/**
 * Measures recovery by the incident's own alarms: how each stands now, and whether the metric it
 * watches kept to the right side of its threshold for the last two whole periods. Absence of data
 * is `missing`: a service nobody can reach makes no errors either.
 */
export function createAlarmMeter(options: {
  readonly clients: AwsClients;
  readonly now: () => number;
}): Meter {
  return {
    readSymptom: async ({ alerts, sinceAt }) => {
      const readings = await Promise.all(alerts.map((key) => measureAlert(options, key, sinceAt)));
      return readings.flat().map((reading) => ({
        ...reading,
        text: `${capital(reading.check)}: ${reading.text}`,
      }));
    },
  };
}

async function measureAlert(
  options: { readonly clients: AwsClients; readonly now: () => number },
  key: string,
  sinceAt: number,
): Promise<readonly Measurement[]> {
  const address = readAlertKey(key);
  if (!address) {
    return [missing(`alert ${key}`, 'No monitor can be asked about it: look yourself.')];
  }
  const check = `alarm ${address.name}`;
  try {
    const seen = await describeAlarms(options.clients, address.region, {
      AlarmNames: [address.name],
    });
    const alarm = seen.find((candidate) => candidate.arn === address.arn);
    if (!alarm) return [missing(check, 'The alarm no longer exists.')];
    return [measureState(check, alarm), ...(await measureMetric(options, address, alarm, sinceAt))];
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return [missing(check, error.message)];
  }
}

function measureState(check: string, alarm: SeenAlarm): Measurement {
  const since = `since ${clockTime(alarm.changedAt)} UTC`;
  switch (alarm.state) {
    case 'ok':
      return { check, result: 'pass', text: `OK ${since}` };
    case 'alarm':
      return { check, result: 'fail', text: `still in ALARM, ${since}: ${alarm.reason}` };
    case 'insufficient-data':
      return missing(check, `no data, ${since}`);
  }
}

/** Composite and log alarms measure nothing of their own, anomaly bands have no fixed threshold. */
async function measureMetric(
  options: { readonly clients: AwsClients; readonly now: () => number },
  address: AlarmAddress,
  alarm: SeenAlarm,
  sinceAt: number,
): Promise<readonly Measurement[]> {
  const { metric } = alarm;
  if (alarm.kind !== 'metric' || alarm.hasBand || metric?.threshold === undefined) return [];
  const check = `metric ${metric.name}`;
  const isBreach = comparisons[metric.comparison ?? ''];
  if (!isBreach) return [missing(check, `its comparison ${metric.comparison} is not known here`)];
  const periodMs = (metric.periodSeconds ?? 60) * 1000;
  const reading = await readMetric({
    clients: options.clients,
    region: address.region,
    alarm,
    periodMs,
    sinceAt,
    now: options.now(),
  }).catch((error: unknown) => {
    // No metrics at this endpoint at all: the alarm's own word is what there is.
    if (isUnknownOperation(error)) return undefined;
    throw error;
  });
  if (!reading) return [];
  if (reading.status === 'missing') return [missing(check, reading.why)];
  const { fromAt, toAt, values } = reading;
  const window = `${clockTime(fromAt)}–${clockTime(toAt)} UTC`;
  const isWrong = values.some((value) => isBreach.test(value, metric.threshold ?? 0));
  return [
    {
      check,
      result: isWrong ? 'fail' : 'pass',
      text: `${values.map(plainNumber).join(' and ')} in ${window}; the alarm fires when ${isBreach.words} ${plainNumber(metric.threshold)}`,
    },
  ];
}

const comparisons: Readonly<
  Record<string, { words: string; test: (value: number, threshold: number) => boolean }>
> = {
  GreaterThanThreshold: { words: 'above', test: (value, limit) => value > limit },
  GreaterThanOrEqualToThreshold: { words: 'at or above', test: (value, limit) => value >= limit },
  LessThanThreshold: { words: 'below', test: (value, limit) => value < limit },
  LessThanOrEqualToThreshold: { words: 'at or below', test: (value, limit) => value <= limit },
};

function missing(check: string, text: string): Measurement {
  return { check, result: 'missing', text };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

function plainNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
