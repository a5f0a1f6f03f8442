import { describe, expect, test } from 'vitest';
import { digestCommand } from '../../src/cli/digest-command.ts';
import { runCli } from '../../src/cli/run.ts';
import { rememberingTerminal } from './support.ts';

interface Entry {
  readonly at: string;
  readonly seconds: number;
  readonly sql: string;
  readonly examined?: number;
}

function slowLog(entries: readonly Entry[]): string {
  return entries
    .map(
      ({ at, examined = 1_000, seconds, sql }) => `# Time: ${at}
# User@Host: app[app] @ web-1 [10.0.0.1]  Id: 8
# Query_time: ${seconds.toFixed(6)}  Lock_time: 0.000100 Rows_sent: 1  Rows_examined: ${examined}
SET timestamp=${Date.parse(at) / 1_000};
${sql};
`,
    )
    .join('');
}

const points = (id: number) => `select * from points where shop_id = ${id}`;
const log = slowLog([
  { at: '2026-11-22T02:00:01Z', seconds: 1.5, sql: points(1) },
  { at: '2026-11-22T02:30:00Z', seconds: 2.5, sql: points(2) },
  { at: '2026-11-22T03:00:00Z', seconds: 3.5, sql: points(3) },
  {
    at: '2026-11-22T03:10:00Z',
    seconds: 0.1,
    sql: "update shops set name = 'secret'",
    examined: 9_000,
  },
]);

async function run(line: readonly string[], files: Readonly<Record<string, string>> = { log }) {
  const { terminal, out, err } = rememberingTerminal({
    now: () => Date.parse('2026-11-22T03:15:00Z'),
    openFile(path) {
      const text = files[path] ?? '';
      return {
        pieces: (async function* () {
          yield Buffer.from(text);
        })(),
      };
    },
  });
  const status = await runCli([digestCommand], ['digest', ...line], terminal);
  return { status, out: out.join('\n'), err: err.join('\n') };
}

async function documentOf(line: readonly string[], files?: Readonly<Record<string, string>>) {
  return JSON.parse((await run([...line, '--json'], files)).out);
}

const spread = {
  total: expect.any(Number),
  mean: expect.any(Number),
  min: expect.any(Number),
  max: expect.any(Number),
  p50: expect.any(Number),
  p95: expect.any(Number),
  p99: expect.any(Number),
};

describe('the document', () => {
  test('holds these keys and no others, times in seconds', async () => {
    const { classes, ...rest } = await documentOf(['log']);
    expect(rest).toEqual({
      dialect: 'mysql',
      window: { from: '2026-11-22T02:00:01.000Z', to: '2026-11-22T03:10:00.000Z' },
      events: 4,
      bytes: Buffer.byteLength(log),
      unread: { bytes: 0, reasons: {} },
    });
    expect(classes).toHaveLength(2);
    expect(classes[0]).toEqual({
      id: expect.any(String),
      fingerprint: 'select * from points where shop_id = ?',
      tables: ['points'],
      count: 3,
      timeS: { ...spread, total: 7.5, mean: 2.5, min: 1.5, max: 3.5 },
      rowsExamined: { ...spread, total: 3_000 },
      rowsSent: { ...spread, total: 3 },
      lockTimeS: { ...spread, total: 0.0003 },
      firstSeen: '2026-11-22T02:00:01.000Z',
      lastSeen: '2026-11-22T03:00:00.000Z',
      share: expect.closeTo(7.5 / 7.6, 9),
      diagnoses: expect.any(Array),
    });
  });

  test('says null where a log does not say', async () => {
    const postgres =
      '2026-11-22 02:00:01.000 UTC [7] LOG:  duration: 1500.000 ms  statement: select 1 from shops\n';
    const { classes, dialect } = await documentOf(['log'], { log: postgres });
    expect(dialect).toBe('postgres');
    expect(classes[0]).toMatchObject({ rowsExamined: null, rowsSent: null, lockTimeS: null });
  });

  test('beside a baseline each class says how it changed', async () => {
    const day = (date: string, seconds: number) =>
      Array.from({ length: 30 }, (_, minute) => ({
        at: `${date}T02:${String(minute).padStart(2, '0')}:00Z`,
        seconds,
        sql: points(minute),
      }));
    const before = slowLog(day('2026-11-21', 0.2));
    const now = slowLog([
      ...day('2026-11-22', 2),
      { at: '2026-11-22T02:29:30Z', seconds: 0.1, sql: "update shops set name = 'new'" },
    ]);
    const { classes } = await documentOf(['log', '--baseline', 'before'], { log: now, before });
    expect(classes[0].change).toEqual({
      kind: 'slower',
      before: {
        count: expect.any(Number),
        timeS: { total: expect.any(Number), p50: expect.any(Number), p95: expect.any(Number) },
      },
      costS: expect.any(Number),
    });
    expect(classes[1].change).toMatchObject({
      kind: 'new',
      before: { count: 0, timeS: { total: 0, p50: null, p95: null } },
    });
  });
});

