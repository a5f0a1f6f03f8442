import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  DescribeDBInstancesCommand,
  DescribeDBLogFilesCommand,
  DownloadDBLogFilePortionCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../src/demo/aws/server.ts';
import type { DemoClock } from '../../../src/demo/clock.ts';
import type { Company } from '../../../src/demo/company/company.ts';
import { badCanary } from '../../../src/demo/stories/bad-canary.ts';
import { replicaWrite } from '../../../src/demo/stories/replica-write.ts';
import { slowQuery } from '../../../src/demo/stories/slow-query.ts';
import { wrongEnvironment } from '../../../src/demo/stories/wrong-environment.ts';
import { settings, startAt, startCompany } from '../aws/local.ts';

let aws: LocalAws;
let clock: DemoClock;
let company: Company;

beforeEach(async () => {
  ({ aws, clock, company } = await startCompany());
});
afterEach(() => aws.stop());

/** Alarms that went off or came back, as `name STATE`, with the second of the story. */
const changes = () =>
  company.cloudwatch.transitions.map(({ alarm, to }) => `${alarm.name} ${to.value}`);

async function ask(group: string, queryString: string, lookBackSeconds = 600, agoMs = 0) {
  const logs = new CloudWatchLogsClient(settings(aws));
  const now = Math.floor((clock.now() - agoMs) / 1000);
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupNames: [group],
      queryString,
      startTime: now - lookBackSeconds,
      endTime: agoMs === 0 ? now : now - 1,
    }),
  );
  let answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  while (answer.status === 'Running') {
    answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  }
  logs.destroy();
  return (answer.results ?? []).map((row) =>
    Object.fromEntries(row.map(({ field = '', value = '' }) => [field, value])),
  );
}

async function slowLog(instance: string): Promise<string> {
  const rds = new RDSClient(settings(aws));
  const { DescribeDBLogFiles = [] } = await rds.send(
    new DescribeDBLogFilesCommand({ DBInstanceIdentifier: instance }),
  );
  const { LogFileData = '' } = await rds.send(
    new DownloadDBLogFilePortionCommand({
      DBInstanceIdentifier: instance,
      LogFileName: DescribeDBLogFiles.at(-1)?.LogFileName,
      Marker: '0',
    }),
  );
  rds.destroy();
  return LogFileData;
}

async function update(service: string, taskDefinition: string): Promise<void> {
  const ecs = new ECSClient(settings(aws));
  await ecs.send(new UpdateServiceCommand({ cluster: 'shop', service, taskDefinition }));
  ecs.destroy();
}

describe('the company on a day without trouble', () => {
  it('raises no alarm through the night, when two bad requests are a tenth of all', async () => {
    const night = await startCompany(Date.UTC(2026, 10, 21, 17, 0, 0));
    await night.clock.advance(6 * 3_600_000);
    await clock.advance(3_600_000);
    for (const one of [night.company, company]) {
      one.cloudwatch.catchUp();
      expect(one.cloudwatch.transitions).toEqual([]);
    }
    await night.aws.stop();
  });

  it('is busy at noon and asleep at night, in Seoul', async () => {
    const requests = async () =>
      Number((await ask('/ecs/points-api', 'stats count(*) as n'))[0]?.n ?? 0);
    const noon = await requests();
    await aws.stop();
    ({ aws, clock, company } = await startCompany(Date.UTC(2026, 10, 21, 18, 0, 0)));
    const night = await requests();
    expect(noon).toBeGreaterThan(3_000);
    expect(night).toBeLessThan(noon / 10);
    expect(night).toBeGreaterThan(0);
  });

  it('is the same company every time', async () => {
    const other = await startCompany();
    const of = (one: Company) => one.sqs.bodies('firebreak').length;
    for (const [its, at] of [
      [company, clock],
      [other.company, other.clock],
    ] as const) {
      replicaWrite.start(its);
      await at.advance(300_000);
    }
    expect(other.company.cloudwatch.transitions.map((one) => one.to)).toEqual(
      company.cloudwatch.transitions.map((one) => one.to),
    );
    expect(of(other.company)).toBe(of(company));
    await other.aws.stop();
  });
});

