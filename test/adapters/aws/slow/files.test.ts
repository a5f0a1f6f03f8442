import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createAwsClients } from '../../../../src/adapters/aws/clients.ts';
import { startDeadline } from '../../../../src/adapters/aws/deadline.ts';
import { filesInWindow, withBeginnings } from '../../../../src/adapters/aws/slow/listing.ts';
import { pieceBytes, readWholeFile } from '../../../../src/adapters/aws/slow/log-file.ts';
import { readPortion } from '../../../../src/adapters/aws/slow/portion.ts';
import { createSlowQueries } from '../../../../src/adapters/aws/slow/source.ts';
import type { Question } from '../../../../src/core/evidence/question.ts';
import type { Database } from '../../../../src/core/service/service.ts';
import { AwsFault, type LocalService } from '../../../../src/demo/aws/wire.ts';
import { region, startAws } from '../local.ts';
import { rdsFiles, slowEntry } from '../rds-files.ts';

const toAt = Date.parse('2026-11-22T02:10:00Z');
const fromAt = toAt - 30 * 60_000;
const live = 'slowquery/mysql-slowquery.log';
const rotated = `${live}.2026-11-22.2`;

function question(database: Partial<Database> = {}): Question {
  const environment = {
    service: 'points-api',
    name: 'production',
    region,
    channel: '#incidents',
    alarms: [],
    logs: [],
    database: {
      engine: 'mysql' as const,
      instances: ['points-db-1'],
      slowLog: { from: 'files' as const },
      ...database,
    },
  };
  return { id: 'q1', kind: 'slow-queries', environment, window: { fromAt, toAt } };
}

async function ask(
  rds: LocalService,
  asked: Question = question(),
  options: { budgetMs?: number; bytesPerInstance?: number; attempts?: number } = {},
) {
  const { aws, clients } = await startAws([rds], { readAttempts: options.attempts ?? 1 });
  const { bytesPerInstance } = options;
  const source = createSlowQueries({
    clients,
    now: () => toAt,
    ...(bytesPerInstance === undefined ? {} : { bytesPerInstance }),
  });
  const answer = (signal = new AbortController().signal) =>
    source.ask(asked, { budgetMs: options.budgetMs ?? 30_000, signal });
  return { aws, source, answer };
}

function entries(
  count: number,
  from = fromAt,
  stepMs = 1_000,
  statement = 'SELECT 1 FROM t',
): string {
  return Array.from({ length: count }, (_, place) =>
    slowEntry(from + place * stepMs, statement),
  ).join('');
}

function downloads(aws: { calls: readonly { operation: string; input: object }[] }) {
  return aws.calls.filter((call) => call.operation === 'DownloadDBLogFilePortion');
}

test('reads the files that overlap the window, across a rotation, and counts what fell into it', async () => {
  const { answer, aws } = await ask(
    rdsFiles({
      'points-db-1': [
        { name: `${live}.2026-11-22.1`, text: entries(5), writtenAt: fromAt - 1 },
        { name: rotated, text: entries(20, fromAt - 10_000), writtenAt: fromAt + 600_000 },
        { name: live, text: entries(7, fromAt + 700_000), writtenAt: toAt - 1_000 },
        { name: 'error/mysql-error.log', text: 'nothing', writtenAt: toAt },
      ],
    }),
  );
  const evidence = await answer();
  expect(evidence).toMatchObject({ status: 'found', source: 'RDS log files', questionId: 'q1' });
  expect(evidence.slow?.events).toBe(17);
  expect(evidence.partial).toBeUndefined();
  expect(evidence.query).toBe(
    'DescribeDBLogFiles FilenameContains=mysql-slowquery of points-db-1\n' +
      `DownloadDBLogFilePortion points-db-1 ${rotated}\nDownloadDBLogFilePortion points-db-1 ${live}`,
  );
  expect(evidence.link).toContain('#database:id=points-db-1');
  expect(downloads(aws).every((call) => 'Marker' in call.input)).toBe(true);
});

test('loses nothing where RDS cuts a line at its megabyte', async () => {
  const long = `INSERT INTO t VALUES (${'1,'.repeat(300_000)}1)`;
  const text = Array.from({ length: 3 }, (_, place) => slowEntry(fromAt + place, long)).join('');
  const { answer, aws } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text, writtenAt: toAt }] }),
  );
  const evidence = await answer();
  expect(evidence.slow?.events).toBe(3);
  expect(evidence.partial).toBeUndefined();
  expect(downloads(aws).some((call) => 'NumberOfLines' in call.input)).toBe(true);
});

