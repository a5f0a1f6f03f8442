import { describe, expect, it, test } from 'vitest';
import { originLimit, originQuery } from '../../../../src/adapters/aws/volume/origin-query.ts';
import { createLogVolume } from '../../../../src/adapters/aws/volume/source.ts';
import type { Question } from '../../../../src/core/evidence/question.ts';
import type { Environment } from '../../../../src/core/service/service.ts';
import { parseQuery } from '../../../../src/demo/aws/logs/insights/parse.ts';
import { rowOfEvent } from '../../../../src/demo/aws/logs/insights/row.ts';
import { runQuery } from '../../../../src/demo/aws/logs/insights/run.ts';
import { createLocalLogs } from '../../../../src/demo/aws/logs/service.ts';
import type { LogEvent } from '../../../../src/demo/aws/logs/source.ts';
import { AwsFault, type LocalService } from '../../../../src/demo/aws/wire.ts';
import { systemClock } from '../../../../src/engine/clock.ts';
import { region, service, startAws } from '../local.ts';

const minuteMs = 60_000;
const now = Date.UTC(2026, 10, 23, 2, 20);
const window = { fromAt: now - 30 * minuteMs, toAt: now };
const beganAt = now - 10 * minuteMs;
const [ownGroup, otherGroup] = ['/ecs/points-api', '/ecs/points-api-staging'];

const environment: Environment = {
  service: 'points-api',
  name: 'production',
  region,
  channel: '#incidents',
  alarms: [],
  logs: [ownGroup],
  tenantField: 'shopId',
  database: { engine: 'mysql', instances: ['points-db-1'], slowLog: { from: 'files' } },
  others: [
    {
      name: 'staging',
      region,
      logs: [otherGroup],
      database: { engine: 'mysql', instances: ['points-test-db'], slowLog: { from: 'files' } },
    },
  ],
};
const question: Question = { id: 'Q#log-volume', kind: 'log-volume', window, environment };

/** A line every ten seconds, for as many shops as there are lines in a minute. */
function line(group: string, at: number): string | undefined {
  const shop = `shop-${(at / 10_000) % 6}`;
  const isWrong = at >= beganAt;
  if (group === otherGroup) return undefined;
  return JSON.stringify({
    env: isWrong ? 'staging' : 'production',
    dbHost: `${isWrong ? 'points-test-db' : 'points-db-1'}.c9.${region}.rds.amazonaws.com`,
    release: isWrong ? 'dev-ben-local' : '2026.11.21',
    host: `api-${(at / 10_000) % 2}`,
    method: (at / 10_000) % 2 ? 'POST' : 'GET',
    shopId: shop,
  });
}

async function start(
  given: {
    lineOf?: typeof line;
    fault?: (logs: LocalService) => LocalService;
    asked?: Partial<Environment>;
    budgetMs?: number;
    runningLooks?: number;
    noMetric?: boolean;
  } = {},
) {
  const lineOf = given.lineOf ?? line;
  const group = (name: string) =>
    ({ name, retentionDays: 30, createdAt: 0, class: 'STANDARD' }) as const;
  const logs = createLocalLogs({
    clock: { ...systemClock, now: () => now },
    region,
    account: '123456789012',
    runningLooks: given.runningLooks ?? 0,
    indexLagMs: 0,
    source: {
      groups: [group(ownGroup), group(otherGroup)],
      events(name, fromAt, toAt) {
        const events: LogEvent[] = [];
        for (let at = Math.ceil(fromAt / 10_000) * 10_000; at < toAt; at += 10_000) {
          const message = lineOf(name, at);
          if (message) events.push({ at, stream: 's', message });
        }
        return events;
      },
    },
  });
  const { aws, clients } = await startAws([
    service('monitoring', {
      GetMetricData: ({ MetricDataQueries }) => {
        if (given.noMetric) throw new AwsFault('AccessDeniedException', 'not allowed', 400);
        const ids = MetricDataQueries as readonly { Id: string }[];
        return {
          MetricDataResults: ids.map(({ Id }) => ({
            Id,
            StatusCode: 'Complete',
            Timestamps: [window.fromAt / 1000],
            Values: [6],
          })),
        };
      },
    }),
    given.fault ? given.fault(logs) : logs,
  ]);
  const source = createLogVolume({ clients, now: () => now, pollMs: 5 });
  const ask = () =>
    source.ask(
      { ...question, environment: { ...environment, ...given.asked } },
      { budgetMs: given.budgetMs ?? 5_000, signal: new AbortController().signal },
    );
  const queries = () => aws.calls.filter(({ operation }) => operation === 'StartQuery').length;
  return { aws, ask, queries };
}