describe('the logging of points-api, turned off a week ago', () => {
  /** 07:00 in Seoul, when there is little to read. */
  const early = Date.UTC(2026, 10, 21, 22, 0, 0);
  const dayMs = 86_400_000;

  beforeEach(async () => {
    await aws.stop();
    ({ aws, clock, company } = await startCompany(early));
  });

  async function linesCounted(daysAgo: number, periodSeconds: number): Promise<number> {
    const cloudwatch = new CloudWatchClient(settings(aws));
    const to = early - daysAgo * dayMs;
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(to - 3_600_000),
        EndTime: new Date(to),
        MetricDataQueries: [
          {
            Id: 'lines',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/Logs',
                MetricName: 'IncomingLogEvents',
                Dimensions: [{ Name: 'LogGroupName', Value: '/ecs/points-api' }],
              },
              Period: periodSeconds,
              Stat: 'Sum',
            },
          },
        ],
      }),
    );
    cloudwatch.destroy();
    return (MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
  }

  async function levels(daysAgo: number): Promise<Record<string, number>> {
    const query = 'stats count(*) as n by level';
    const rows = await ask('/ecs/points-api', query, 3_600, daysAgo * dayMs);
    return Object.fromEntries(rows.map(({ level = '', n }) => [level, Number(n)]));
  }

  it.each([
    ['before, with all its levels', 9, ['30', '40', '50']],
    ['since then, with access lines alone', 2, ['30']],
  ])('counts the lines there are: %s', async (_when, daysAgo, there) => {
    const found = await levels(daysAgo);
    expect(Object.keys(found).sort()).toEqual(there);
    const lines = Object.values(found).reduce((sum, n) => sum + n, 0);
    expect(await linesCounted(daysAgo, 60)).toBe(lines);
    // Two weeks are told by the hour without making every request.
    const byHour = await linesCounted(daysAgo, 3_600);
    expect(Math.abs(byHour / lines - 1)).toBeLessThan(0.1);
  });

  it('left a good quarter of the lines', async () => {
    const left = (await linesCounted(2, 3_600)) / (await linesCounted(9, 3_600));
    expect(left).toBeGreaterThan(0.2);
    expect(left).toBeLessThan(0.35);
  });
});

describe('replica-write', () => {
  it('raises the alarm within two minutes, and it clears after the rollback', async () => {
    replicaWrite.start(company);
    await clock.advance(125_000);
    expect(changes()).toEqual(['points-api-5xx ALARM']);
    const cloudwatch = new CloudWatchClient(settings(aws));
    const firing = new DescribeAlarmsCommand({ StateValue: 'ALARM' });
    const { MetricAlarms } = await cloudwatch.send(firing);
    expect(MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(['points-api-5xx']);
    await update('points-api', 'points-api:41');
    await clock.advance(240_000);
    expect(changes()).toEqual(['points-api-5xx ALARM', 'points-api-5xx OK']);
    expect((await cloudwatch.send(firing)).MetricAlarms).toEqual([]);
    cloudwatch.destroy();
    expect(company.sqs.bodies('firebreak').map((body) => JSON.parse(body).Subject)).toEqual([
      'ALARM: "points-api-5xx" in Asia Pacific (Seoul)',
      'OK: "points-api-5xx" in Asia Pacific (Seoul)',
    ]);
  });

  it('hits seven shops of 312, of the new release, on the replica’s host', async () => {
    replicaWrite.start(company);
    await clock.advance(600_000);
    const [hit, ...others] = await ask(
      '/ecs/points-api',
      `filter statusCode = 500 | stats count(*) as n, count_distinct(shopId) as shops by release,
         method, layout, substr(dbHost, 0, 11) as db, level`,
    );
    expect(others).toEqual([]);
    expect(hit).toMatchObject({
      shops: '7',
      release: '2026.11.21-2300',
      method: 'POST',
      layout: 'split',
      db: 'points-db-2',
      level: '30',
    });
    const [all] = await ask('/ecs/points-api', 'stats count_distinct(shopId) as shops', 1_800);
    expect(all).toEqual({ shops: '312' });
  });

  it('leaves nothing but access lines, in which no error says anything', async () => {
    replicaWrite.start(company);
    await clock.advance(600_000);
    expect(
      await ask('/ecs/points-api', 'filter ispresent(err.message) or level > 30 | limit 1'),
    ).toEqual([]);
    const told = await ask('/ecs/points-api', 'stats count(*) as n by msg');
    expect(told.map(({ msg }) => msg)).toEqual(['request completed']);
  });

  it('is no trouble where the replica has become the writer', async () => {
    company.switchWriter('points-db-2');
    replicaWrite.start(company);
    await clock.advance(300_000);
    expect(changes()).toEqual([]);
    const rds = new RDSClient(settings(aws));
    const { DBInstances } = await rds.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'points-db-1' }),
    );
    rds.destroy();
    expect(DBInstances?.[0]?.ReadReplicaSourceDBInstanceIdentifier).toBe('points-db-2');
  });

  it('stays with the image, whatever task definition it comes back under', async () => {
    replicaWrite.start(company);
    await clock.advance(150_000);
    const digest = company.ecs.running('shop', 'points-api')[0]!.digest;
    const image = `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/points-api@${digest}`;
    const copy = company.ecs.registerTaskDefinition({
      family: 'points-api',
      containerDefinitions: [{ name: 'points-api', image }],
    });
    company.ecs.deploy({ cluster: 'shop', service: 'points-api', taskDefinition: copy });
    await clock.advance(300_000);
    expect(changes()).toEqual(['points-api-5xx ALARM']);
  });
});