test('keeps what there is of a line over a megabyte, and says that it was cut', async () => {
  const giant = `INSERT INTO t VALUES (${'1,'.repeat(600_000)}1)`;
  const text = entries(2) + slowEntry(fromAt + 5_000, giant) + entries(3, fromAt + 9_000);
  const { answer } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text, writtenAt: toAt }] }),
  );
  const evidence = await answer();
  expect(evidence.slow?.events).toBe(6);
  expect(evidence.partial).toBe(`points-db-1 ${live}: a line over 1 MB was cut by RDS`);
});

test('reads the end of a file too long to read, going back further than RDS offers', async () => {
  const text = entries(12_000, fromAt - 60_000, 100);
  const { answer } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text, writtenAt: toAt }] }),
    question(),
    { bytesPerInstance: 1_700_000 },
  );
  const evidence = await answer();
  expect(evidence.partial).toMatch(/its last 1\.7 MB of \d\.\d MB only$/);
  expect(evidence.slow?.events).toBeGreaterThan(6_000);
});

test('is content with the last megabyte when the window begins in it', async () => {
  const text = entries(10_000, fromAt - 10_000_000, 1_000);
  const { answer, aws } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text, writtenAt: toAt }] }),
    question(),
    { bytesPerInstance: 1_500_000 },
  );
  expect((await answer()).partial).toBeUndefined();
  expect(downloads(aws)).toHaveLength(1);
});

test('reads all instances, those of the cluster too, and says which it could not', async () => {
  const cluster = {
    DescribeDBClusters: () => ({
      DBClusters: [
        {
          DBClusterMembers: [
            { DBInstanceIdentifier: 'points-1', IsClusterWriter: true },
            { DBInstanceIdentifier: 'points-2', IsClusterWriter: false },
          ],
        },
      ],
    }),
    DescribeDBLogFiles: (input: Record<string, unknown>) => {
      if (input.DBInstanceIdentifier === 'points-2') {
        throw new AwsFault('DBInstanceNotFound', 'DBInstance points-2 not found.', 404);
      }
      return { DescribeDBLogFiles: [{ LogFileName: live, LastWritten: toAt, Size: 300 }] };
    },
  };
  const file = { name: live, text: entries(2), writtenAt: toAt };
  const { answer } = await ask(
    rdsFiles({ 'points-1': [file] }, cluster),
    question({ instances: [], cluster: 'points' }),
  );
  const evidence = await answer();
  expect(evidence.slow?.events).toBe(2);
  expect(evidence.partial).toMatch(
    /DescribeDBLogFiles on points-2; it answered DBInstanceNotFound/,
  );
});

test('waits out a throttle and goes on', async () => {
  const { answer, aws } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text: entries(3), writtenAt: toAt }] }),
  );
  const operation = 'DownloadDBLogFilePortion';
  aws.faults.inject({ service: 'rds', operation, kind: 'throttle', times: 1 });
  expect((await answer()).slow?.events).toBe(3);
});

test('shows what it has read when the time is up before the rest', async () => {
  let isSecond = false;
  const texts: Record<string, string> = {
    [rotated]: entries(3),
    [live]: entries(4, fromAt + 61_000),
  };
  const slowly = {
    DownloadDBLogFilePortion: async ({ LogFileName }: Record<string, unknown>) => {
      if (isSecond) await sleep(5_000, undefined, { ref: false });
      isSecond = true;
      return { LogFileData: texts[String(LogFileName)], AdditionalDataPending: false };
    },
  };
  const { answer } = await ask(
    rdsFiles(
      {
        'points-db-1': [
          { name: rotated, text: entries(3), writtenAt: fromAt + 60_000 },
          { name: live, text: entries(4), writtenAt: toAt },
        ],
      },
      slowly,
    ),
    question(),
    { budgetMs: 1_000 },
  );
  const evidence = await answer();
  expect(evidence.slow?.events).toBe(4);
  expect(evidence.partial).toContain(
    `points-db-1 ${rotated}; it was stopped before an answer came`,
  );
  expect(evidence.covered).toEqual({ fromAt: fromAt + 60_000, toAt });
});

test('claims no part of a file whose end it did not reach', async () => {
  const text = entries(12_000, fromAt, 100);
  const rds = rdsFiles({ 'points-db-1': [{ name: live, text, writtenAt: toAt }] });
  const portion = rds.operations.DownloadDBLogFilePortion;
  let portions = 0;
  const { answer } = await ask({
    ...rds,
    operations: {
      ...rds.operations,
      DownloadDBLogFilePortion: (input, call) => {
        portions++;
        if (portions > 1) throw new AwsFault('InternalFailure', 'broken', 500);
        return portion?.(input, call);
      },
    },
  });
  const evidence = await answer();
  expect(evidence.slow?.events).toBe(2_000);
  expect(evidence.partial).toMatch(/InternalFailure/);
  expect(evidence.covered).toEqual({ fromAt: toAt, toAt });
});

