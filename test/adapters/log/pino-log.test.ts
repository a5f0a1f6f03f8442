import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createPinoLog, type LogLevel } from '../../../src/adapters/log/pino-log.ts';
import { OutsideError } from '../../../src/core/kit/outside-error.ts';

function collect(level: LogLevel = 'debug', secrets: readonly string[] = []) {
  const lines: string[] = [];
  const log = createPinoLog({ level, secrets, destination: { write: (line) => lines.push(line) } });
  const records = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, records };
}

const token = 'xoxb-1234-5678-abcdefghij';
const password = 'hunter2-hunter2';

test('writes one JSON line with level, time, message and fields', () => {
  const { log, records } = collect();
  log.child({ incident: 'INC-42' }).info({ service: 'points-api' }, 'card shown');
  expect(records()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      incident: 'INC-42',
      service: 'points-api',
      msg: 'card shown',
    },
  ]);
});

test('leaves out what is below its level', () => {
  const { log, lines } = collect('warn');
  log.debug({}, 'a');
  log.info({}, 'b');
  log.warn({}, 'c');
  log.error({}, 'd');
  expect(lines).toHaveLength(2);
  expect(collect('silent').lines).toEqual([]);
});

test('fields do not overwrite what the log itself says', () => {
  const { log, records } = collect();
  log.info({ level: 'fine', msg: 'mine', time: 1 }, 'said');
  expect(records()[0]).toMatchObject({ level: 'info', msg: 'said', level_: 'fine', msg_: 'mine' });
});

test.each<[string, object]>([
  ['a token by its form', { text: `posting with ${token} failed` }],
  ['a token by the name of its field', { botToken: 'short-one' + token }],
  ['an app token', { note: `xapp-1-A0-${password}` }],
  ['headers, deep inside', { request: { headers: { Authorization: `Bearer ${password}` } } }],
  ['a bearer in a text', { text: `sent Authorization: Bearer ${password}` }],
  ['a cookie', { headers: [{ 'set-cookie': password }] }],
  ['a signing secret', { slack: { signing_secret: password } }],
  ['a password in a URL', { url: `postgres://firebreak:${password}@db/firebreak` }],
  ['a password with an at sign in a URL', { url: `postgres://f:p@${password}@db/firebreak` }],
  ['a URL object', { url: new URL(`https://u:${password}@example.com/?k=${token}`) }],
  ['a query parameter', { link: `https://s3.example.com/x?X-Amz-Signature=${password}&n=1` }],
  ['a query parameter of any name', { link: `https://example.com/x?whatever=${password}` }],
  ['a response URL by name', { response_url: `https://example.com/${password}` }],
  ['a response URL by form', { to: `https://hooks.slack.com/commands/T1/2/${password}` }],
  ['a JSON body', { body: JSON.stringify({ password, user: 'ana' }) }],
  ['a JSON body in a JSON body', { body: JSON.stringify(JSON.stringify({ password })) }],
  ['a form body', { body: `a=1&client_secret=${password}&b=2` }],
  ['a command line', { argv: ['--password', 'x', `--token=${password}`] }],
  ['a map and a set', { all: new Map([['password', new Set([password])]]) }],
  ['AWS keys', { env: { AWS_SECRET_ACCESS_KEY: password, id: 'AKIAIOSFODNN7EXAMPLE' } }],
  ['a JSON web token', { note: `got eyJhbGciOiJIUzI1NiJ9.${password.replace('-', '')}.sig` }],
  ['an error message', { error: new Error(`could not log in as ana, password=${password}`) }],
  ['a bare error', new Error(`Bearer ${password}`)],
  [
    'an error’s fields and causes',
    {
      error: Object.assign(new Error('no', { cause: new Error(`token: ${password}`) }), {
        config: { headers: { authorization: password } },
      }),
    },
  ],
  [
    'an outside error’s cause',
    {
      error: new OutsideError({
        system: 'Slack',
        operation: 'auth.test',
        kind: 'denied',
        message: `Slack refused ${token}.`,
        cause: { data: { token: password } },
      }),
    },
  ],
  ['many errors at once', { error: new AggregateError([new Error(`secret=${password}`)], 'all') }],
  ['a name of a field', { [token]: true }],
])('does not let out %s', (_, fields) => {
  const { log, lines } = collect();
  log.error(fields, 'failed');
  log.child(fields).info({}, 'again');
  const out = lines.join('');
  expect(out).toContain('[redacted]');
  expect(out).not.toContain(password);
  expect(out).not.toContain(token);
  expect(out).not.toContain(password.replace('-', ''));
  expect(out).not.toContain('AKIAIOSFODNN7EXAMPLE');
});

test('does not let out a secret of the message, or one it was told, wherever it stands', () => {
  const { log, lines } = collect('debug', ['correct horse battery']);
  log.info({ text: 'the words correct horse battery were seen' }, `with ${token}`);
  expect(lines.join('')).not.toMatch(/correct horse|xoxb/);
});

test('leaves ordinary text alone', () => {
  const { log, records } = collect();
  const fields = {
    link: 'https://example.com/a/b#c',
    text: 'basic auth is off; 3 tokens left; ask ana@example.com',
    sql: 'select * from shops where id = ?',
    nextToken: 'AAAA',
    arn: 'arn:aws:sns:ap-northeast-2:123456789012:alarms',
    count: 3,
    none: null,
  };
  log.info(fields, 'all of it');
  expect(records()[0]).toMatchObject(fields);
});

test('survives whatever it is given', () => {
  const { log, lines } = collect();
  const loop: Record<string, unknown> = {
    big: 10n,
    at: new Date(Number.NaN),
    data: new Uint8Array(9),
  };
  loop.self = loop;
  const trap = {
    get broken(): string {
      throw new Error('no');
    },
  };
  log.info({ loop, trap, many: Array.from({ length: 500 }, (_, i) => i), f: () => 1 }, 'odd');
  log.info({ long: 'x'.repeat(100_000) }, 'long');
  expect(lines[0]).toContain('[circular]');
  expect(lines[0]).toContain('… 400 more');
  expect(lines[1]!.length).toBeLessThan(20_000);
});

test('is quick on hostile text', () => {
  const { log, lines } = collect();
  for (const piece of ['://', 'token=', '"', 'bearer ', 'https://a?', 'eyJ', '-----BEGIN ', 'a@']) {
    log.info({ text: piece.repeat(5_000) }, 'hostile');
  }
  expect(lines).toHaveLength(8);
}, 5_000);

test('writes to standard error unless told otherwise', () => {
  const script = `
    import { createPinoLog } from '${new URL('../../../src/adapters/log/pino-log.ts', import.meta.url).href}';
    createPinoLog({ level: 'info' }).info({}, 'hello');`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(run.stdout).toBe('');
  expect(JSON.parse(run.stderr)).toMatchObject({ msg: 'hello' });
});
