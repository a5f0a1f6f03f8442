import { describe, expect, it } from 'vitest';
import { isErrorRecord, readRecord } from '../../../../src/core/logs/error-traces/record.ts';
import { applicationFrames, innermost } from '../../../../src/core/logs/error-traces/trace.ts';

const read = (text: string) => readRecord(text, 1_000, 's');
const json = (fields: object) => read(JSON.stringify(fields));
const cause = (text: string) => {
  const { trace } = read(text);
  if (trace === undefined) throw new Error(`no trace in ${text}`);
  const { type, message } = innermost(trace);
  return { type, message, frames: applicationFrames(trace) };
};

const stack =
  'TypeError: x is not a function\n    at redeem (/srv/app/points.js:10:5)\n    at node:internal/x:1:1';

describe('the level of a record', () => {
  it.each([
    ['pino', '{"level":50,"msg":"x"}', 'error'],
    ['pino fatal', '{"level":60,"msg":"x"}', 'fatal'],
    ['pino info', '{"level":30,"msg":"x"}', 'info'],
    ['winston', '{"level":"error","message":"x"}', 'error'],
    ['logback', '{"@timestamp":"t","level":"ERROR","message":"x"}', 'error'],
    ['Google', '{"severity":"CRITICAL","message":"x"}', 'fatal'],
    ['ECS, flat', '{"log.level":"warn","message":"x"}', 'warn'],
    ['ECS, nested', '{"log":{"level":"ERROR"},"message":"x"}', 'error'],
    ['Python', '{"levelname":"WARNING","message":"x"}', 'warn'],
    ['a plain line', '2026-11-22T07:36:39.578Z ERROR request failed', 'error'],
    ['a line with brackets', '[ERROR] 2026-11-22 07:40:58,497 points.api x', 'error'],
    ['MySQL', '2024-06-18T00:04:58.750212Z 2831474 [Note] [MY-010914] [Server] Aborted', 'info'],
    ['nginx', '2026/11/22 07:41:14 [error] 7#7: *1 connect() failed', 'error'],
    ['logfmt', 'time=2026 level=error msg="x"', 'error'],
    ['Lambda', '2026-11-22T07:41:14.000Z\t0000-id\tERROR\tInvoke Error', 'error'],
    ['a Lambda timeout', '2026-11-22T07:41:14Z 1a2b Task timed out after 3.00 seconds', 'fatal'],
    ['PostgreSQL', '2026-11-22 07:34:22 UTC:h(1):app@shop:[1]:ERROR:  deadlock detected', 'error'],
    ['an info line that speaks of errors', '2026-11-22 07:00:00 INFO saw ERROR upstream', 'info'],
    [
      'an access line',
      '10.0.0.1 - - [22/Nov/2026:07:00:00 +0000] "GET /errors HTTP/1.1" 200',
      undefined,
    ],
    ['a line of prose', 'Error handling was improved', undefined],
    ['an HTTP status in JSON', '{"status":500,"message":"GET /x"}', undefined],
  ])('of %s', (_name, text, level) => {
    expect(read(text).level).toBe(level);
  });
});

describe('what makes a record an error', () => {
  it.each([
    ['its level', '{"level":"error","msg":"x"}', true],
    ['a stack, where no level is given', JSON.stringify({ message: 'x', stack }), true],
    ['not a stack at a lower level', JSON.stringify({ level: 'warn', message: 'x', stack }), false],
    ['not the word alone', 'no error here', false],
  ])('is %s', (_name, text, expected) => {
    expect(isErrorRecord(read(text))).toBe(expected);
  });
});