/** StartQuery fails for the texts and times this says. */
function failing(
  isMeant: (input: { queryString: string; startTime: number }) => boolean,
  fault = new AwsFault('AccessDeniedException', 'no identity-based policy allows it', 400),
) {
  return (logs: LocalService): LocalService => ({
    ...logs,
    operations: {
      ...logs.operations,
      StartQuery: (input, call) => {
        if (isMeant(input as { queryString: string; startTime: number })) throw fault;
        return logs.operations.StartQuery?.(input, call) ?? {};
      },
    },
  });
}
const isBefore = ({ startTime }: { startTime: number }) => startTime * 1000 < window.fromAt;
const isOrigin = ({ queryString }: { queryString: string }) => queryString.includes('stretch');
const isDetail = ({ queryString }: { queryString: string }) =>
  queryString.includes('saysDatabase in');

describe('where the lines come from', () => {
  it('is counted by what they say, now and before, with whose requests the strays are', async () => {
    const { ask } = await start();
    const { volume, partial, query, status } = await ask();
    expect([status, partial]).toEqual(['found', undefined]);
    const { lines = [], before, strays, home, others } = volume?.origins ?? {};
    expect([home?.name, home?.databases, others?.[0]?.databases]).toEqual([
      'production',
      ['points-db-1'],
      ['points-test-db'],
    ]);
    expect(
      lines.map(({ env, release, lines: count, writes }) => [env, release, count, writes]),
    ).toEqual([
      ['production', '2026.11.21', 120, 60],
      ['staging', 'dev-ben-local', 60, 30],
    ]);
    const [, stray] = lines;
    expect([stray?.firstAt, stray?.lastAt]).toEqual([beganAt, now - 10_000]);
    expect(stray?.minutes).toHaveLength(10);
    expect(before?.map(({ env, lines: count }) => [env, count])).toEqual([['production', 180]]);
    expect(strays).toEqual({
      hosts: expect.arrayContaining([
        { name: 'api-0', count: 30 },
        { name: 'api-1', count: 30 },
      ]),
      tenants: {
        hit: 3,
        names: expect.arrayContaining(['shop-1', 'shop-3', 'shop-5']),
        link: expect.stringMatching(/^https:.{100,1500}$/),
      },
    });
    expect(query).toContain('saysDatabase');
  });

  it('costs one scan of its logs and two of the other’s while nothing is strange', async () => {
    const { ask, queries } = await start({
      lineOf: (group, at) => line(group, Math.min(at, beganAt - minuteMs)),
    });
    const { volume } = await ask();
    expect(volume?.origins?.strays).toBeUndefined();
    expect(queries()).toBe(3);
  });

  it('is not asked where the service has one environment', async () => {
    const { ask, queries } = await start({ asked: { others: [] } });
    const { volume, query } = await ask();
    expect(volume).not.toHaveProperty('origins');
    expect(queries()).toBe(0);
    expect(query).not.toContain('saysEnv');
  });

  it('is not told of a group that both environments write', async () => {
    const [staging] = environment.others ?? [];
    if (!staging) throw new Error('there is a staging');
    const { ask, queries } = await start({
      asked: { others: [{ ...staging, logs: [ownGroup] }] },
    });
    const { volume, partial } = await ask();
    expect(volume).not.toHaveProperty('origins');
    expect(partial).toBe('environments not told apart: they share their logs');
    expect(queries()).toBe(0);
  });

  it('costs nothing but itself where it is denied', async () => {
    const { ask } = await start({ fault: failing(() => true) });
    const { status, partial, volume } = await ask();
    expect(status).toBe('found');
    expect(volume).not.toHaveProperty('origins');
    expect(partial).toMatch(/environments of the lines not read: .*Allow logs:StartQuery/);
  });

  it('is told without the time before where only that is denied', async () => {
    const { ask } = await start({ fault: failing((query) => isOrigin(query) && isBefore(query)) });
    const { volume, partial } = await ask();
    expect(volume?.origins?.lines).toHaveLength(2);
    expect(volume?.origins).not.toHaveProperty('before');
    expect(partial).toContain('environments before not read: ');
  });

  it('is told without whose requests they are where that fails', async () => {
    const { ask } = await start({ fault: failing(isDetail) });
    const { volume, partial } = await ask();
    expect(volume?.origins?.lines).toHaveLength(2);
    expect(volume?.origins).not.toHaveProperty('strays');
    expect(partial).toContain('whose lines they are not read: ');
  });

  it('is not told from a part: what came first is not known', async () => {
    const { ask } = await start({ runningLooks: 10_000, budgetMs: 1_200 });
    const { volume, partial, status } = await ask();
    expect(status).toBe('found');
    expect(volume).not.toHaveProperty('origins');
    expect(partial).toContain(
      'environments of the lines not read: Logs Insights had not finished.',
    );
  });

  it('waits while it is throttled, and gives up when the time is', async () => {
    const { aws, ask } = await start({ budgetMs: 900 });
    aws.faults.inject({ service: 'logs', operation: 'StartQuery', kind: 'throttle', times: 99 });
    expect((await ask()).partial).toContain('environments of the lines not read: ');
  });

  it('is told where the lines could not be counted', async () => {
    const { ask } = await start({ noMetric: true });
    const { status, partial, volume } = await ask();
    expect(status).toBe('found');
    expect(volume?.groups).toEqual([]);
    expect(volume?.origins?.lines).toHaveLength(2);
    expect(partial).toMatch(/lines not counted: .*cloudwatch:GetMetricData/);
  });

  it('fails where neither could be read', async () => {
    const { ask } = await start({ noMetric: true, fault: failing(() => true) });
    await expect(ask()).rejects.toThrow(/Allow cloudwatch:GetMetricData/);
  });

  it('is a field name that could end its quotes put into no query', async () => {
    const { ask } = await start({ asked: { tenantField: 'a`b' } });
    const { volume } = await ask();
    expect(volume?.origins?.strays).toHaveProperty('hosts');
    expect(volume?.origins?.strays).not.toHaveProperty('tenants');
  });
});

