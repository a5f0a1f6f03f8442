import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Environment } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import { startDeadline } from '../deadline.ts';
import { calling } from '../errors.ts';
import { readEvents } from '../filter-events.ts';
import { dollarsPerGigabyteScanned, priceOf } from '../insights-price.ts';
import { describeInstance, instancesOf } from '../topology.ts';
import { groupsOf } from './group.ts';
import { listSlowLogs } from './listing.ts';

/** What one way to slow queries has, as the doctor tells it. */
export interface ProbedWay {
  readonly way: 'files' | 'group' | 'insights';
  readonly isThere: boolean;
  /** A half sentence: "31 log files of points-db-1". */
  readonly text: string;
}

interface Probing {
  readonly clients: AwsClients;
  readonly environment: Environment;
  readonly now: () => number;
}

const budgetMs = 15_000;
const dayMs = 86_400_000;

/** Which of the ways there are, in the order they are tried. Reads only. */
export async function probeSlowQueries(probing: Probing): Promise<readonly ProbedWay[]> {
  const { database, region } = probing.environment;
  if (!database) return [];
  const instances = await instancesOf(probing.clients, region, database);
  const files = { way: 'files', look: () => probeFiles(probing, instances) } as const;
  const group = { way: 'group', look: () => probeGroup(probing, instances) } as const;
  const insights = { way: 'insights', look: () => probeInsights(probing, instances) } as const;
  const ways =
    database.slowLog.from === 'group' ? [group, files, insights] : [files, group, insights];
  return Promise.all(
    ways.map(async ({ way, look }) => {
      try {
        return { way, ...(await look()) };
      } catch (error) {
        if (!(error instanceof OutsideError)) throw error;
        return { way, isThere: false, text: error.message };
      }
    }),
  );
}

async function probeFiles({ clients, environment }: Probing, instances: readonly string[]) {
  const { database, region } = environment;
  const deadline = startDeadline(budgetMs, new AbortController().signal);
  const engine = database?.engine ?? 'mysql';
  const counts = await Promise.all(
    instances.map(async (instance) => ({
      instance,
      files: (await listSlowLogs({ clients, region, instance, engine, deadline })).length,
    })),
  );
  const setting = engine === 'postgres' ? 'log_min_duration_statement' : 'log_output=FILE';
  return {
    isThere: counts.some(({ files }) => files > 0),
    text: counts
      .map(({ instance, files }) =>
        files > 0
          ? `${files} log files of ${instance}`
          : `no log files of ${instance} (${setting}?)`,
      )
      .join(', '),
  };
}

async function probeGroup(probing: Probing, instances: readonly string[]) {
  const { clients, environment } = probing;
  if (!environment.database) return { isThere: false, text: 'no database' };
  const toAt = probing.now();
  const texts: string[] = [];
  let isThere = false;
  for (const group of groupsOf(environment.database, instances)) {
    try {
      await readEvents({
        clients,
        region: environment.region,
        group,
        window: { fromAt: toAt - 60_000, toAt },
        deadline: startDeadline(budgetMs, new AbortController().signal),
        pages: 1,
        limit: 1,
      });
      isThere = true;
      texts.push(`log group ${group} (${await costText(probing, group)})`);
    } catch (error) {
      if (!(error instanceof OutsideError) || error.kind !== 'not-found') throw error;
      texts.push(`no log group ${group}`);
    }
  }
  return { isThere, text: texts.join(', ') };
}

/**
 * What one look may cost at most: Logs Insights counts over no more than a day of the group, and only
 * when there is much to read. Files, FilterLogEvents and Performance Insights' few calls cost nothing.
 */
async function costText({ clients, environment, now }: Probing, group: string): Promise<string> {
  try {
    const answer = await calling({ operation: 'cloudwatch:GetMetricData', subject: group }, () =>
      clients.cloudwatch(environment.region).send(
        new GetMetricDataCommand({
          StartTime: new Date(now() - dayMs),
          EndTime: new Date(now()),
          MetricDataQueries: [
            {
              Id: 'bytes',
              MetricStat: {
                Metric: {
                  Namespace: 'AWS/Logs',
                  MetricName: 'IncomingBytes',
                  Dimensions: [{ Name: 'LogGroupName', Value: group }],
                },
                Period: dayMs / 1000,
                Stat: 'Sum',
              },
            },
          ],
        }),
      ),
    );
    const values = answer.MetricDataResults?.[0]?.Values ?? [];
    const bytes = values.reduce((sum, value) => sum + value, 0);
    return `a look scans ${priceOf(bytes, ' at most')}`;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return `a look costs at most $${dollarsPerGigabyteScanned} for each GB of a day's log`;
  }
}

async function probeInsights({ clients, environment }: Probing, instances: readonly string[]) {
  const found = await Promise.all(
    instances.map((id) => describeInstance(clients, environment.region, id)),
  );
  const on = found.flatMap((one) =>
    one?.PerformanceInsightsEnabled ? [one.DBInstanceIdentifier ?? ''] : [],
  );
  const isThere = on.length > 0;
  return {
    isThere,
    text: isThere ? `Performance Insights of ${on.join(', ')}` : 'Performance Insights is off',
  };
}
