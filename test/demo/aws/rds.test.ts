import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBLogFilesCommand,
  DescribeDBParametersCommand,
  DescribeEventsCommand,
  DownloadDBLogFilePortionCommand,
  type DownloadDBLogFilePortionCommandInput,
  RDSClient,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalRds } from '../../../src/demo/aws/rds/service.ts';
import type { DbInstance, DbLogFile } from '../../../src/demo/aws/rds/source.ts';
import type { LocalAws } from '../../../src/demo/aws/server.ts';
import { place, settings, startAt, startAws } from './local.ts';

const instance = (id: string, more: Partial<DbInstance> = {}): DbInstance => ({
  id,
  engine: 'mysql',
  engineVersion: '8.0.42',
  status: 'available',
  host: `${id}.local`,
  port: 3306,
  zone: 'ap-northeast-2a',
  exports: [],
  ...more,
});
const base = 'slowquery/mysql-slowquery.log';
const file = (name: string, tag: string, text: string, live = false): DbLogFile => ({
  name,
  tag,
  live,
  lastWrittenAt: startAt,
  size: Buffer.byteLength(text),
  read: () => Buffer.from(text),
});

/** Numbered lines of this many bytes each, newline included. */
const numbered = (count: number, bytes = 100) =>
  Array.from({ length: count }, (_, index) => `${`line ${index} `.padEnd(bytes - 1, '.')}\n`).join(
    '',
  );

let aws: LocalAws;
let rds: RDSClient;
let files: DbLogFile[];

beforeEach(async () => {
  files = [];
  ({ aws } = await startAws((clock) => [
    createLocalRds({
      clock,
      ...place,
      portions: { burst: 40, perSecond: 0 },
      source: {
        instances: () => [
          instance('points-db-1'),
          instance('points-db-2', { replicaOf: 'points-db-1' }),
          instance('aurora-1', { engine: 'aurora-mysql', cluster: 'aurora' }),
        ],
        clusters: () => [
          {
            id: 'aurora',
            engine: 'aurora-mysql',
            members: [
              { instance: 'aurora-1', isWriter: true },
              { instance: 'aurora-2', isWriter: false },
            ],
          },
        ],
        parameters: (group) => (group === 'mysql' ? { max_connections: '500' } : undefined),
        events: () =>
          [2, 1].map((hours) => ({
            at: startAt - hours * 3_600_000,
            source: 'points-db-1',
            sourceType: 'db-instance' as const,
            message: `Something <&> ${hours} h ago`,
            categories: [hours === 1 ? 'failover' : 'backup'],
          })),
        logFiles: () => files,
      },
    }),
  ]));
  rds = new RDSClient(settings(aws));
});
afterEach(async () => {
  rds.destroy();
  await aws.stop();
});

const portion = (input: Partial<DownloadDBLogFilePortionCommandInput>) =>
  rds.send(
    new DownloadDBLogFilePortionCommand({
      DBInstanceIdentifier: 'points-db-1',
      LogFileName: base,
      ...input,
    }),
  );

