import {
  DescribeDimensionKeysCommand,
  type DescribeDimensionKeysCommandInput,
  GetDimensionKeyDetailsCommand,
  PIClient,
} from '@aws-sdk/client-pi';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createLocalPi } from '../../../src/demo/aws/pi/service.ts';
import type { WatchedStatement } from '../../../src/demo/aws/pi/source.ts';
import { settings, startAt, startAws } from './local.ts';

const long = `SELECT ${'points, '.repeat(100)}shop FROM members WHERE id = ?`;
const statement = (digestId: string, sessions: number, digest: string): WatchedStatement => ({
  digestId,
  digest,
  sqlId: `sql-${digestId}`,
  sql: digest.replace('?', '42'),
  sessions,
  callsPerSecond: 3,
  meanMs: 250,
});

let pi: PIClient;
beforeEach(async () => {
  const { aws } = await startAws((clock) => [
    createLocalPi({
      clock,
      source: {
        engineOf: (resource) => (resource === 'db-POINTS' ? 'mysql' : undefined),
        statements: () => [statement('A', 0.2, 'SELECT ?'), statement('B', 1.4, long)],
        sessions: () =>
          new Map([
            ['orders', 0.4],
            ['app', 1.2],
          ]),
      },
    }),
  ]);
  pi = new PIClient(settings(aws));
  onTestFinished(async () => {
    pi.destroy();
    await aws.stop();
  });
});

const keys = (input: Partial<DescribeDimensionKeysCommandInput> = {}) =>
  pi.send(
    new DescribeDimensionKeysCommand({
      ServiceType: 'RDS',
      Identifier: 'db-POINTS',
      StartTime: new Date(startAt - 600_500),
      EndTime: new Date(startAt - 500),
      Metric: 'db.load.avg',
      PeriodInSeconds: 60,
      GroupBy: { Group: 'db.sql_tokenized', Limit: 10 },
      ...input,
    }),
  );

describe('the local Performance Insights', () => {
  it('gives the most load first, in whole periods, with texts cut at 500 bytes', async () => {
    const answer = await keys({
      AdditionalMetrics: ['db.sql_tokenized.stats.count_star_per_sec.avg'],
    });
    expect(answer.AlignedStartTime).toEqual(new Date(startAt - 660_000));
    expect(answer.AlignedEndTime).toEqual(new Date(startAt));
    expect(answer.Keys?.map((key) => key.Dimensions?.['db.sql_tokenized.id'])).toEqual(['B', 'A']);
    const [top] = answer.Keys ?? [];
    expect(top?.Dimensions?.['db.sql_tokenized.statement']).toHaveLength(500);
    expect(top).toMatchObject({
      Total: 1.4,
      AdditionalMetrics: { 'db.sql_tokenized.stats.count_star_per_sec.avg': 3 },
    });
  });

  it('has the whole text of a single statement', async () => {
    const one = await keys({
      GroupBy: { Group: 'db.sql', Dimensions: ['db.sql.id'], Limit: 1 },
      Filter: { 'db.sql_tokenized.id': 'B' },
    });
    expect(one.Keys).toMatchObject([{ Dimensions: { 'db.sql.id': 'sql-B' } }]);
    const details = (id: string) =>
      pi.send(
        new GetDimensionKeyDetailsCommand({
          ServiceType: 'RDS',
          Identifier: 'db-POINTS',
          Group: 'db.sql',
          GroupIdentifier: id,
        }),
      );
    expect((await details('sql-B')).Dimensions).toMatchObject([
      { Status: 'AVAILABLE', Value: long.replace('?', '42') },
    ]);
    expect((await details('sql-X')).Dimensions).toMatchObject([{ Status: 'UNAVAILABLE' }]);
  });

  it('refuses what the real one refuses', async () => {
    const invalid = { name: 'InvalidArgumentException' };
    await expect(keys({ StartTime: new Date(startAt - 8 * 86_400_000) })).rejects.toMatchObject(
      invalid,
    );
    await expect(keys({ PeriodInSeconds: 7 })).rejects.toMatchObject(invalid);
    await expect(keys({ EndTime: new Date(startAt - 700_000) })).rejects.toMatchObject(invalid);
    await expect(
      keys({ AdditionalMetrics: ['db.sql_tokenized.stats.calls_per_sec.avg'] }),
    ).rejects.toMatchObject(invalid);
    await expect(keys({ Identifier: 'db-OFF' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('gives who is at work, and applications of PostgreSQL only', async () => {
    const answer = await keys({ GroupBy: { Group: 'db.user', Limit: 1 } });
    expect(answer.Keys).toEqual([{ Dimensions: { 'db.user.name': 'app' }, Total: 1.2 }]);
    await expect(keys({ GroupBy: { Group: 'db.application' } })).rejects.toThrow(/Unsupported/);
  });
});
