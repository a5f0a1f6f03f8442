import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMatcher } from '../../../src/demo/aws/logs/filter-pattern.ts';
import { createLocalLogs } from '../../../src/demo/aws/logs/service.ts';
import type { LogEvent } from '../../../src/demo/aws/logs/source.ts';
import type { LocalAws } from '../../../src/demo/aws/server.ts';
import { place, settings, startAt, startAws } from './local.ts';

const group = '/ecs/points-api';
/** One line a second for an hour; every 600th is an error. */
const lines: readonly LogEvent[] = Array.from({ length: 3_600 }, (_, index) => ({
  at: startAt - 3_600_000 + index * 1_000,
  stream: `task-${index % 3}`,
  message: JSON.stringify({ level: index % 600 === 599 ? 50 : 30, index }),
}));

let aws: LocalAws;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  ({ aws } = await startAws((clock) => [
    createLocalLogs({
      clock,
      ...place,
      concurrentQueries: 2,
      scanLimit: 400,
      source: {
        groups: [group, '/ecs/empty'].map((name) => ({
          name,
          retentionDays: 30,
          createdAt: startAt,
          class: 'STANDARD' as const,
        })),
        events: (name, fromAt, toAt) =>
          name === group ? lines.filter((line) => line.at >= fromAt && line.at < toAt) : [],
      },
    }),
  ]));
  logs = new CloudWatchLogsClient(settings(aws));
});
afterAll(async () => {
  logs.destroy();
  await aws.stop();
});

async function pages(input: Partial<FilterLogEventsCommandInput>) {
  const all: { at: number; message: string }[][] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({ logGroupName: group, ...input, nextToken }),
    );
    all.push(
      (page.events ?? []).map(({ timestamp = 0, message = '' }) => ({ at: timestamp, message })),
    );
    nextToken = page.nextToken;
  } while (nextToken);
  return all;
}

describe('the local FilterLogEvents', () => {
  it('gives pages with nothing in them and a token to go on with', async () => {
    const found = await pages({ filterPattern: '{ $.level >= 50 }' });
    expect(found.some((page) => page.length === 0)).toBe(true);
    expect(found.flat().map(({ message }) => JSON.parse(message).index)).toEqual([
      599, 1199, 1799, 2399, 2999, 3599,
    ]);
  });

  it('reads newest first when told so', async () => {
    const [page = []] = await pages({
      startFromHead: false,
      startTime: startAt - 10_000,
      limit: 10,
    });
    expect(page.map(({ at }) => startAt - at)).toEqual([
      1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000,
    ]);
    await expect(pages({ startFromHead: false })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('keeps to the window, the streams and the limit of a page', async () => {
    const found = await pages({
      startTime: startAt - 60_000,
      endTime: startAt - 30_000,
      logStreamNames: ['task-0'],
      limit: 4,
    });
    expect(found.map((page) => page.length)).toEqual([4, 4, 3]);
    expect(found.flat()[0]?.at).toBe(startAt - 60_000);
    expect(found.flat().at(-1)?.at).toBe(startAt - 30_000);
  });

  it('knows no other group', async () => {
    await expect(pages({ logGroupName: '/ecs/other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a filter pattern', () => {
  const json = '{"level":50,"err":{"code":"E1"},"shop":"s-17"}';
  it.each([
    { pattern: 'ERROR timeout', yes: ['ERROR: a timeout'], no: ['ERROR', 'timeout'] },
    { pattern: '"two words"', yes: ['some two words'], no: ['words two'] },
    { pattern: 'ERROR -expected', yes: ['ERROR'], no: ['ERROR expected'] },
    { pattern: '?ERROR ?"at line"', yes: ['ERROR', 'x at line 3'], no: ['fine'] },
    { pattern: '?"\\"level\\":50"', yes: [json], no: ['{"level":30}'] },
    { pattern: '%dead(lock)?%', yes: ['a deadlock', 'dead'], no: ['alive'] },
    { pattern: '{ $.level = 50 && $.err.code = "E*" }', yes: [json], no: ['{"level":50}', 'text'] },
    { pattern: '{ ($.level < 50) || ($.shop != "s-1*") }', yes: ['{"level":1}'], no: [json] },
    { pattern: '', yes: ['anything'], no: [] },
  ])('$pattern', ({ pattern, yes, no }) => {
    const matches = createMatcher(pattern);
    expect(yes.filter((line) => !matches(line))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });

  it('is refused when it is none', () => {
    expect(() => createMatcher('{ level > }')).toThrow(/Invalid filter pattern/);
  });
});

describe('the local Insights', () => {
  const start = (queryString: string, logGroupNames = [group]) =>
    logs.send(
      new StartQueryCommand({
        logGroupNames,
        queryString,
        startTime: startAt / 1000 - 3_600,
        endTime: startAt / 1000,
      }),
    );
  const look = (queryId: string | undefined) => logs.send(new GetQueryResultsCommand({ queryId }));
  const stop = (queryId: string | undefined) => logs.send(new StopQueryCommand({ queryId }));

  it('first shows a part of the rows, then all of them', async () => {
    const { queryId } = await start('filter level = 50 | stats count(*) as errors');
    const first = await look(queryId);
    expect(first.status).toBe('Running');
    expect(first.results).toEqual([[{ field: 'errors', value: '1' }]]);
    const second = await look(queryId);
    expect(second.status).toBe('Complete');
    expect(second.results).toEqual([[{ field: 'errors', value: '5' }]]);
    // The newest two seconds are not searchable yet.
    expect(second.statistics).toMatchObject({ recordsMatched: 5, recordsScanned: 3_598 });
    expect(await look(queryId)).toMatchObject({ status: 'Complete' });
  });

  it('runs so many at a time and no more, and a stopped one makes room', async () => {
    const one = await start('limit 1');
    const two = await start('limit 1');
    await expect(start('limit 1')).rejects.toMatchObject({ name: 'LimitExceededException' });
    expect(await stop(one.queryId)).toMatchObject({ success: true });
    expect((await look(one.queryId)).status).toBe('Cancelled');
    await expect(stop(one.queryId)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const three = await start('limit 1');
    for (const { queryId } of [two, three]) await stop(queryId);
  });

  it('says what it does not understand', async () => {
    await expect(start('explode @message')).rejects.toMatchObject({
      name: 'MalformedQueryException',
      message: 'unexpected symbol found explode at line 1 and position 0',
    });
    await expect(start('limit 1', ['/ecs/other'])).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(look('no-such-query')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('lists the groups', async () => {
    const { logGroups } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/p' }),
    );
    expect(logGroups).toMatchObject([
      {
        logGroupName: group,
        logGroupArn: `arn:aws:logs:ap-northeast-2:123456789012:log-group:${group}`,
        logGroupClass: 'STANDARD',
      },
    ]);
  });
});
