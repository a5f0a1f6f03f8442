import {
  type AlarmContributor,
  DescribeAlarmContributorsCommand,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmChange } from '../../core/intake/alarm.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { type Log, silentLog } from '../../engine/log.ts';
import { type AlarmAddress, alertKeyOf, changeIdOf, readAlertKey } from './alarm-identity.ts';
import { alarmChange } from './alarm-message.ts';
import type { AwsClients } from './clients.ts';
import { alarmsPerCall, describeAlarms, type SeenAlarm } from './describe-alarms.ts';
import { calling } from './errors.ts';

interface AlarmBackstopOptions {
  readonly clients: AwsClients;
  readonly regions: readonly string[];
  readonly now: () => number;
  readonly log?: Log;
}

/** Reads how the alarms stand, for those whose push never came. */
export interface AlarmBackstop {
  /**
   * Every alarm now in ALARM, and how those of `knownOpenKeys` stand that are not. A change that was
   * pushed too has the same `changeId` here. Throws only when no region could be read.
   */
  readAlarms(knownOpenKeys: readonly string[]): Promise<readonly AlarmChange[]>;
}

/** 500 contributors of one alarm is where CloudWatch itself cuts the list. */
const mostContributorPages = 10;

export function createAlarmBackstop(options: AlarmBackstopOptions): AlarmBackstop {
  const log = options.log ?? silentLog;
  return {
    readAlarms: async (knownOpenKeys) => {
      const open = knownOpenKeys.flatMap((key) => readAlertKey(key) ?? []);
      const regions = [...new Set([...options.regions, ...open.map((key) => key.region)])];
      const answers = await Promise.allSettled(
        regions.map((region) =>
          readRegion(
            options,
            region,
            open.filter((key) => key.region === region),
          ),
        ),
      );
      const failed = answers.filter((answer) => answer.status === 'rejected');
      if (failed[0] && failed.length === answers.length) throw failed[0].reason;
      for (const { reason } of failed) {
        log.warn({ error: reason }, 'the alarms of one region could not be read');
      }
      return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    },
  };
}

async function readRegion(
  options: AlarmBackstopOptions,
  region: string,
  open: readonly AlarmAddress[],
): Promise<readonly AlarmChange[]> {
  const firing = await describeAlarms(options.clients, region, { StateValue: 'ALARM' });
  const isFiring = new Set(firing.map((alarm) => alarm.arn));
  const quietNames = new Set(open.filter((key) => !isFiring.has(key.arn)).map((key) => key.name));
  const quiet: SeenAlarm[] = [];
  for (const names of chunks([...quietNames], alarmsPerCall)) {
    quiet.push(...(await describeAlarms(options.clients, region, { AlarmNames: names })));
  }
  const changes: AlarmChange[] = [];
  for (const alarm of firing) changes.push(...(await firingChanges(options, region, alarm, open)));
  const accounts = new Set([...firing, ...quiet].map((alarm) => alarm.arn.split(':')[4]));
  for (const key of open) {
    if (isFiring.has(key.arn)) continue;
    const alarm = quiet.find((candidate) => candidate.arn === key.arn);
    if (alarm) changes.push(...changeOf(alarm, key.contributor));
    // Of another account's alarms nothing can be seen from here: absence is no proof there.
    else if (accounts.has(key.account)) changes.push(deletedChange(key, options.now()));
  }
  return changes;
}

/** A firing alarm over many series is told once a contributor, as its pushes are. */
async function firingChanges(
  options: AlarmBackstopOptions,
  region: string,
  alarm: SeenAlarm,
  open: readonly AlarmAddress[],
): Promise<readonly AlarmChange[]> {
  const known = open.filter((key) => key.arn === alarm.arn && key.contributor !== undefined);
  const isOverMany = alarm.queries.some((query) => /\bGROUP\s+BY\b/i.test(query.Expression ?? ''));
  if (!isOverMany && known.length === 0) return changeOf(alarm);
  const contributors = await contributorsOf(options, region, alarm.name);
  if (contributors.length === 0) return changeOf(alarm);
  const firing = contributors.flatMap((contributor) =>
    changeOf(
      {
        ...alarm,
        reason: contributor.StateReason ?? alarm.reason,
        changedAt: contributor.StateTransitionedTimestamp?.getTime() ?? alarm.changedAt,
      },
      contributor.ContributorId,
      contributor.ContributorAttributes,
    ),
  );
  const cleared = known
    .filter((key) => contributors.every((one) => one.ContributorId !== key.contributor))
    .flatMap((key) =>
      changeOf(
        {
          ...alarm,
          state: 'ok',
          reason: 'No longer among the contributors in ALARM.',
          changedAt: options.now(),
        },
        key.contributor,
      ),
    );
  return [...firing, ...cleared];
}

async function contributorsOf(
  options: AlarmBackstopOptions,
  region: string,
  name: string,
): Promise<readonly AlarmContributor[]> {
  const found: AlarmContributor[] = [];
  let token: string | undefined;
  try {
    for (let page = 0; page < mostContributorPages; page++) {
      const answer = await calling(
        { operation: 'cloudwatch:DescribeAlarmContributors', subject: name },
        () =>
          options.clients.cloudwatch(region).send(
            new DescribeAlarmContributorsCommand({
              AlarmName: name,
              ...(token ? { NextToken: token } : {}),
            }),
          ),
      );
      found.push(...(answer.AlarmContributors ?? []));
      token = answer.NextToken;
      if (!token) break;
    }
  } catch (error) {
    // The alarm itself is known to fire; without its contributors it is told as one alert.
    if (!(error instanceof OutsideError)) throw error;
    options.log?.warn({ error, alarm: name }, error.message);
    return [];
  }
  return found;
}

function changeOf(
  alarm: SeenAlarm,
  contributor?: string,
  attributes?: Readonly<Record<string, string>>,
): readonly AlarmChange[] {
  const change = alarmChange({ ...alarm, via: 'backstop', contributor, attributes });
  return change ? [change] : [];
}

/** Nobody says when: the id holds no moment, so that telling it every minute is one change. */
function deletedChange(key: AlarmAddress, now: number): AlarmChange {
  const alertKey = alertKeyOf(key.arn, key.contributor);
  return {
    changeId: `${changeIdOf(alertKey, now, 'insufficient-data')}:deleted`,
    alertKey,
    source: 'cloudwatch',
    via: 'backstop',
    name: key.name,
    state: 'insufficient-data',
    reason: 'The alarm no longer exists.',
    changedAt: now,
    region: key.region,
    account: key.account,
  };
}

function chunks<T>(list: readonly T[], size: number): readonly T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, place) =>
    list.slice(place * size, (place + 1) * size),
  );
}