describe('the local RDS', () => {
  it('tells the writer from the replica', async () => {
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({}));
    expect(DBInstances).toMatchObject([
      {
        DBInstanceIdentifier: 'points-db-1',
        ReadReplicaDBInstanceIdentifiers: ['points-db-2'],
        Endpoint: { Address: 'points-db-1.local', Port: 3306 },
        DBInstanceArn: 'arn:aws:rds:ap-northeast-2:123456789012:db:points-db-1',
      },
      {
        ReadReplicaSourceDBInstanceIdentifier: 'points-db-1',
        StatusInfos: [{ Status: 'replicating', Normal: true }],
      },
      { DBClusterIdentifier: 'aurora' },
    ]);
    const missing = new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'x' });
    await expect(rds.send(missing)).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' });
  });

  it('knows who writes in a cluster', async () => {
    const { DBClusters } = await rds.send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: 'aurora' }),
    );
    expect(DBClusters?.[0]?.DBClusterMembers).toMatchObject([
      { DBInstanceIdentifier: 'aurora-1', IsClusterWriter: true },
      { DBInstanceIdentifier: 'aurora-2', IsClusterWriter: false },
    ]);
    const missing = new DescribeDBClustersCommand({ DBClusterIdentifier: 'x' });
    await expect(rds.send(missing)).rejects.toMatchObject({ name: 'DBClusterNotFoundFault' });
  });

  it('tells what happened, of the last hour unless asked for more', async () => {
    const ask = async (input: object) => {
      const { Events = [] } = await rds.send(new DescribeEventsCommand(input));
      return Events.map((event) => [event.Message, event.Date, event.EventCategories]);
    };
    const recent = ['Something <&> 1 h ago', new Date(startAt - 3_600_000), ['failover']];
    expect(await ask({})).toEqual([recent]);
    expect(await ask({ StartTime: new Date(startAt - 86_400_000) })).toHaveLength(2);
    expect(await ask({ Duration: 1_440, EventCategories: ['failover'] })).toEqual([recent]);
    expect(await ask({ SourceType: 'db-cluster' })).toEqual([]);
  });

  it('tells the parameters of a group by name, and knows no other group', async () => {
    const ask = async (group: string, name: string) => {
      const filter = { Name: 'parameter-name', Values: [name] };
      const input = { DBParameterGroupName: group, Filters: [filter] };
      const { Parameters = [] } = await rds.send(new DescribeDBParametersCommand(input));
      return Parameters.map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue]);
    };
    expect(await ask('mysql', 'max_connections')).toEqual([['max_connections', '500']]);
    expect(await ask('mysql', 'sql_mode')).toEqual([]);
    await expect(ask('other', 'max_connections')).rejects.toThrow(/not found: other/);
  });

  it('lists log files by name, age and size, in pages', async () => {
    files = ['0', '1', '2'].map((hour) => file(`${base}.2026-11-22.${hour}`, hour, 'x'.repeat(10)));
    const list = (input: object) =>
      rds.send(new DescribeDBLogFilesCommand({ DBInstanceIdentifier: 'points-db-1', ...input }));
    const first = await list({ FilenameContains: 'slowquery', MaxRecords: 2 });
    expect(first.DescribeDBLogFiles).toEqual(
      ['0', '1'].map((hour) => ({
        LogFileName: `${base}.2026-11-22.${hour}`,
        LastWritten: startAt,
        Size: 10,
      })),
    );
    expect((await list({ Marker: first.Marker })).DescribeDBLogFiles).toHaveLength(1);
    expect((await list({ FileLastWritten: startAt + 1 })).DescribeDBLogFiles ?? []).toEqual([]);
    expect((await list({ FileSize: 11 })).DescribeDBLogFiles ?? []).toEqual([]);
  });
});

