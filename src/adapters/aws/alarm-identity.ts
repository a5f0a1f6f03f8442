import type { AlarmState } from '../../core/intake/alarm.ts';

/** An alarm's address taken apart. */
export interface AlarmAddress {
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  /** Alarms over many time series notify once a contributor, all under one ARN. */
  readonly contributor?: string;
}

/** Spaces cannot be in an ARN's head, so this cannot be mistaken; names may hold anything. */
const contributorMark = ' contributor ';
const address = /^arn:aws[a-z-]*:cloudwatch:([a-z]{2}(?:-[a-z]+)+-\d+):(\d{12}):alarm:(.+)$/s;

/** Identity of the alert: what the dossier calls it. */
export function alertKeyOf(arn: string, contributor?: string): string {
  return contributor ? `${arn}${contributorMark}${contributor}` : arn;
}

/**
 * Identity of one change. Transport ids differ between the copies that come by SNS, by EventBridge
 * and from the backstop; the alarm, the moment of the change (to the millisecond) and the new state
 * do not.
 */
export function changeIdOf(alertKey: string, changedAt: number, state: AlarmState): string {
  return `${alertKey}@${changedAt}:${state}`;
}

/** Undefined for generic alerts and anything else that is no CloudWatch alarm. */
export function readAlertKey(alertKey: string): AlarmAddress | undefined {
  const mark = alertKey.lastIndexOf(contributorMark);
  const contributor = mark < 0 ? '' : alertKey.slice(mark + contributorMark.length);
  const isContributor = /^[0-9A-Za-z-]+$/.test(contributor);
  const arn = isContributor ? alertKey.slice(0, mark) : alertKey;
  const [, region, account, name] = address.exec(arn) ?? [];
  if (!region || !account || !name) return undefined;
  return { arn, region, account, name, ...(isContributor ? { contributor } : {}) };
}

const states: Readonly<Record<string, AlarmState>> = {
  ALARM: 'alarm',
  OK: 'ok',
  INSUFFICIENT_DATA: 'insufficient-data',
};

export function readAlarmState(value: string | undefined): AlarmState | undefined {
  return value === undefined ? undefined : states[value];
}

/** CloudWatch writes "+0000", which strict readers of ISO 8601 refuse. NaN never leaves this. */
export function readMoment(text: string | undefined): number | undefined {
  const at = Date.parse((text ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}