describe('a structured record', () => {
  const shapes: readonly (readonly [string, object])[] = [
    [
      'pino',
      {
        level: 50,
        msg: 'failed',
        err: { type: 'TypeError', message: 'x is not a function', stack },
      },
    ],
    ['winston', { level: 'error', message: 'failed x is not a function', stack }],
    [
      'ECS, flat',
      {
        'error.type': 'TypeError',
        'error.message': 'x is not a function',
        'error.stack_trace': stack,
        message: 'failed',
      },
    ],
    [
      'ECS, nested',
      {
        log: { level: 'error' },
        error: { type: 'TypeError', message: 'x is not a function', stack_trace: stack },
      },
    ],
    [
      'Lambda',
      {
        timestamp: 't',
        level: 'ERROR',
        errorType: 'TypeError',
        errorMessage: 'x is not a function',
        stackTrace: stack.split('\n'),
      },
    ],
    [
      'Lambda with the message as an object',
      {
        level: 'ERROR',
        message: {
          errorType: 'TypeError',
          errorMessage: 'x is not a function',
          stackTrace: stack.split('\n'),
        },
      },
    ],
    [
      'fluent-bit around JSON',
      { log: JSON.stringify({ level: 50, err: { stack } }), container_id: 'c', source: 'stdout' },
    ],
    [
      'Docker around text',
      { log: `2026-11-22T07:36:39.578Z ERROR failed ${stack}\n`, stream: 'stderr' },
    ],
    [
      'JSON in the message',
      { level: 'INFO', message: JSON.stringify({ level: 'error', err: { stack } }) },
    ],
  ];
  it.each(shapes)('of %s gives type, message and frames', (_name, shape) => {
    const record = json(shape);
    expect(isErrorRecord(record)).toBe(true);
    expect(innermost(record.trace!)).toMatchObject({
      type: 'TypeError',
      message: 'x is not a function',
    });
    expect(applicationFrames(record.trace!)).toEqual(['points.js:redeem']);
  });

  it('of Lambda as text has the JSON after time, request id and level', () => {
    const record = read(
      `2026-11-22T07:41:14.000Z\t11111111-2222-3333-4444-555555555555\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'TypeError', errorMessage: 'boom', stack: stack.split('\n') })}`,
    );
    expect(record).toMatchObject({ form: 'structured', level: 'error' });
    expect(innermost(record.trace!).type).toBe('TypeError');
  });

  it('gives type and message where there is no stack', () => {
    expect(innermost(json({ errorType: 'Timeout', errorMessage: 'late' }).trace!)).toEqual({
      type: 'Timeout',
      message: 'late',
      frames: [],
    });
  });

  it('follows causes to the innermost', () => {
    const record = json({
      level: 50,
      err: {
        message: 'outer',
        stack: 'Error: outer\n    at a (/srv/a.js:1:1)',
        cause: { name: 'X', message: 'mid', cause: { name: 'Y', message: 'inner' } },
      },
    });
    expect(innermost(record.trace!)).toMatchObject({ type: 'Y', message: 'inner' });
  });

  it('that was cut still gives its level, message and type', () => {
    const record = read('{"level":50,"msg":"request \\"x\\" failed","err":{"type":"TypeErr');
    expect(record).toMatchObject({ form: 'broken', level: 'error', message: 'request "x" failed' });
  });
});