describe('slow-query', () => {
  it('makes everything slow, fails nothing, and is in the slow logs of both instances', async () => {
    expect(await slowLog('points-db-1')).not.toContain('point_transactions');
    slowQuery.start(company);
    await clock.advance(185_000);
    expect(changes()).toEqual(['points-api-latency ALARM']);
    for (const instance of ['points-db-1', 'points-db-2']) {
      const entries = (await slowLog(instance)).split(/^# Time: /m);
      const scans = entries.filter((entry) => entry.includes('FROM point_transactions'));
      expect(scans.length).toBeGreaterThan(20);
      for (const entry of scans) {
        expect(entry).toMatch(
          /^\S+Z\n# User@Host: points\[points\] @ {2}\[10\.0\.1\.1\d\] {2}Id: {1,2}\d+\n# Query_time: 0\.\d{6} {2}Lock_time: \S+ Rows_sent: \d+ {2}Rows_examined: (59|60)\d{4}\n/,
        );
      }
    }
  });
});

describe('bad-canary', () => {
  it('breaks checkouts on a tenth of the traffic and holds there by itself', async () => {
    badCanary.start(company);
    await clock.advance(185_000);
    expect(changes()).toEqual(['orders-api-5xx ALARM']);
    const weights = () => company.ecs.running('shop', 'orders-api').map((one) => one.weight);
    expect(weights()).toEqual([0.1, 0.9]);
    await clock.advance(15 * 60_000);
    expect(weights()).toEqual([0.1, 0.9]);
    const rows = await ask(
      '/ecs/orders-api',
      'filter level >= 50 and err.type = "TypeError" | stats count(*) as n by release',
    );
    expect(rows.map((row) => row.release)).toEqual(['2026.11.22-1030']);
  });

  it('has its slow statements in the exported log of PostgreSQL', async () => {
    await clock.advance(60_000);
    const rows = await ask(
      '/aws/rds/instance/orders-db-1/postgresql',
      `filter @message like /duration: /
       | parse @message /duration: (?<ms>[0-9.]+) ms\\s+\\S+[^:]*: (?<sql>.*)/
       | stats count(*) as n, max(ms) as worst by sql`,
      3_600,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sql).toMatch(/^SELECT .* FROM orders WHERE shop_id = \$1/);
    expect(Number(rows[0]?.worst)).toBeGreaterThan(260);
    expect(clock.now()).toBe(startAt + 60_000);
  });
});

describe('wrong-environment', () => {
  it('answers everybody and writes to the database of staging, until it is rolled back', async () => {
    wrongEnvironment.start(company);
    await clock.advance(300_000);
    expect(changes()).toEqual(['points-db-writes-low ALARM']);
    const [row, ...others] = await ask(
      '/ecs/points-api',
      `stats count(*) as n, max(statusCode) as worst by env, release,
         substr(dbHost, 0, 17) as db`,
      120,
    );
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      env: 'staging',
      release: 'dev-ben-local',
      db: 'points-staging-db',
    });
    expect(Number(row?.worst)).toBeLessThan(500);
    await update('points-api', 'points-api:41');
    await clock.advance(300_000);
    expect(changes()).toEqual(['points-db-writes-low ALARM', 'points-db-writes-low OK']);
  });

  it('has a staging of its own, where nobody but the testers go', async () => {
    const rows = await ask('/ecs/points-api-staging', 'stats count(*) as n by env, shopId', 3_600);
    expect(rows.map(({ env, shopId }) => [env, shopId])).toEqual([['staging', 'shop-test']]);
  });
});
