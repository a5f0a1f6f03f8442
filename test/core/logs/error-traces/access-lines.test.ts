import { describe, expect, it } from 'vitest';
import type { ErrorDigest } from '../../../../src/core/logs/error-traces/digest.ts';
import { createErrorDigest } from '../../../../src/core/logs/error-traces/error-digest.ts';
import type { LogEvent } from '../../../../src/core/logs/error-traces/join.ts';

function digest(events: readonly LogEvent[]): ErrorDigest {
  const builder = createErrorDigest({ tenantField: 'shopId' });
  for (const event of events) builder.add(event);
  return builder.end();
}

let at = 1_000_000;
function record(fields: object, about: Partial<LogEvent> = {}): LogEvent {
  at += 10;
  return { at, stream: 'task-1', text: JSON.stringify(fields), ...about };
}

const access = (fields: object = {}, about: Partial<LogEvent> = {}) =>
  record(
    {
      level: 30,
      method: 'POST',
      route: '/points/add',
      statusCode: 500,
      msg: 'request completed',
      ...fields,
    },
    about,
  );
const error = (fields: object = {}, about: Partial<LogEvent> = {}) =>
  record({ level: 50, msg: 'ledger is closed', ...fields }, about);
const titles = ({ groups }: ErrorDigest) => groups.map(({ title, count }) => `${count} ${title}`);

describe('a request of which only the access line is known', () => {
  it('is an error, grouped by method, route and status, whatever its level is', () => {
    const found = digest([
      access({ shopId: 'a', dbHost: 'db-2' }),
      access({ shopId: 'b', dbHost: 'db-2', level: 50 }),
      access({ statusCode: 502 }),
      access({ statusCode: 404 }),
      access({ statusCode: 200 }),
    ]);
    expect(titles(found)).toEqual(['2 POST /points/add → 500', '1 POST /points/add → 502']);
    expect(found.groups[0]).toMatchObject({
      request: { method: 'POST', route: '/points/add', status: 500 },
      targets: [{ name: 'db-2', count: 2 }],
      tenantNames: ['a', 'b'],
      frames: [],
    });
    expect(found).toMatchObject({ records: 3, allRecords: 5 });
  });

  it('has an example that holds what the line says, redacted', () => {
    const { groups } = digest([access({ token: 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', shopId: 'a' })]);
    expect(groups[0]?.example).toContain('"statusCode":500');
    expect(groups[0]?.example).not.toContain('4eC39HqLyjWDarjtT1zdp7dc');
  });

  it('goes by its error where the line brings one, even as a warning', () => {
    const err = {
      type: 'TypeError',
      message: 'no currency',
      stack: 'TypeError: no currency\n    at a (/srv/a.js:1:1)',
    };
    expect(titles(digest([access({ level: 40, err })]))).toEqual(['1 TypeError: no currency']);
    expect(titles(digest([access({ level: 50, err, msg: 'request errored' })]))).toEqual([
      '1 TypeError: no currency',
    ]);
  });

  it('goes by its route where the error says no more than the status', () => {
    const message = 'failed with status code 500';
    const err = {
      type: 'Error',
      message,
      stack: `Error: ${message}\n    at onResFinished (/srv/logger.js:1:1)`,
    };
    expect(titles(digest([access({ level: 50, err, msg: 'request errored' })]))).toEqual([
      '1 POST /points/add → 500',
    ]);
  });

  it('goes by what it says where it says something', () => {
    expect(titles(digest([access({ level: 50, msg: 'ledger is closed' })]))).toEqual([
      '1 ledger is closed',
    ]);
  });
});

describe('an error and the access line of the same request count once', () => {
  it.each([
    ['by id, the error first', [error({ requestId: 'r1' }), access({ requestId: 'r1' })]],
    ['by id, the access line first', [access({ requestId: 'r1' }), error({ requestId: 'r1' })]],
    [
      'by id, in another stream',
      [error({ reqId: 7 }), access({ req: { id: 7 } }, { stream: 'proxy' })],
    ],
    [
      'by id, long after',
      [error({ requestId: 'r1' }), access({ requestId: 'r1' }, { at: 9_000_000 })],
    ],
    ['by stream and moment, without ids', [error(), access()]],
    ['by stream and moment, where one has an id', [error(), access({ requestId: 'r1' })]],
  ] as const)('%s', (_how, events) => {
    expect(titles(digest(events))).toEqual(['1 ledger is closed']);
  });

  it.each([
    ['the ids differ', [error({ requestId: 'r1' }), access({ requestId: 'r2' })]],
    ['the streams differ', [error(), access({}, { stream: 'task-2' })]],
    ['a second and more lies between', [error({}, { at: 1_000 }), access({}, { at: 2_001 })]],
    ['nobody knows when either was', [error({}, { at: 0 }), access({}, { at: 0 })]],
  ] as const)('not where %s', (_why, events) => {
    expect(titles(digest(events)).sort()).toEqual([
      '1 POST /points/add → 500',
      '1 ledger is closed',
    ]);
  });

  it('an error without an id stands for one line, not for all around it', () => {
    expect(titles(digest([access(), error(), access(), access()]))).toEqual([
      '2 POST /points/add → 500',
      '1 ledger is closed',
    ]);
  });

  it('and the line tells whom the error hit, where the error does not', () => {
    const { groups, tenants } = digest([
      error({ requestId: 'r1' }),
      access({ requestId: 'r1', shopId: 'a' }),
      access({ requestId: 'r2', shopId: 'b' }),
      error({ requestId: 'r2', shopId: 'c' }),
    ]);
    expect(groups).toMatchObject([{ count: 2, tenants: 2, tenantNames: ['a', 'c'] }]);
    expect(tenants).toMatchObject({ hit: 2 });
  });

  it('and many that wait for their error are all counted, in bounded memory', () => {
    const lines = Array.from({ length: 5_000 }, (_, n) =>
      access({ requestId: `r${n}` }, { at: 5 }),
    );
    expect(digest(lines).groups[0]?.count).toBe(5_000);
  });
});
