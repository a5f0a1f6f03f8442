import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ErrorDigest } from '../../../../src/core/logs/error-traces/digest.ts';
import { createErrorDigest } from '../../../../src/core/logs/error-traces/error-digest.ts';
import type { LogEvent } from '../../../../src/core/logs/error-traces/join.ts';
import { createChance, realLog } from '../log-data.ts';

function digest(events: Iterable<LogEvent>, tenantField?: string): ErrorDigest {
  const builder = createErrorDigest(tenantField === undefined ? {} : { tenantField });
  for (const event of events) builder.add(event);
  return builder.end();
}

const lines = (text: string, stream = 's'): LogEvent[] =>
  text.split('\n').map((line, i) => ({ at: 1_000 + i, stream, text: line }));

const ofFile = (path: string, tenantField?: string) =>
  digest(lines(realLog(path).toString()), tenantField);

const failure = (shop: number | string, line = 10) =>
  JSON.stringify({
    level: 50,
    shopId: shop,
    msg: 'redeem failed',
    err: {
      type: 'Error',
      message: `member ${shop}77 not found`,
      stack: `Error: member ${shop}77 not found\n    at redeem (/srv/app/points.js:${line}:5)`,
    },
  });

describe('an error digest', () => {
  it('puts the same error of different ids and lines into one group', () => {
    const { groups, records } = digest([
      { at: 5, stream: 'a', text: failure(1, 10) },
      { at: 3, stream: 'b', text: failure(2, 99) },
    ]);
    expect(records).toBe(2);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      title: 'Error: member ? not found',
      count: 2,
      firstAt: 3,
      lastAt: 5,
      frames: ['points.js:redeem'],
    });
    expect(groups[0]?.id).toMatch(/^v2:[0-9a-f]{12}$/);
    expect(groups[0]).not.toHaveProperty('tenants');
  });

  it('has the most frequent group first', () => {
    const { groups } = digest([
      { at: 1, stream: 'a', text: 'ERROR once' },
      { at: 2, stream: 'a', text: 'ERROR often' },
      { at: 3, stream: 'a', text: 'ERROR often' },
    ]);
    expect(groups.map(({ title, count }) => [title, count])).toEqual([
      ['often', 2],
      ['once', 1],
    ]);
  });

  it('counts who is hit, of all who were seen', () => {
    const healthy = Array.from({ length: 312 }, (_, i) => ({
      at: i,
      stream: 'a',
      text: JSON.stringify({ level: 30, shopId: String(i), msg: 'GET /points' }),
    }));
    const { groups, tenants } = digest(
      [
        ...healthy,
        { at: 400, stream: 'a', text: failure(7) },
        { at: 401, stream: 'a', text: failure('7') },
        { at: 402, stream: 'a', text: failure(3) },
      ],
      'shopId',
    );
    expect(tenants).toEqual({ hit: 2, total: 312, even: 307.2 });
    expect(groups[0]).toMatchObject({ tenants: 2, tenantNames: ['7', '3'] });
  });

  it('does not say how many tenants there are when it saw errors only', () => {
    expect(digest([{ at: 1, stream: 'a', text: failure(7) }], 'shopId').tenants).toEqual({
      hit: 1,
    });
  });

  it.each([
    ['a dotted path', 'ctx.shop.id', '{"level":"error","msg":"x","ctx":{"shop":{"id":7}}}', ['7']],
    ['a name with dots', 'ctx.shopId', '{"level":"error","msg":"x","ctx.shopId":"7"}', ['7']],
    ['plain text', 'shopId', 'ERROR redeem failed shopId=7 took=3', ['7']],
    [
      'a wrapped record',
      'shopId',
      JSON.stringify({ log: '{"level":"error","msg":"x","shopId":7}', source: 'stdout' }),
      ['7'],
    ],
    ['another spelling: none', 'shopId', '{"level":"error","msg":"x","shopid":7}', []],
    ['nobody: none', 'shopId', '{"level":"error","msg":"x","shopId":null}', []],
  ])('reads the tenant from %s', (_where, field, text, names) => {
    expect(digest([{ at: 1, stream: 'a', text }], field).groups[0]?.tenantNames).toEqual(names);
  });

  it('joins the lines of a trace of one stream, others in between', () => {
    const text = realLog('app/python-tracebacks.log').toString();
    const apart = lines(text, 'a').flatMap((event, i) => [
      event,
      { ...event, stream: 'b', text: `2026-11-22 07:40:58 INFO line ${i}` },
    ]);
    const { groups } = digest(lines(text, 'a'));
    expect(digest(apart).groups).toEqual(groups);
  });

  it('gives the same for a trace in one event as for its lines', () => {
    const text = `2026-11-22T07:36:40.084Z ERROR failed Error: outer\n    at a (/srv/a.js:1:1)\n  [cause]: TypeError: inner\n      at b (/srv/b.js:1:1)\n}`;
    const whole = digest([{ at: 1_000, stream: 's', text }]);
    expect(whole.groups).toHaveLength(1);
    expect(whole.groups[0]).toMatchObject({ title: 'TypeError: inner', frames: ['b.js:b'] });
    expect(digest(lines(text)).groups[0]?.id).toBe(whole.groups[0]?.id);
  });

  it('does not join what comes more than two seconds later', () => {
    const { groups } = digest([
      { at: 0, stream: 's', text: 'ERROR failed' },
      { at: 3_000, stream: 's', text: '    at redeem (/srv/points.js:1:1)' },
    ]);
    expect(groups[0]?.frames).toEqual([]);
  });

  it('redacts titles and examples, and leaves mentions as text', () => {
    const { groups } = digest([
      {
        at: 1,
        stream: 's',
        text: 'ERROR <!channel> no member kim@example.com password=hunter2',
      },
    ]);
    expect(groups[0]?.title).toBe('<!channel> no member ? password=?');
    expect(groups[0]?.example).toBe('ERROR <!channel> no member [e-mail] password=[redacted]');
  });

  it('keeps an example to 1 000 characters', () => {
    const { groups } = digest([{ at: 1, stream: 's', text: `ERROR ${'x y '.repeat(5_000)}` }]);
    expect(groups[0]?.example).toHaveLength(1_000);
  });

  it('counts as unread what looked structured and is not', () => {
    expect(digest([{ at: 1, stream: 's', text: '{"msg":"cut he' }]).unread).toBe(1);
    expect(digest([{ at: 1, stream: 's', text: 'GET /points 200 12ms' }])).toMatchObject({
      unread: 0,
      records: 0,
    });
  });

  it('stays bounded when every error is another', () => {
    const word = (i: number) => [...String(i)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const { groups, records } = digest(
      Array.from({ length: 1_500 }, (_, i) => ({ at: i, stream: 's', text: `ERROR ${word(i)}x` })),
    );
    expect(records).toBe(1_500);
    expect(groups).toHaveLength(1_001);
    expect(groups[0]).toMatchObject({ title: '(other errors)', count: 500 });
  });
});

