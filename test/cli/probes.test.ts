import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startLocalAws } from '../../src/demo/aws/server.ts';
import { AwsFault, type LocalService } from '../../src/demo/aws/wire.ts';
import { startLocalSlack } from '../../src/demo/slack/server.ts';
import { systemClock } from '../../src/engine/clock.ts';

const config = `
slack: { channel: "#incidents" }
aws: { region: ap-northeast-2 }
intake: { backstop: 60s }
people: { ana: { slack: U1 }, ben: { slack: U2 } }
services:
  points-api:
    rotation: backend
    environments:
      production:
        alarms: [ "points-api-*", "pionts-*" ]
        logs: [ "/ecs/points-api" ]
        database: { engine: mysql, instances: [ points-db-1 ] }
        rollout: { engine: ecs, cluster: shop, service: points-api }
rotations:
  backend: { zone: Asia/Seoul, start: 2026-11-02, handover: weekly Mon 10:00, people: [ ana, ben ] }
`;

/** An account with one alarm and one database, whose ECS we may not read. */
const services: readonly LocalService[] = [
  {
    name: 'monitoring',
    operations: {
      DescribeAlarms: () => ({
        MetricAlarms: [
          {
            AlarmArn: 'arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:points-api-5xx',
            AlarmName: 'points-api-5xx',
            StateValue: 'OK',
            StateReason: 'fine',
            StateTransitionedTimestamp: new Date(0),
          },
        ],
      }),
      DescribeAlarmHistory: () => {
        throw new AwsFault('AccessDenied', 'not authorized', 403);
      },
      GetMetricData: () => ({
        MetricDataResults: [{ Id: 'bytes', Values: [2_500_000_000], Timestamps: [new Date(0)] }],
      }),
    },
  },
  {
    name: 'logs',
    operations: {
      FilterLogEvents: () => ({ events: [] }),
      StartQuery: () => ({ queryId: 'q' }),
      GetQueryResults: () => ({
        status: 'Complete',
        results: [],
        statistics: { bytesScanned: 100_000_000 },
      }),
    },
  },
  {
    name: 'rds',
    operations: {
      DescribeDBLogFiles: () => ({ DescribeDBLogFiles: [] }),
      DescribeEvents: () => ({ Events: [] }),
      DescribeDBInstances: () => ({
        DBInstances: [
          {
            DBInstanceIdentifier: 'points-db-1',
            DBInstanceStatus: 'available',
            Endpoint: { Address: 'points-db-1.local', Port: 3306 },
          },
        ],
      }),
    },
    xml: { namespace: 'https://firebreak.invalid/', members: { DBInstances: 'DBInstance' } },
  },
  {
    name: 'ecs',
    operations: {
      DescribeServices: () => {
        throw new AwsFault('AccessDeniedException', 'not authorized to ecs:DescribeServices');
      },
    },
  },
];

test('the doctor asks Slack and AWS the way the program does, and names what stands in the way', async () => {
  const aws = await startLocalAws({ clock: systemClock, services });
  onTestFinished(() => aws.stop());
  const slack = await startLocalSlack({
    clock: systemClock,
    people: [{ id: 'U1', name: 'ana' }],
    channels: [{ id: 'C1', name: 'incidents' }],
    manifestPath: 'manifest.yml',
  });
  onTestFinished(() => slack.stop());
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-probes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'firebreak.yml'), config);

  const child = spawn(process.execPath, ['bin/firebreak.js', 'doctor', '--json'], {
    env: {
      FIREBREAK_CONFIG: join(folder, 'firebreak.yml'),
      FIREBREAK_DATA_DIR: join(folder, 'data'),
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), exited]);

  expect([status, err]).toEqual([1, '']);
  const { checks } = JSON.parse(out) as {
    checks: { name: string; status: string; text: string }[];
  };
  const found = checks.map((check) => `${check.status} ${check.name}: ${check.text}`);
  expect(found.slice(4)).toEqual([
    expect.stringMatching(/^pass Slack: the token is U0FIREBRK of Local Workspace/),
    'warn alarms ap-northeast-2: CloudWatch knows 1 alarms; none fits pionts-*: look for a slip in firebreak.yml.',
    'pass database points-api production: RDS: points-db-1 writer (available)',
    'warn slow queries points-api production: not as configured: no log files of points-db-1 (log_output=FILE?); log group /aws/rds/instance/points-db-1/slowquery (a look scans 2.50 GB at most, about $0.013); Performance Insights is off',
    'pass errors evidence points-api production: CloudWatch Logs Insights: a quarter of an hour is 0.30 GB, about $0.002; an incident asks for half an hour and what it is compared with',
    expect.stringMatching(/^(pass|warn) log-volume evidence points-api production: /),
    'warn database evidence points-api production: DescribeDBInstances, DescribeEvents, DescribeDBParameters and the AWS/RDS metrics of points-db-1: CloudWatch gave part of the metrics',
    expect.stringMatching(
      /^warn changes evidence points-api production: .*Allow cloudwatch:DescribeAlarmHistory/,
    ),
    expect.stringMatching(/^fail rollout points-api production: .*DescribeServices/),
  ]);
  expect(aws.calls.map((call) => call.operation).toSorted()).not.toContain('UpdateService');
});
