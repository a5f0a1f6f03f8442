import { expect, test } from 'vitest';
import { createSlowQueries } from '../../../../src/adapters/aws/slow/source.ts';
import type { Operation } from '../../../../src/demo/aws/wire.ts';
import { AwsFault } from '../../../../src/demo/aws/wire.ts';
import { region, service, startAws } from '../local.ts';

const toAt = Date.parse('2026-11-22T02:10:30Z');
const window = { fromAt: toAt - 30 * 60_000, toAt };
const cut = `SELECT ${'a, '.repeat(200)}`.slice(0, 500);

function key(id: string, text: string, sessions: number, more: Record<string, number> = {}) {
  return {
    Dimensions: { 'db.sql_tokenized.id': id, 'db.sql_tokenized.statement': text },
    Total: sessions,
    ...(Object.keys(more).length > 0 ? { AdditionalMetrics: more } : {}),
  };
}

/** Databases without a slow log, some of them watched. */
async function ask(describeKeys: Operation, details: Operation = () => ({ Dimensions: [] })) {
  const { aws, clients } = await startAws([
    service('rds', {
      DescribeDBLogFiles: () => ({ DescribeDBLogFiles: [] }),
      DescribeDBInstances: ({ DBInstanceIdentifier: id }) => ({
        DBInstances: [
          {
            DBInstanceIdentifier: id,
            DbiResourceId: `db-${id}`,
            PerformanceInsightsEnabled: id !== 'points-3',
          },
        ],
      }),
    }),
    service('logs', {
      FilterLogEvents: () => {
        throw new AwsFault('ResourceNotFoundException', 'The log group does not exist.');
      },
    }),
    service('pi', { DescribeDimensionKeys: describeKeys, GetDimensionKeyDetails: details }),
  ]);
  const source = createSlowQueries({ clients, now: () => toAt });
  const environment = {
    service: 'points-api',
    name: 'production',
    region,
    channel: '#incidents',
    alarms: [],
    logs: [],
    database: {
      engine: 'mysql' as const,
      instances: ['points-1', 'points-2', 'points-3'],
      slowLog: { from: 'files' as const },
    },
  };
  const question = { id: 'q1', kind: 'slow-queries' as const, environment, window };
  const limits = { budgetMs: 20_000, signal: new AbortController().signal };
  return { aws, evidence: await source.ask(question, limits) };
}

test('adds up what instances say of one shape, and takes literals out', async () => {
  const calls = 'db.sql_tokenized.stats.count_star_per_sec.avg';
  const mean = 'db.sql_tokenized.stats.sum_timer_wait_per_call.avg';
  const { evidence } = await ask(({ Identifier }) => ({
    AlignedStartTime: new Date(window.fromAt),
    AlignedEndTime: new Date(toAt),
    Keys:
      Identifier === 'db-points-1'
        ? [key('A', 'SELECT * FROM `points` WHERE `id` = ?', 3, { [calls]: 10, [mean]: 300 })]
        : [
            key('A', "SELECT * FROM `points` WHERE `id` = 'kim@example.com'", 1, {
              [calls]: 30,
              [mean]: 20,
            }),
            key('B', 'COMMIT', 1),
          ],
  }));
  expect(evidence).toMatchObject({ source: 'Performance Insights', status: 'found' });
  expect(evidence.load?.total).toBe(5);
  expect(evidence.load?.statements).toMatchObject([
    { sessions: 4, share: 0.8, callsPerSecond: 40, meanMs: 90 },
    { sessions: 1, share: 0.2 },
  ]);
  expect(evidence.load?.statements[1]).not.toHaveProperty('callsPerSecond');
  expect(JSON.stringify(evidence)).not.toContain('kim@example.com');
  expect(evidence.partial).toContain('it is on for points-1, points-2 only');
});

test('does without calls and times where the engine has none', async () => {
  const { evidence } = await ask(({ AdditionalMetrics }) => {
    if (AdditionalMetrics) throw new AwsFault('InvalidArgumentException', 'no such metric');
    return { Keys: [key('A', 'SELECT ?', 2)] };
  });
  expect(evidence.load?.statements).toMatchObject([{ sessions: 4 }]);
});

test('asks for the whole of a text that was cut, and shows the cut where it cannot be had', async () => {
  const whole = `${cut}b FROM points WHERE email = 'kim@example.com'`;
  const keys: Operation = ({ GroupBy, Filter }) => {
    if ((GroupBy as { Group: string }).Group === 'db.sql_tokenized') {
      return { Keys: [key('A', cut, 2), key('B', cut.replace('a', 'z'), 1)] };
    }
    const [digest] = Object.values(Filter as Record<string, string>);
    return { Keys: digest === 'A' ? [{ Dimensions: { 'db.sql.id': 'S' }, Total: 1 }] : [] };
  };
  const { evidence } = await ask(keys, ({ GroupIdentifier }) => ({
    Dimensions: [
      {
        Dimension: 'db.sql.statement',
        Status: 'AVAILABLE',
        Value: GroupIdentifier === 'S' ? whole : '',
      },
    ],
  }));
  const texts = evidence.load?.statements.map(({ fingerprint }) => fingerprint) ?? [];
  expect(texts[0]).toMatch(/from points where email = \?$/i);
  expect(texts[1]).toMatch(/ …$/);
  expect(evidence.load?.statements[0]?.tables).toEqual(['points']);
});