describe('a portion of a log file', () => {
  it('is the end of the file, with nothing to follow, when no marker is given', async () => {
    files = [file(base, '2026-11-22.2', numbered(100), true)];
    const tail = await portion({ NumberOfLines: 2 });
    expect(tail.LogFileData).toMatch(/^line 98 .*\nline 99 .*\n$/);
    expect(tail).toMatchObject({ AdditionalDataPending: false, Marker: '2026-11-22.2:10000' });
  });

  it('is the whole file when that has fewer lines', async () => {
    files = [file(base, '2026-11-22.2', '\nlast\n', true)];
    expect((await portion({ NumberOfLines: 9 })).LogFileData).toBe('\nlast\n');
    expect((await portion({})).LogFileData).toBe('\nlast\n');
  });

  it('begins at marker 0 and goes on from the marker given', async () => {
    const text = numbered(25_000, 40);
    files = [file(base, '2026-11-22.2', text, true)];
    let read = '';
    let marker = '0';
    for (let pending = true; pending; ) {
      const next = await portion({ Marker: marker });
      read += next.LogFileData ?? '';
      marker = next.Marker ?? '';
      pending = next.AdditionalDataPending ?? false;
    }
    expect(read).toBe(text);
    expect(marker).toBe(`2026-11-22.2:${text.length}`);
  });

  it('cuts a line at 1 MB, says so, and skips the rest of that line', async () => {
    const text = numbered(9_000, 150);
    files = [file(base, '2026-11-22.2', text, true)];
    const first = await portion({ Marker: '0' });
    const whole = Math.floor(1_048_576 / 150);
    expect(first.LogFileData?.endsWith('\n [Your log message was truncated]\n')).toBe(true);
    expect(first.LogFileData).toContain(`line ${whole} `);
    const second = await portion({ Marker: first.Marker });
    expect(second.LogFileData).toMatch(new RegExp(`^line ${whole + 1} `));
    // The line is whole when the same marker is asked again with fewer lines.
    const again = await portion({ Marker: '0', NumberOfLines: whole });
    expect(again.LogFileData?.length).toBe(whole * 150);
    const rest = await portion({ Marker: again.Marker, NumberOfLines: 1 });
    expect(rest.LogFileData).toBe(text.slice(whole * 150, (whole + 1) * 150));
  });

  it('loses a single line of more than 1 MB whatever one asks', async () => {
    files = [file(base, '2026-11-22.2', `${'x'.repeat(1_500_000)}\nnext\n`, true)];
    const first = await portion({ Marker: '0', NumberOfLines: 1 });
    expect(first.LogFileData).toContain('[Your log message was truncated]');
    expect((await portion({ Marker: first.Marker })).LogFileData).toBe('next\n');
  });

  it('is found by the hour in the marker over one rotation, and lost after two', async () => {
    files = [
      file(`${base}.2026-11-22.0`, '2026-11-22.0', 'zero\n'),
      file(`${base}.2026-11-22.1`, '2026-11-22.1', 'one a\none b\n'),
      file(base, '2026-11-22.2', 'two a\ntwo b\n', true),
    ];
    const one = await portion({ Marker: '2026-11-22.1:6' });
    expect(one).toMatchObject({
      LogFileData: 'one b\n',
      Marker: '2026-11-22.2:0',
      AdditionalDataPending: true,
    });
    const lost = await portion({ Marker: '2026-11-22.0:0' });
    expect(lost).toMatchObject({ Marker: '2026-11-22.0:0', AdditionalDataPending: false });
    expect(lost.LogFileData ?? '').toBe('');
    // An hour that is gone reads the live file at that offset, and does not say so.
    expect((await portion({ Marker: '2026-11-20.9:6' })).LogFileData).toBe('two b\n');
    // On a rotated name the hour does not matter.
    const rotated = { LogFileName: `${base}.2026-11-22.1`, Marker: '2026-11-22.7:6' };
    expect((await portion(rotated)).LogFileData).toBe('one b\n');
  });

  it('survives control characters and entities', async () => {
    const text = 'a & b < c > d " \' \u0007 \u001b[31m ünï 한글 ]]> \r\n';
    files = [file(base, '2026-11-22.2', text, true)];
    expect((await portion({ Marker: '0' })).LogFileData).toBe(text);
  });

  it('is refused for binary data and for a file that is not there', async () => {
    files = [file(base, '2026-11-22.2', 'a\0b\n', true)];
    await expect(portion({ Marker: '0' })).rejects.toThrow(/binary data/);
    await expect(portion({ LogFileName: 'other' })).rejects.toMatchObject({
      name: 'DBLogFileNotFoundFault',
    });
  });

  it('is throttled after so many in a row', async () => {
    files = [file(base, '2026-11-22.2', 'a\n', true)];
    const all = await Promise.allSettled(
      Array.from({ length: 45 }, () => portion({ Marker: '0' })),
    );
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(5);
    expect(refused[0]?.reason).toMatchObject({ name: 'Throttling', message: 'Rate exceeded' });
  });
});

describe('a whole log file', () => {
  it('comes as it is, binary data too, to a request signed for rds', async () => {
    const bytes = Buffer.from([0x23, 0x00, 0xff, 0x0a]);
    files = [{ ...file(`${base}.2026-11-22.1`, '2026-11-22.1', ''), read: () => bytes }];
    const url = `${aws.url}/v13/downloadCompleteLogFile/points-db-1/${base}.2026-11-22.1`;
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20261122/ap-northeast-2/rds/aws4_request, SignedHeaders=host, Signature=0';
    const answer = await fetch(url, { headers: { authorization } });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect((await fetch(`${url}0`, { headers: { authorization } })).status).toBe(404);
    expect((await fetch(url)).status).toBe(500);
    expect(aws.calls[0]).toMatchObject({
      operation: 'DownloadCompleteDBLogFile',
      input: { DBInstanceIdentifier: 'points-db-1', LogFileName: `${base}.2026-11-22.1` },
    });
  });
});
