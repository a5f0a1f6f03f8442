import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/demo/aws/logs/insights/parse.ts';
import { rowOfEvent } from '../../../src/demo/aws/logs/insights/row.ts';
import { runQuery } from '../../../src/demo/aws/logs/insights/run.ts';

const startAt = Date.UTC(2026, 10, 22, 2, 0, 0);
const records: readonly (Record<string, unknown> | string)[] = [
  { level: 30, route: '/a', durationMs: 10, shopId: 's1', user: { name: 'Ann' }, ok: true },
  { level: 30, route: '/a', durationMs: 30, shopId: 's2', tags: ['x', 'y'] },
  { level: 50, route: '/b', durationMs: 20.5, shopId: 's1', err: { message: 'boom (1)' } },
  { level: 'error', route: '/b', durationMs: 90, shopId: 's3', 'odd-name': 7 },
  'plain line: connect ECONNREFUSED 10.0.0.1 took=250 ms',
  '{"half": ',
];

function run(query: string) {
  const rows = records
    .map((record, index) => ({
      at: startAt + index * 60_000,
      stream: `stream-${index % 2}`,
      message: typeof record === 'string' ? record : JSON.stringify(record),
    }))
    .map((event) => rowOfEvent(event, '/ecs/points-api', '123456789012'))
    .reverse();
  return runQuery(parseQuery(query), rows, 10_000);
}

/** Rows as plain objects, without the pointer. */
function rowsOf(query: string): Record<string, string>[] {
  return run(query).results.map((row) =>
    Object.fromEntries(
      row.filter(({ field }) => field !== '@ptr').map((one) => [one.field, one.value]),
    ),
  );
}

const durations = (condition: string) =>
  rowsOf(`filter ${condition} | fields durationMs | sort durationMs asc`).map((row) =>
    row.durationMs === undefined ? null : Number(row.durationMs),
  );