describe('since and until', () => {
  test.each([
    [['--since', '2026-11-22T02:30'], 3],
    [['--until', '2026-11-22T02:30'], 1],
    [['--since', '2026-11-22T11:30+09:00', '--until', '2026-11-22T12:00+09:00'], 1],
    [['--since', '1h'], 3],
    [['--since', '20m', '--until', '10m'], 1],
  ])('%j keeps %i statements', async (options, events) => {
    expect(await documentOf(['log', ...options])).toMatchObject({ events });
  });

  test('a file beside itself is compared with what came before', async () => {
    const { classes } = await documentOf([
      'log',
      '--since',
      '2026-11-22T03:00',
      '--baseline',
      'log',
    ]);
    const updated = classes.find(({ tables }: { tables: string[] }) => tables[0] === 'shops');
    expect(updated.change.kind).toBe('new');
    const selected = classes.find(({ tables }: { tables: string[] }) => tables[0] === 'points');
    expect(selected.change.before.count).toBeGreaterThan(0);
  });

  test('a time without statements is told', async () => {
    const { err, status } = await run(['log', '--since', '1m']);
    expect([status, err]).toEqual([0, 'No timed statement was found in that time.']);
  });
});

test('a file that is no log at all is told, and the status is 1', async () => {
  const { err, status } = await run(['log'], { log: '{ "name": "firebreak" }\n'.repeat(100) });
  expect(status).toBe(1);
  expect(err).toContain('No timed statement was found: is it a slow log');
});

describe('order and number', () => {
  const tablesIn = (document: { classes: { tables: string[] }[] }) =>
    document.classes.map(({ tables }) => tables[0]);

  test('most total time first, unless another order is asked for', async () => {
    expect(tablesIn(await documentOf(['log']))).toEqual(['points', 'shops']);
    expect(tablesIn(await documentOf(['log', '--sort', 'rows']))).toEqual(['shops', 'points']);
    expect(tablesIn(await documentOf(['log', '--sort', 'count']))).toEqual(['points', 'shops']);
    expect(tablesIn(await documentOf(['log', '--sort', 'p95']))).toEqual(['points', 'shops']);
  });

  test('beside a baseline, what costs more than then can come first', async () => {
    const before = slowLog([
      { at: '2026-11-21T02:00:00Z', seconds: 9, sql: points(1) },
      { at: '2026-11-21T03:00:00Z', seconds: 9, sql: points(1) },
    ]);
    const costly = await documentOf(['log', '--baseline', 'before', '--sort', 'cost'], {
      log,
      before,
    });
    expect(tablesIn(costly)).toEqual(['shops', 'points']);
  });

  test('top cuts the table and the document', async () => {
    expect(tablesIn(await documentOf(['log', '--top', '1']))).toEqual(['points']);
    expect((await run(['log', '--top', '1'])).out).toContain('… 1 more kinds: --top 2 or --json');
  });
});

describe('the table', () => {
  test('says what, how much and how often, without values', async () => {
    const { out } = await run(['log']);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^MySQL · 2026-11-22 02:00:01 to 03:10:00 UTC · /);
    expect(lines[1]).toBe('4 statements of 2 kinds took 7.6 s');
    expect(lines[4]).toBe('  1    99 %         3      7.5 s      3.5 s          1 k');
    expect(lines[5]).toBe('     select * from points where shop_id = ?');
    expect(out).not.toContain('secret');
  });

  test('no line is wider than the terminal, Korean and hostile names included', async () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007\u202e';
    const sql = `select \`${evil}${'포인트'.repeat(40)}\` from \`매장${'x'.repeat(200)}\``;
    const hostile = slowLog([{ at: '2026-11-22T02:00:01Z', seconds: 1, sql }]);
    const { out } = await run(['log', '--baseline', 'log'], { log: hostile });
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(out).not.toContain('owned');
    for (const line of out.split('\n')) {
      const wide = [...line].filter((character) => /[\uac00-\ud7a3]/.test(character)).length;
      expect([...line].length + wide).toBeLessThanOrEqual(80);
    }
  });
});

test.each([
  [[], 'Name one or more files'],
  [['-', '--baseline', '-'], 'only once'],
  [['--baseline', 'a', 'log'], 'Name the files before --baseline'],
  [['log', '--dialect', 'oracle'], '--dialect takes'],
  [['log', '--sort', 'size'], '--sort takes time, count, p95, rows, cost'],
  [['log', '--sort', 'cost'], 'needs a --baseline'],
  [['log', '--top', '0'], '--top takes'],
  [['log', '--since', 'tomorrow'], '--since takes a moment'],
  [['log', '--since', '1h', '--until', '2h'], '--since must be before --until'],
])('%j is wrong usage', async (line, part) => {
  const { err, out, status } = await run(line);
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(part);
});