const binary = {
  DownloadDBLogFilePortion: () => {
    throw new AwsFault(
      'InvalidParameterValue',
      'This file contains binary data and should be downloaded instead of viewed.',
    );
  },
};

test('reads a file with binary data by the whole download, signed as the SDK signs', async () => {
  const text = entries(3, fromAt, 1_000, "SELECT 'a\u0000b' FROM t");
  const { answer, aws } = await ask(
    rdsFiles({ 'points-db-1': [{ name: rotated, text, writtenAt: toAt }] }, binary),
  );
  const evidence = await answer();
  expect(evidence.slow?.events).toBe(3);
  expect(evidence.partial).toBeUndefined();
  expect(aws.calls.map(({ operation }) => operation)).toEqual([
    'DescribeDBLogFiles',
    'DownloadDBLogFilePortion',
    'DownloadCompleteDBLogFile',
  ]);
});

test('reads of a whole download no more than it may', async () => {
  const text = entries(2_000);
  const { answer } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text, writtenAt: toAt, listedBytes: 9 }] }, binary),
    question(),
    { bytesPerInstance: 100_000 },
  );
  const evidence = await answer();
  expect(evidence.partial).toBe(`points-db-1 ${live}: its first 0.1 MB only`);
  expect(evidence.slow?.events).toBeLessThan(500);
});

test('says what to allow for a file RDS will not show in portions', async () => {
  const { answer, aws } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text: 'x', writtenAt: toAt }] }, binary),
  );
  const operation = 'DownloadCompleteDBLogFile';
  aws.faults.inject({ service: 'rds', operation, kind: 'deny', times: 1 });
  await expect(answer()).rejects.toMatchObject({
    message: expect.stringMatching(/holds binary data.*Allow rds:DownloadCompleteDBLogFile/),
  });
});

test('goes on under the new name when a file is rotated away between listing and reading', async () => {
  const full = entries(30);
  const files = { 'points-db-1': [{ name: live, text: full, writtenAt: toAt - 1_000 }] };
  const rds = rdsFiles(files);
  const list = rds.operations.DescribeDBLogFiles;
  let hasRotated = false;
  const { answer } = await ask({
    ...rds,
    operations: {
      ...rds.operations,
      DescribeDBLogFiles: (input, call) => {
        const listed = list?.(input, call);
        if (!hasRotated) {
          files['points-db-1'] = [
            { name: rotated, text: full, writtenAt: toAt - 500 },
            { name: live, text: entries(2, toAt - 60_000), writtenAt: toAt },
          ];
          hasRotated = true;
        }
        return listed;
      },
    },
  });
  const evidence = await answer();
  expect(evidence.slow?.events).toBe(32);
  expect(evidence.partial).toBeUndefined();
});

test('never lets the event loop wait for more than a piece of a portion', async () => {
  const text = entries(20_000, fromAt, 50);
  const { clients } = await startAws([
    rdsFiles({ 'points-db-1': [{ name: live, text, writtenAt: toAt }] }),
  ]);
  const request = {
    clients,
    region,
    instance: 'points-db-1',
    file: live,
    deadline: startDeadline(20_000, new AbortController().signal),
    cutEnd: ';\n',
  };
  let turn = 0;
  let isOver = false;
  const turning = (async () => {
    while (!isOver) {
      await nextTurn();
      turn++;
    }
  })();
  const taken: { turn: number; bytes: number }[] = [];
  const all: Uint8Array[] = [];
  await readWholeFile(request, text.length, (bytes) => {
    taken.push({ turn, bytes: bytes.length });
    all.push(bytes);
  });
  isOver = true;
  await turning;
  expect(Buffer.concat(all).toString()).toBe(text);
  expect(Math.max(...taken.map(({ bytes }) => bytes))).toBeLessThanOrEqual(pieceBytes);
  // Every piece has a turn of the loop of its own.
  expect(new Set(taken.map((one) => one.turn)).size).toBe(taken.length);
});

test('the text of a portion never reaches the parser of XML', async () => {
  const { clients } = await startAws([
    rdsFiles({ 'points-db-1': [{ name: live, text: entries(50), writtenAt: toAt }] }),
  ]);
  const parsed: unknown[] = [];
  clients.rds(region).middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      parsed.push(result.output);
      return result;
    },
    { step: 'initialize' },
  );
  const deadline = startDeadline(20_000, new AbortController().signal);
  const request = { clients, region, instance: 'points-db-1', file: live, deadline, cutEnd: '' };
  const portion = await readPortion(request, '0');
  expect(portion.bytes.toString()).toBe(entries(50));
  expect(parsed).toMatchObject([{ AdditionalDataPending: false }]);
  expect((parsed[0] as { LogFileData?: string }).LogFileData ?? '').toBe('');
});