describe('an Insights query', () => {
  it('shows @timestamp and @message, newest first, when nothing else is asked for', () => {
    const rows = run('limit 2').results;
    expect(rows).toHaveLength(2);
    expect(rows[0]?.map(({ field }) => field)).toEqual(['@timestamp', '@message', '@ptr']);
    expect(rows[0]?.[0]?.value).toBe('2026-11-22 02:05:00.000');
    expect(rowsOf('fields @logStream, @log | limit 1')).toEqual([
      { '@logStream': 'stream-1', '@log': '123456789012:/ecs/points-api' },
    ]);
  });

  it('answers text only, and leaves missing fields out', () => {
    expect(rowsOf('fields level, user.name, tags.1, ok | sort @timestamp asc | limit 2')).toEqual([
      { level: '30', 'user.name': 'Ann', ok: '1' },
      { level: '30', 'tags.1': 'y' },
    ]);
  });

  it.each([
    { condition: 'level = 30', finds: [10, 30] },
    { condition: 'level != 30', finds: [20.5, 90] },
    { condition: 'durationMs > 20.5', finds: [30, 90] },
    { condition: 'durationMs >= 20.5 and durationMs < 90', finds: [20.5, 30] },
    { condition: 'durationMs <= 10 or route = "/b"', finds: [10, 20.5, 90] },
    { condition: "route = '/b' and not (level = 50)", finds: [90] },
    { condition: 'not level = 50 and ispresent(level)', finds: [10, 30, 90] },
    { condition: 'level in ["error", 50]', finds: [20.5, 90] },
    { condition: 'shopId not in ["s1", "s2"] and ispresent(shopId)', finds: [90] },
    { condition: 'err.message like /^BOOM/', finds: [] },
    { condition: 'err.message like /(?i)^BOOM \\(\\d\\)/', finds: [20.5] },
    { condition: 'err.message =~ /boom/', finds: [20.5] },
    { condition: 'err.message like "boom ("', finds: [20.5] },
    { condition: '@message not like /level/', finds: [null, null] },
    { condition: 'ispresent(err.message)', finds: [20.5] },
    { condition: '`odd-name` = 7', finds: [90] },
    { condition: 'tolower(level) = "error"', finds: [90] },
    { condition: 'coalesce(nothing, shopId) = "s2"', finds: [30] },
    { condition: 'durationMs / 10 = 3 and 2 + 3 * 4 = 14 and (2 + 3) * 4 = 20', finds: [30] },
    { condition: 'durationMs % 20 = 10', finds: [10, 30, 90] },
    { condition: 'strcontains(route, "b") and strlen(route) = 2', finds: [20.5, 90] },
    { condition: 'substr(shopId, 1) = 3 and substr(shopId, 0, 1) = "s"', finds: [90] },
    { condition: 'missing = 1 or missing != 1 or missing < 1', finds: [] },
    { condition: 'ok = 1', finds: [10] },
    {
      condition:
        '@timestamp >= fromMillis(1795312920000) and isempty(err.message) and level = "error"',
      finds: [90],
    },
  ])('filters by $condition', ({ condition, finds }) => {
    expect(durations(condition)).toEqual(finds);
  });

  it('counts and measures groups', () => {
    const query = `filter ispresent(route)
      | stats count(*) as n, count(err.message) as failed, sum(durationMs) as total,
              avg(durationMs) as mean, min(durationMs) as low, max(durationMs) as high,
              pct(durationMs, 95) as p95, count_distinct(shopId) as shops by route
      | sort route asc`;
    expect(rowsOf(query)).toEqual([
      {
        route: '/a',
        n: '2',
        failed: '0',
        total: '40',
        mean: '20',
        low: '10',
        high: '30',
        p95: '30',
        shops: '2',
      },
      {
        route: '/b',
        n: '2',
        failed: '1',
        total: '110.5',
        mean: '55.25',
        low: '20.5',
        high: '90',
        p95: '90',
        shops: '2',
      },
    ]);
  });

  it('names an aggregate without alias by its own text, and has no pointer in groups', () => {
    const [row = []] = run('stats count(*), max(@timestamp) by bin(10m)').results;
    expect(row).toEqual([
      { field: 'bin(10m)', value: '2026-11-22 02:00:00.000' },
      { field: 'count(*)', value: '6' },
      { field: 'max(@timestamp)', value: '2026-11-22 02:05:00.000' },
    ]);
  });

  it('has one group without `by`, even of nothing', () => {
    expect(rowsOf('filter level = 99 | stats count(*) as n, avg(durationMs) as mean')).toEqual([
      { n: '0' },
    ]);
  });

  it('computes over aggregates, and filters and sorts what they gave', () => {
    const query = `stats sum(durationMs) / count(durationMs) as mean, latest(level) as last by route
      | filter mean > 15 | sort mean desc`;
    expect(rowsOf(query)).toEqual([
      { route: '/b', mean: '55.25', last: 'error' },
      { route: '/a', mean: '20', last: '30' },
    ]);
  });

  it('parses by the named groups of a pattern, and by a glob', () => {
    expect(
      rowsOf(`filter @message like "ECONNREFUSED"
        | parse @message /ECONNREFUSED (?<address>[0-9.]+)/
        | parse @message "took=* ms" as took
        | fields took * 2 as twice
        | display address, took, twice`),
    ).toEqual([{ address: '10.0.0.1', took: '250', twice: '500' }]);
  });

  it('keeps the first of equals', () => {
    expect(rowsOf('filter ispresent(shopId) | dedup shopId | fields shopId, level')).toEqual([
      { shopId: 's3', level: 'error' },
      { shopId: 's1', level: '50' },
      { shopId: 's2', level: '30' },
    ]);
  });

  it('reads comments, line breaks and any case of its words', () => {
    const query = `# who is hit
      FILTER level = 50 OR level = "error" # both spellings
      | STATS count(*) AS n`;
    expect(rowsOf(query)).toEqual([{ n: '2' }]);
  });

  it('counts slots around a moment, as one does around a release', () => {
    const query = `filter ispresent(level)
      | fields floor((toMillis(@timestamp) - ${startAt + 120_000}) / 120000) as slot
      | stats count(*) as n by slot | sort slot asc`;
    expect(rowsOf(query)).toEqual([
      { slot: '-1', n: '2' },
      { slot: '0', n: '2' },
    ]);
  });

  it.each([
    '',
    'explode @message',
    'filter level = ',
    'filter (level = 30',
    'filter level like 30',
    'fields nosuch(level)',
    'stats count(*) by',
    'limit many',
    'filter @message like /(/',
    'fields a | | limit 1',
    'fields "open',
    'filter level in 30',
  ])('refuses %j and says where', (query) => {
    expect(() => parseQuery(query)).toThrow(
      expect.objectContaining({
        code: 'MalformedQueryException',
        message: expect.stringMatching(/^unexpected symbol found .+ at line \d+ and position \d+$/),
      }),
    );
  });
});