describe('the innermost cause of a plain trace', () => {
  it('in JavaScript, with its [cause] and properties', () => {
    expect(
      cause(`2026-11-22T07:36:40.084Z ERROR request failed Error: outer
    at /srv/app/node_modules/pg-pool/index.js:45:11
    at async attempt (file:///srv/app/workload/nodeerr.mjs:10:33) {
  [cause]: Error [ERR_X]: inner: told
      at TCP.<anonymous> (node:net:343:12) {
    errno: -3008
  }
}`),
    ).toEqual({ type: 'ERR_X', message: 'inner: told', frames: ['nodeerr.mjs:attempt'] });
  });

  it('in Java, with a message of two lines', () => {
    expect(
      cause(`2026-11-22 07:41:06,294 ERROR [exec-7] c.e.Points - failed
java.lang.RuntimeException: wrapped
	at com.example.points.Redeem.lambda$apply$3(Redeem.java:6)
	Suppressed: java.io.IOException: other
		at com.example.Other.x(Other.java:1)
Caused by: org.postgresql.util.PSQLException: ERROR: relation "x" does not exist
  Position: 15
	at org.postgresql.core.v3.QueryExecutorImpl.execute(QueryExecutorImpl.java:446)
	... 8 more`),
    ).toEqual({
      type: 'org.postgresql.util.PSQLException',
      message: 'ERROR: relation "x" does not exist\n  Position: 15',
      frames: ['Redeem.java:apply'],
    });
  });

  it('in Python, where the cause comes first', () => {
    expect(
      cause(`[ERROR] 2026-11-22 07:40:58,502 points.api request failed
Traceback (most recent call last):
  File "/srv/app/venv/lib/python3.11/site-packages/sqlalchemy/engine/default.py", line 1180, in do_execute
    cursor.execute(statement, parameters)
psycopg2.errors.UndefinedTable: relation "x" does not exist
LINE 1: select * from x
                      ^


The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/app/points.py", line 9, in redeem
    run()
    ^^^^^
sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedTable) relation "x" does not exist
[SQL: select * from x]`),
    ).toMatchObject({ type: 'psycopg2.errors.UndefinedTable', frames: ['points.py:redeem'] });
  });

  it('in Go', () => {
    expect(
      cause(`panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x62fa5f]

goroutine 1 [running]:
panic({0x1, 0x2})
	/usr/local/go/src/runtime/panic.go:884 +0x212
example.com/shop/points.(*Ledger).Add(0xc000010000)
	/src/points/ledger.go:10 +0x79f
main.main()
	/src/cmd/shop.go:5 +0x1f

goroutine 7 [select]:
main.other()
	/src/cmd/other.go:5 +0x1f
exit status 2`),
    ).toEqual({
      type: 'panic',
      message: 'runtime error: invalid memory address or nil pointer dereference',
      frames: ['ledger.go:points.(*Ledger).Add', 'shop.go:main.main'],
    });
  });

  it('in PHP', () => {
    expect(
      cause(`[22-Nov-2026 07:41:16 UTC] PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000]: boom in /srv/app/src/Points.php:12
Stack trace:
#0 /srv/app/vendor/x/y.php(3): PDO->query('select 1')
#1 /srv/app/src/Points.php(12): App\\Points->redeem(Object(Member))
#2 {main}
  thrown in /srv/app/src/Points.php on line 12`),
    ).toEqual({
      type: 'PDOException',
      message: 'SQLSTATE[HY000]: boom',
      frames: ['Points.php:{thrown}', 'Points.php:Points->redeem'],
    });
  });

  it.each(["'", '`'])('in Ruby, quoting with %s', (open) => {
    expect(
      cause(`/usr/lib/ruby/gems/3.4.0/gems/pg-1.5/lib/pg.rb:5:in ${open}exec': relation "x" does not exist (PG::UndefinedTable)
\tfrom /srv/app/points.rb:12:in ${open}block in redeem'
\tfrom /srv/app/points.rb:20:in ${open}redeem'`),
    ).toEqual({
      type: 'PG::UndefinedTable',
      message: 'relation "x" does not exist',
      frames: ['points.rb:redeem'],
    });
  });
});

describe('text of any kind', () => {
  it('loses colours and NULs', () => {
    const record = read('\u001b[31mERROR\u001b[39m bo\u0000om');
    expect(record).toMatchObject({ level: 'error', message: 'boom', text: 'ERROR boom' });
  });

  it('is kept to 64 KB', () => {
    expect(read(`ERROR ${'x'.repeat(1_000_000)}`).text.length).toBeLessThanOrEqual(65_536);
    const large = json({ level: 50, msg: 'm'.repeat(1_000_000) });
    expect(large).toMatchObject({ form: 'structured', level: 'error' });
    expect(large.message.length).toBeLessThanOrEqual(65_536);
  });

  it.each([
    '',
    ' ',
    '{',
    '{"',
    '{}',
    '[]',
    'null',
    '{"err":null}',
    '{"err":{"stack":5}}',
    '{"log":"{"}',
    '\ud800',
    `{"a":${'['.repeat(50_000)}`,
    `{"log":${JSON.stringify('{"log":'.repeat(9))}}`,
  ])('is read without failing: %j', (text) => {
    expect(read(text).at).toBe(1_000);
  });
});