test('survives bytes that are no text', async () => {
  const broken = entries(1, fromAt, 1_000, "SELECT 'a\u0000b\u0007\ufffd\u001b' FROM t");
  const { answer } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text: broken + entries(1), writtenAt: toAt }] }),
  );
  expect((await answer()).slow?.events).toBe(2);
});

test('survives an answer that is no valid UTF-8', async () => {
  const [before, after] = slowEntry(fromAt, "SELECT '@@' FROM t").split('@@');
  const xml = (name: string, inner: string) =>
    `<${name}Response><${name}Result>${inner}</${name}Result></${name}Response>`;
  const listing = `<DescribeDBLogFiles><DescribeDBLogFilesDetails><LogFileName>${live}</LogFileName><LastWritten>${toAt}</LastWritten><Size>200</Size></DescribeDBLogFilesDetails></DescribeDBLogFiles>`;
  const file = xml('DownloadDBLogFilePortion', `<LogFileData>${before}@@${after}</LogFileData>`);
  const bytes = Buffer.from(file.replace('@@', '\xff'), 'latin1');
  const server = createServer((request, response) => {
    let form = '';
    request.on('data', (chunk) => {
      form += chunk;
    });
    request.on('end', () =>
      response.end(
        form.includes('DescribeDBLogFiles') ? xml('DescribeDBLogFiles', listing) : bytes,
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const clients = createAwsClients({ defaultRegion: region, local: { endpoint } });
  const source = createSlowQueries({ clients, now: () => toAt });
  const signal = new AbortController().signal;
  const evidence = await source.ask(question(), { budgetMs: 3_000, signal });
  clients.close();
  server.closeAllConnections();
  server.close();
  expect(evidence.slow?.events).toBe(1);
});

test('says that a file was emptied since it was listed', async () => {
  const file = { name: live, text: entries(1), writtenAt: toAt, listedBytes: 5_000 };
  const { answer } = await ask(rdsFiles({ 'points-db-1': [file] }));
  expect((await answer()).partial).toMatch(/smaller than listed/);
});

test('does not take a slow log that is switched off for a quiet one', async () => {
  const { answer } = await ask(rdsFiles({ 'points-db-1': [] }));
  await expect(answer()).rejects.toMatchObject({
    message: expect.stringContaining('log_output=FILE'),
  });
  const quiet = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text: entries(1), writtenAt: fromAt - 1 }] }),
  );
  expect(await quiet.answer()).toMatchObject({ status: 'empty' });
});

test('says what to allow when it is denied', async () => {
  const { answer, aws } = await ask(
    rdsFiles({ 'points-db-1': [{ name: live, text: entries(1), writtenAt: toAt }] }),
  );
  const operation = 'DownloadDBLogFilePortion';
  aws.faults.inject({ service: 'rds', operation, kind: 'deny', times: 1 });
  await expect(answer()).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringContaining('Allow rds:DownloadDBLogFilePortion'),
  });
});

test('reads the files of PostgreSQL, without their csv twins', async () => {
  const text = [0, 1]
    .map(
      (place) =>
        `${new Date(fromAt + place * 1_000).toISOString().replace('T', ' ').slice(0, 19)} UTC:10.0.0.1(5000):app@shop:[7]:LOG:  duration: 2500.000 ms  statement: SELECT ${place} FROM points\n`,
    )
    .join('');
  const names = ['error/postgresql.log.2026-11-22-01', 'error/postgresql.log.2026-11-22-01.csv'];
  const { answer } = await ask(
    rdsFiles({ 'points-db-1': names.map((name) => ({ name, text, writtenAt: toAt })) }),
    question({ engine: 'postgres' }),
  );
  expect((await answer()).slow).toMatchObject({ events: 2, totalMs: 5_000 });
});

test('takes a file to begin where the one before it ended', () => {
  const file = (name: string, writtenAt: number, bytes = 10) => ({ name, bytes, writtenAt });
  const files = withBeginnings([
    file('a', 100),
    file('b', 200),
    file('c', 300),
    file('empty', 350, 0),
    file('d', 400),
  ]);
  const names = (from: number, to: number) =>
    filesInWindow(files, { fromAt: from, toAt: to }).map(({ name }) => name);
  expect(names(150, 250)).toEqual(['b', 'c']);
  expect(names(310, 500)).toEqual(['d']);
  expect(names(0, 50)).toEqual(['a']);
});