describe('tenants in the logs of another environment', () => {
  /** All shops of production arrive at staging from then on. */
  const astray = (group: string, at: number) => {
    const shop = `shop-${(at / 10_000) % 6}`;
    const isThere = (group === otherGroup) === at >= beganAt;
    if (group === otherGroup && at < beganAt) return JSON.stringify({ shopId: 'shop-test' });
    return isThere ? JSON.stringify({ shopId: shop }) : undefined;
  };

  it('are told where they were not before, and are production’s', async () => {
    const { ask, queries } = await start({ lineOf: astray });
    const { volume } = await ask();
    expect(volume?.origins?.guests).toEqual([
      {
        environment: 'staging',
        tenants: 6,
        names: expect.arrayContaining(['shop-0', 'shop-5']),
        lines: 60,
        firstAt: beganAt,
        lastAt: now - 10_000,
      },
    ]);
    // Lines, tenants of the other now and before, and production's own tenants before.
    expect(queries()).toBe(4);
  });

  it('are none where staging invents its own', async () => {
    const { ask } = await start({
      lineOf: (group, at) =>
        astray(group, at)?.replace('shop-', group === otherGroup ? 'try-' : 'shop-'),
    });
    expect((await ask()).volume?.origins).not.toHaveProperty('guests');
  });

  it('cost nothing but themselves where the other group cannot be read', async () => {
    const isTenants = ({ queryString }: { queryString: string }) =>
      queryString.startsWith('filter ispresent');
    const { ask } = await start({
      fault: failing(
        isTenants,
        new AwsFault('ResourceNotFoundException', 'The log group does not exist.', 400),
      ),
    });
    const { volume, partial } = await ask();
    expect(volume?.origins?.lines).toHaveLength(2);
    expect(partial).toContain('tenants elsewhere not read: ');
  });
});

describe('what a line says', () => {
  const host = 'points-db-1.c9.ap-northeast-2.rds.amazonaws.com';
  const said = (message: string) => {
    const row = rowOfEvent({ at: now, stream: 's', message }, ownGroup, '123456789012');
    const { results } = runQuery(parseQuery(originQuery(1)), [row], originLimit);
    const fields = Object.fromEntries((results[0] ?? []).map(({ field, value }) => [field, value]));
    return [fields.saysEnv, fields.saysDatabase, fields.saysMethod];
  };

  it.each([
    [`{"env":"staging","dbHost":"${host}","method":"POST"}`, 'staging', host, 'POST'],
    [
      `{"req":{"method":"GET"},"environment": "Production","db.host":"${host}"}`,
      'Production',
      host,
      'GET',
    ],
    ['{"NODE_ENV":"development","DB_HOST":"db.internal"}', 'development', 'db.internal', undefined],
    ['{"deployment.environment.name":"prod"}', 'prod', undefined, undefined],
    ['{"dd.env":"stg","database_host":"10.0.3.7"}', 'stg', '10.0.3.7', undefined],
    ['time=1 env=staging db_host=points-db-1 method=PUT msg="x"', 'staging', 'points-db-1', 'PUT'],
    [
      '10.0.0.1 - - [23/Nov/2026] "DELETE /points?env=staging HTTP/1.1" 200',
      undefined,
      undefined,
      'DELETE',
    ],
    ['{"msg":"sent {\\\\"env\\\\":\\\\"staging\\\\"}"}', undefined, undefined, undefined],
    ['{"stage":"checkout-3","event":"x"}', 'checkout-3', undefined, undefined],
    ['{"environments":["staging"]}', undefined, undefined, undefined],
    ['Listening on 8080', undefined, undefined, undefined],
    ['', undefined, undefined, undefined],
  ])('%s', (message, env, database, method) => {
    expect(said(message)).toEqual([env, database, method]);
  });
});

test('no pattern has a slash, which would end it', () => {
  for (const [, pattern = ''] of originQuery(1).matchAll(/^\| parse @message \/(.*)\/$/gm)) {
    expect(pattern).not.toContain('/');
  }
});