describe('writes that reached a read-only database', () => {
  it.each([
    [
      'MySQL',
      'The MySQL server is running with the --read-only option so it cannot execute this statement',
    ],
    [
      'MySQL behind Connector/J',
      '(conn=80) The MySQL server is running with the --read-only option so it cannot execute this statement',
    ],
    [
      'MySQL behind Go',
      'Error 1290: The MySQL server is running with the --read-only option so it cannot execute this statement',
    ],
    [
      'MySQL behind knex',
      'update `m` set `points` = 5 where `id` = 42 - The MySQL server is running with the --read-only option so it cannot execute this statement',
    ],
  ])('have one group and title however the driver says it: %s', (_name, message) => {
    const { groups } = digest([
      {
        at: 1,
        stream: 's',
        text: JSON.stringify({
          level: 50,
          msg: 'redeem failed',
          err: { message, stack: `Error: ${message}\n    at x${message.length} (/srv/a.js:1:1)` },
        }),
      },
    ]);
    const plain = digest([
      {
        at: 1,
        stream: 's',
        text: 'ERROR The MySQL server is running with the --read-only option so it cannot execute this statement',
      },
    ]);
    expect(groups[0]).toMatchObject({
      id: plain.groups[0]?.id,
      title:
        'The MySQL server is running with the --read-only option so it cannot execute this statement',
    });
  });

  it('are one group whatever PostgreSQL was asked to do', () => {
    const { groups } = digest([
      { at: 1, stream: 's', text: 'ERROR cannot execute UPDATE in a read-only transaction' },
      { at: 2, stream: 's', text: 'ERROR cannot execute nextval() in a read-only transaction' },
      {
        at: 3,
        stream: 's',
        text: 'ERROR cannot execute SELECT FOR UPDATE in a read-only transaction',
      },
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.title).toBe('cannot execute ? in a read-only transaction');
  });

  it('are not every error 1290', () => {
    const { groups } = digest([
      {
        at: 1,
        stream: 's',
        text: 'ERROR The MySQL server is running with the --secure-file-priv option so it cannot execute this statement',
      },
      {
        at: 1,
        stream: 's',
        text: 'ERROR The MySQL server is running with the --read-only option so it cannot execute this statement',
      },
    ]);
    expect(groups).toHaveLength(2);
  });
});

describe('the real logs of programs', () => {
  it.each([
    ['app/console-stacks.log', 29],
    ['app/go-errors.log', 11],
    ['app/go-panic.log', 1],
    ['app/java-hikari.log', 11],
    ['app/mysql2-errors.jsonl', 50],
    ['app/node-errors.jsonl', 24],
    ['app/pg-errors.jsonl', 74],
    ['app/pino.log', 33],
    ['app/python-json.log', 20],
    ['app/python-tracebacks.log', 20],
  ])('%s holds %i errors, all read', (path, records) => {
    const result = ofFile(path);
    expect(result).toMatchObject({ records, unread: 0 });
    expect(result.groups.map(({ title }) => title)).not.toContain('(no message)');
    expect(JSON.stringify(result)).not.toMatch(/[\w.]+@example\.com/);
  });

  it('Python says the same as JSON and as text', () => {
    const ids = (path: string) =>
      ofFile(path)
        .groups.map(({ id }) => id)
        .toSorted();
    expect(ids('app/python-json.log')).toEqual(ids('app/python-tracebacks.log'));
  });

  it('JavaScript says the same through pino and through the console', () => {
    const pino = new Set(ofFile('app/pino.log').groups.map(({ title }) => title));
    const ofConsole = ofFile('app/console-stacks.log').groups.map(({ title }) => title);
    expect(ofConsole.filter((title) => !pino.has(title)).length).toBeLessThanOrEqual(3);
  });
});

describe('the labelled scenarios', () => {
  interface Scenario {
    file: string;
    line: number;
    scenario: string;
    message: string;
    diagnosis: string;
  }
  const scenarios: Scenario[] = JSON.parse(
    readFileSync(new URL('../../../data/error-scenarios.json', import.meta.url), 'utf8'),
  );
  const first = (text: string) => digest([{ at: 1, stream: 's', text }]).groups[0];
  const logged = (scenario: Scenario) => {
    const path = scenario.file.replace('real/', '');
    return realLog(path).toString().split('\n')[scenario.line - 1] ?? '';
  };

  it('all have their diagnosis, as they were logged', () => {
    const wrong = scenarios.filter((one) => first(logged(one))?.diagnosis?.id !== one.diagnosis);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['a message alone', (message: string) => JSON.stringify({ level: 'error', message })],
    ['a line of text', (message: string) => `2026-11-22T07:36:39.578Z ERROR failed: ${message}`],
    ['a wrapped line', (message: string) => JSON.stringify({ log: `ERROR failed: ${message}\n` })],
  ])('have it as %s, too', (_form, write) => {
    // What fetch failed of stands in its cause, which is lost here. And Sequelize says it in the type.
    const lost = ['fetch failed', 'Operation timeout'];
    for (const { message, diagnosis } of scenarios.filter((one) => !lost.includes(one.message)))
      expect([message, first(write(message))?.diagnosis?.id]).toEqual([message, diagnosis]);
  });

  it('never put two diagnoses into one group', () => {
    const diagnosisOf = new Map<string, string>();
    for (const scenario of scenarios) {
      const id = first(logged(scenario))?.id ?? '';
      expect([scenario.message, diagnosisOf.get(id) ?? scenario.diagnosis]).toEqual([
        scenario.message,
        scenario.diagnosis,
      ]);
      diagnosisOf.set(id, scenario.diagnosis);
    }
  });
});

describe('streams that come mixed', () => {
  const paths = [
    'app/console-stacks.log',
    'app/java-hikari.log',
    'app/python-tracebacks.log',
    'app/go-errors.log',
    'app/pino.log',
    'postgres/replica-postgresql.log.2026-11-22-07',
  ];
  const streams = paths.map((path) => lines(realLog(path).toString(), path));
  const groupsOf = (events: Iterable<LogEvent>) =>
    digest(events)
      .groups.map(({ id, count }) => `${id} ${count}`)
      .toSorted();

  it.each([1, 2, 3])('in any way give the same groups: %i', (seed) => {
    const chance = createChance(seed);
    const waiting = streams.map((events) => [...events]);
    const mixed: LogEvent[] = [];
    while (waiting.some((events) => events.length > 0)) {
      const events = waiting[chance(waiting.length)]!;
      mixed.push(...events.splice(0, 1 + chance(9)));
    }
    expect(groupsOf(mixed)).toEqual(groupsOf(streams.flat()));
  });

  it('give the same groups around which a log driver put its JSON', () => {
    const wrapped = streams.flat().map((event) => ({
      ...event,
      text: JSON.stringify({ log: `${event.text}\n`, container_id: 'c1', source: 'stdout' }),
    }));
    expect(groupsOf(wrapped)).toEqual(groupsOf(streams.flat()));
  });

  it('are one scenario each, whatever the ids, lines, ports and processes', () => {
    const once = digest(streams.flat())
      .groups.map(({ id }) => id)
      .toSorted();
    const again = streams.flat().map((event) => ({
      ...event,
      stream: `${event.stream}-2`,
      text: event.text
        .replace(/\bpid":\d+/g, 'pid":31')
        .replace(/req-\d+/g, 'req-977')
        .replace(/(\.(?:java|py|mjs|js|go)):\d+/g, '$1:7')
        .replace(/", line \d+/g, '", line 7')
        .replace(/127\.0\.0\.1:(?:1|37891)\b/g, '10.1.2.3:4444')
        .replace(/\(conn=\d+\)/g, '(conn=9)')
        .replace(/HikariPool-\d+/g, 'HikariPool-9'),
    }));
    expect(
      digest([...streams.flat(), ...again])
        .groups.map(({ id }) => id)
        .toSorted(),
    ).toEqual(once);
  });
});

describe('where it happened', () => {
  const told = (about: object, level = 50) => JSON.stringify({ level, msg: 'boom', ...about });

  it('is told by host, release, route, target and minute, beside all records', () => {
    const minute = 60_000;
    const result = digest([
      {
        at: 0,
        stream: 's',
        text: told({ hostname: 'api-1', version: '42', route: '/v1/points' }, 30),
      },
      {
        at: 1,
        stream: 's',
        text: told({ hostname: 'api-3', version: '43', route: '/v1/points/17', dbHost: 'db-ro' }),
      },
      {
        at: minute,
        stream: 's',
        text: told({ hostname: 'api-3', version: '43', route: '/v1/points/18', dbHost: 'db-ro' }),
      },
    ]);
    expect(result.allRecords).toBe(3);
    expect(result.groups[0]).toMatchObject({
      levels: [{ name: 'error', count: 2 }],
      hosts: [{ name: 'api-3', count: 2 }],
      releases: [{ name: '43', count: 2 }],
      fields: { route: [{ name: '/v1/points/?', count: 2 }] },
      targets: [{ name: 'db-ro', count: 2 }],
      minutes: [
        { at: 0, count: 1 },
        { at: minute, count: 1 },
      ],
    });
    expect(result.population).toMatchObject({
      hosts: [
        { name: 'api-3', count: 2 },
        { name: 'api-1', count: 1 },
      ],
    });
  });

  it('is not the server that could not be reached', () => {
    const { groups } = digest([
      {
        at: 0,
        stream: 'task-1',
        text: told({ syscall: 'connect', code: 'ECONNREFUSED', hostname: 'db', port: 5432 }),
      },
    ]);
    expect(groups[0]).toMatchObject({
      hosts: [{ name: 'task-1', count: 1 }],
      targets: [{ name: 'db:5432', count: 1 }],
    });
  });

  it('is no field with a value of its own for every record', () => {
    const events = Array.from({ length: 200 }, (_, i) => ({
      at: i,
      stream: 's',
      text: told({ task: `t${i}`, shard: i % 4 }),
    }));
    expect(Object.keys(digest(events).groups[0]?.fields ?? {})).toEqual(['shard']);
  });

  it('stays bounded, whatever the values', () => {
    const word = (i: number) => [...String(i)].map((n) => 'abcdefghij'[Number(n)]).join('');
    const events = Array.from({ length: 3_000 }, (_, i) => ({
      at: i * 60_000,
      stream: `s${i}`,
      text: told({
        hostname: word(i),
        version: word(i),
        err: { message: `connect ECONNREFUSED ${word(i)}:1`, type: 'Error' },
      }),
    }));
    const [group] = digest(events).groups;
    expect(group?.hosts?.length).toBeLessThanOrEqual(11);
    expect(group?.hosts?.at(-1)?.name).toBe('(others)');
    expect(group?.targets?.length).toBeLessThanOrEqual(5);
    expect(group?.minutes?.length).toBeLessThanOrEqual(1_440);
  });
});

describe('anything at all', () => {
  it('cut, changed and mixed breaks nothing', () => {
    const chance = createChance(9);
    const sources = [
      'app/pino.log',
      'app/console-stacks.log',
      'app/python-tracebacks.log',
      'app/java-hikari.log',
      'app/go-panic.log',
    ].map((path) => realLog(path));
    for (let round = 0; round < 60; round++) {
      const source = sources[chance(sources.length)]!;
      const from = chance(source.length);
      const bytes = Uint8Array.from(source.subarray(from, from + 6_000));
      for (let i = 0; i < 40 && bytes.length > 0; i++) bytes[chance(bytes.length)] = chance(256);
      const result = digest(lines(new TextDecoder().decode(bytes)), 'scenario');
      expect(result.groups.reduce((sum, { count }) => sum + count, 0)).toBe(result.records);
    }
  });

  it.each(['\u0000', '\ufffd', 'Error: ', '\n    at x (', '{"', "'", 'a@', '\u001b['])(
    'repeated to 1 MB breaks nothing: %j',
    (piece) => {
      const text = `ERROR ${piece.repeat(1_000_000 / piece.length)}`;
      expect(digest([{ at: 1, stream: 's', text }]).records).toBe(1);
    },
  );
});
