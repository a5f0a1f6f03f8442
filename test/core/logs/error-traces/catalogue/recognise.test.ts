import { describe, expect, it } from 'vitest';
import type { DiagnosisId } from '../../../../../src/core/logs/error-traces/catalogue/diagnosis-id.ts';
import { diagnosisIds } from '../../../../../src/core/logs/error-traces/catalogue/diagnosis-id.ts';
import type { ErrorGroup } from '../../../../../src/core/logs/error-traces/digest.ts';
import { createErrorDigest } from '../../../../../src/core/logs/error-traces/error-digest.ts';

/** The group a log of these lines falls into; it must be one. */
function groupOf(...lines: string[]): ErrorGroup | undefined {
  const digest = createErrorDigest();
  lines.forEach((text, i) => {
    digest.add({ at: 1_000 + i, stream: 's', text });
  });
  const { groups } = digest.end();
  expect(groups.length).toBeLessThanOrEqual(1);
  return groups[0];
}

const diagnosisOf = (...lines: string[]) => groupOf(...lines)?.diagnosis?.id;
const pino = (err: object) => JSON.stringify({ level: 50, msg: 'request failed', err });

const texts: readonly (readonly [DiagnosisId, string])[] = [
  [
    'db.read_only',
    'The MySQL server is running with the --super-read-only option so it cannot execute this statement',
  ],
  [
    'db.read_only',
    'The MySQL server is running with the --innodb-read-only option so it cannot execute this statement',
  ],
  ['db.read_only', 'Error 1836 (HY000): Running in read-only mode'],
  ['db.read_only', "Table 'stores' is read only"],
  ['db.read_only', 'Cannot execute statement in a READ ONLY transaction.'],
  ['db.read_only', 'pq: cannot execute CREATE TABLE in a read-only transaction'],
  ['db.read_only', "ReplyError: READONLY You can't write against a read only replica."],
  ['db.read_only', "redis.exceptions.ReadOnlyError: You can't write against a read only replica."],
  ['db.read_only', 'Connection is read-only. Queries leading to data modification are not allowed'],
  ['pool.exhausted', 'TimeoutError: ResourceRequest timed out'],
  ['proc.file_limit', "EMFILE: too many open files, open '/app/x'"],
  ['proc.file_limit', 'accept tcp [::]:8080: accept4: too many open files'],
  ['upstream.rate_limited', 'Request failed with status code 429'],
  ['upstream.rate_limited', 'requests.exceptions.HTTPError: 429 Client Error: Too Many Requests'],
  ['code.exception', "Cannot find module './points'"],
  ['code.exception', 'adding points failed - java.lang.NullPointerException: "order" is null'],
  ['db.too_many_connections', 'SQLSTATE[HY000] [1040] Too many connections'],
  [
    'db.too_many_connections',
    "User 'app' has exceeded the 'max_user_connections' resource (current value: 30)",
  ],
  [
    'db.too_many_connections',
    'FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute',
  ],
  ['db.too_many_connections', 'FATAL: too many connections for database "shop"'],
  [
    'db.too_many_connections',
    'ERROR: no more connections allowed (max_client_conn) (SQLSTATE 08P01)',
  ],
  [
    'pool.exhausted',
    'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting=7)',
  ],
  [
    'pool.exhausted',
    'Timed out fetching a new connection from the connection pool. More info: http://pris.ly/d/connection-pool (Current connection pool timeout: 10, connection limit: 5)',
  ],
  [
    'pool.exhausted',
    'QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
  ],
  [
    'pool.exhausted',
    'could not obtain a connection from the pool within 5.000 seconds (waited 5.002 seconds); all pooled connections were in use (ActiveRecord::ConnectionTimeoutError)',
  ],
  ['pool.exhausted', "psycopg_pool.PoolTimeout: couldn't get a connection after 30.00 sec"],
  ['pool.exhausted', 'FATAL: query_wait_timeout (SQLSTATE 08P01)'],
  ['pool.exhausted', 'Error: Queue limit reached.'],
  [
    'net.timeout',
    'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=7)',
  ],
  ['pool.closed', 'sql: database is closed'],
  [
    'db.deadlock',
    'SQLSTATE[40001]: Serialization failure: 1213 Deadlock found when trying to get lock; try restarting transaction (SQL: update `points` set `n` = 5)',
  ],
  ['db.deadlock', 'ERROR: deadlock detected (SQLSTATE 40P01)'],
  [
    'db.deadlock',
    'Transaction failed due to a write conflict or a deadlock. Please retry your transaction',
  ],
  ['db.lock_wait', 'ERROR: could not obtain lock on row in relation "points"'],
  ['db.lock_wait', '(1205, "Lock wait timeout exceeded; try restarting transaction")'],
  [
    'db.statement_timeout',
    'Query execution was interrupted, maximum statement execution time exceeded',
  ],
  ['db.statement_timeout', 'Query execution was interrupted (max_statement_time exceeded)'],
  ['db.client_query_timeout', 'Query read timeout'],
  ['db.query_cancelled', 'Query execution was interrupted'],
  ['db.query_cancelled', 'pq: canceling statement due to user request'],
  ['db.idle_in_tx_timeout', 'terminating connection due to idle-in-transaction timeout'],
  ['db.idle_in_tx_timeout', 'FATAL: terminating connection due to transaction timeout'],
  ['db.recovery_conflict', 'ERROR: canceling statement due to conflict with recovery'],
  [
    'db.serialization',
    'could not serialize access due to read/write dependencies among transactions',
  ],
  [
    'db.in_failed_tx',
    'current transaction is aborted, commands ignored until end of transaction block',
  ],
  ['schema.missing_table', "(1146, \"Table 'shop.campaigns' doesn't exist\")"],
  [
    'schema.missing_table',
    'SQLSTATE[42P01]: Undefined table: 7 ERROR:  relation "campaigns" does not exist',
  ],
  ['schema.missing_table', 'The table `public.Campaign` does not exist in the current database.'],
  ['schema.missing_column', "Unknown column 'expires_at' in 'field list'"],
  ['schema.missing_column', "Unknown column 'tier' in 'WHERE'"],
  ['schema.missing_column', 'column "tier" of relation "members" does not exist'],
  ['schema.missing_column', 'column m.tier does not exist'],
  ['schema.missing_column', 'The column `Member.tier` does not exist in the current database.'],
  ['schema.missing_function', 'function tier_of(integer) does not exist'],
  ['schema.missing_function', 'PROCEDURE shop.expire_points does not exist'],
  ['schema.stale_plan', 'ERROR: cached plan must not change result type (SQLSTATE 0A000)'],
  ['schema.stale_plan', 'prepared statement "S_1" does not exist'],
  ['schema.stale_plan', 'prepared statement "lrupsc_1_0" already exists'],
  ['schema.stale_plan', 'Prepared statement needs to be re-prepared'],
  [
    'schema.stale_plan',
    "Can't create more than max_prepared_stmt_count statements (current value: 16382)",
  ],
  ['data.unique', "Duplicate entry 'kim' for key 'members.email'"],
  ['data.unique', 'duplicate key value violates unique constraint "members_email"'],
  ['data.unique', 'Unique constraint failed on the fields: (`email`)'],
  ['data.range', "Duplicate entry '2147483647' for key 'points.PRIMARY'"],
  ['data.range', "Data too long for column 'code' at row 1"],
  ['data.range', 'nextval: reached maximum value of sequence "points_id_seq" (2147483647)'],
  ['data.range', 'ERROR: integer out of range (SQLSTATE 22003)'],
  [
    'data.foreign_key',
    'Cannot add or update a child row: a foreign key constraint fails (`shop`.`points`, CONSTRAINT `fk_member` FOREIGN KEY (`member_id`) REFERENCES `members` (`id`))',
  ],
  ['data.not_null', "Field 'points' doesn't have a default value"],
  ['data.check', "Check constraint 'points_chk_1' is violated."],
  ['data.check', 'CONSTRAINT `points_positive` failed for `shop`.`points`'],
  ['data.check', 'new row for relation "points" violates check constraint "points_check"'],
  [
    'db.disk_full',
    'Disk full (/rdsdbdata/tmp/#sql-1a2b); waiting for someone to free some space...',
  ],
  ['db.disk_full', 'could not extend file "base/16384/16399": No space left on device'],
  ['db.disk_full', 'ENOSPC: no space left on device, write'],
  ['db.out_of_memory', 'pq: out of memory\nDETAIL: Failed on request of size 512.'],
  ['db.out_of_memory', 'Out of sort memory, consider increasing server sort buffer size'],
  ['db.restarting', 'FATAL: the database system is starting up (SQLSTATE 57P03)'],
  ['db.restarting', 'FATAL: the database system is shutting down'],
  ['db.restarting', 'terminating connection because of crash of another server process'],
  ['db.restarting', 'Server shutdown in progress'],
  ['db.connection_lost', 'SQLSTATE[HY000]: General error: 2006 MySQL server has gone away'],
  ['db.connection_lost', "(2013, 'Lost connection to MySQL server during query')"],
  ['db.connection_lost', 'Client has encountered a connection error and is not queryable'],
  ['db.connection_lost', 'driver: bad connection'],
  [
    'db.connection_lost',
    'PG::ConnectionBad: PQconsumeInput() server closed the connection unexpectedly',
  ],
  ['net.refused', 'dial tcp 10.0.1.5:3306: connect: connection refused'],
  [
    'net.refused',
    "(2003, \"Can't connect to MySQL server on '10.0.0.1' ([Errno 111] Connection refused)\")",
  ],
  ['net.refused', 'SQLSTATE[HY000] [2002] Connection refused'],
  [
    'net.refused',
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.1:50051: connect: connection refused"',
  ],
  ['net.timeout', "Can't reach database server at `db.internal`:`5432`"],
  ['net.timeout', 'ConnectTimeoutError: Connect Timeout Error (attempted address: 10.0.0.1:443)'],
  ['net.timeout', 'dial tcp 10.0.0.1:443: i/o timeout'],
  ['net.dns', 'getaddrinfo EAI_AGAIN points-db'],
  [
    'net.dns',
    'dial tcp: lookup db.internal on 10.0.0.2:53: read udp 10.0.0.9:4242->10.0.0.2:53: i/o timeout',
  ],
  [
    'net.dns',
    'SQLSTATE[HY000] [2002] php_network_getaddresses: getaddrinfo for db failed: Name or service not known',
  ],
  [
    'net.dns',
    'psycopg2.OperationalError: could not translate host name "db" to address: Temporary failure in name resolution',
  ],
  ['net.reset', 'Error: socket hang up'],
  ['net.reset', 'write EPIPE'],
  ['net.reset', 'write tcp 10.0.0.1:1->10.0.0.2:443: write: broken pipe'],
  ['tls.certificate', 'self-signed certificate in certificate chain'],
  [
    'tls.certificate',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired',
  ],
  ['tls.certificate', 'x509: certificate signed by unknown authority'],
  [
    'tls.certificate',
    'sun.security.validator.ValidatorException: PKIX path building failed: unable to find valid certification path',
  ],
  [
    'tls.required',
    'no pg_hba.conf entry for host "10.0.0.1", user "app", database "shop", no encryption',
  ],
  [
    'tls.required',
    'FATAL: no pg_hba.conf entry for host "10.0.0.1", user "app", database "shop", SSL off',
  ],
  [
    'tls.required',
    'Connections using insecure transport are prohibited while --require_secure_transport=ON.',
  ],
  ['tls.not_supported', 'pq: SSL is not enabled on the server'],
  ['auth.failed', 'password authentication failed for user "app"'],
  ['auth.failed', 'FATAL: PAM authentication failed for user "app" (SQLSTATE 28000)'],
  [
    'auth.failed',
    "SQLSTATE[HY000] [1045] Access denied for user 'app'@'10.0.0.1' (using password: YES)",
  ],
  ['auth.failed', 'FATAL: database "shop_v2" does not exist'],
  ['auth.failed', 'FATAL: role "ghost" does not exist'],
  ['auth.failed', "Unknown database 'shop_v2'"],
  ['auth.permission', "Access denied for user 'app'@'%' to database 'shop_v2'"],
  ['auth.permission', 'permission denied for table members'],
  ['proc.oom', 'OutOfMemoryError: Container killed due to memory usage'],
  ['proc.oom', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['proc.oom', 'java.lang.OutOfMemoryError: Java heap space'],
  ['proc.oom', 'Error: Runtime exited with error: signal: killed'],
  ['proc.oom', 'Last State: Terminated, Reason: OOMKilled'],
  ['lambda.timeout', '2026-11-22T07:41:14.000Z 1a2b Task timed out after 3.00 seconds'],
  ['upstream.timeout', 'Request failed with status code 503'],
  ['upstream.timeout', '<h1>504 Gateway Time-out</h1>'],
  ['upstream.timeout', 'upstream request timeout'],
  ['upstream.timeout', 'rpc error: code = DeadlineExceeded desc = context deadline exceeded'],
  ['upstream.timeout', 'request failed: points: context deadline exceeded'],
  ['upstream.timeout', '4 DEADLINE_EXCEEDED: Deadline exceeded after 1.5s'],
  ['aws.throttled', 'ThrottlingException: Rate exceeded'],
  [
    'aws.throttled',
    'ProvisionedThroughputExceededException: The level of configured throughput was exceeded',
  ],
  [
    'aws.throttled',
    'An error occurred (TooManyRequestsException) when calling the Invoke operation',
  ],
  [
    'aws.denied',
    'AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: sqs:SendMessage',
  ],
  ['aws.denied', 'ExpiredTokenException: The security token included in the request is expired'],
  ['db.packet_too_large', "Got a packet bigger than 'max_allowed_packet' bytes"],
  [
    'db.replication_stopped',
    "Replica SQL for channel '': Worker 1 failed executing transaction at source log x; Duplicate entry '9' for key 'PRIMARY', Error_code: MY-001062",
  ],
  [
    'db.replication_stopped',
    'requested WAL segment 000000010000000000000042 has already been removed',
  ],
  [
    'db.wraparound',
    'database is not accepting commands to avoid wraparound data loss in database "shop"',
  ],
  ['cache.redis', 'connect ECONNREFUSED 10.0.0.1:6379'],
  [
    'cache.redis',
    'MaxRetriesPerRequestError: Reached the max retries per request limit (which is 20).',
  ],
  ['cache.redis', "OOM command not allowed when used memory > 'maxmemory'."],
  ['cache.redis', 'LOADING Redis is loading the dataset in memory'],
  ['cache.redis', 'CLUSTERDOWN The cluster is down'],
  ['cache.redis', 'MOVED 3999 10.0.0.7:6379'],
  ['code.exception', "TypeError: Cannot read properties of undefined (reading 'points')"],
  ['code.exception', 'panic: assignment to entry in nil map'],
  ['code.exception', "NoMethodError: undefined method `points' for nil:NilClass"],
  ['code.exception', 'Call to a member function points() on null'],
  ['code.sql_syntax', 'You have an error in your SQL syntax; check the manual'],
  ['code.sql_type', 'operator does not exist: bigint = text'],
];

describe('trouble is recognised by its words', () => {
  it.each(texts)('%s: %s', (id, text) => {
    expect(diagnosisOf(`2026-11-22 07:41:14 ERROR request failed: ${text.split('\n', 1)[0]}`)).toBe(
      id,
    );
    expect(
      diagnosisOf(
        pino({ type: 'Error', message: text, stack: `Error: ${text}\n    at x (/srv/a.js:1:1)` }),
      ),
    ).toBe(id);
  });

  it('and nothing of the catalogue is without words of its own here', () => {
    const shown = new Set(texts.map(([id]) => id));
    expect(diagnosisIds.filter((id) => !shown.has(id))).toEqual([]);
  });
});

describe('trouble is recognised by its code', () => {
  it.each([
    [
      'PostgreSQL’s, whatever language the server speaks',
      { code: '42P01', message: '"campaigns" 이름의 릴레이션이 없습니다' },
      'schema.missing_table',
    ],
    [
      'MySQL’s number, not the driver’s name for it',
      {
        code: 'ER_INNODB_AUTOEXTEND_SIZE_OUT_OF_RANGE',
        errno: 4025,
        sqlState: '23000',
        message: 'x',
      },
      'data.check',
    ],
    [
      'a number without a name',
      { errno: 1969, sqlState: '70100', message: 'x' },
      'db.statement_timeout',
    ],
    [
      'too many connections before the handshake',
      { errno: 1040, sqlState: '', message: 'x' },
      'db.too_many_connections',
    ],
    ['Prisma’s', { code: 'P2024', message: 'x' }, 'pool.exhausted'],
    ['Node’s', { code: 'ECONNREFUSED', message: 'x' }, 'net.refused'],
    ['AWS’s', { name: 'E', code: 'ThrottlingException', message: 'x' }, 'aws.throttled'],
  ])('%s', (_which, err, id) => {
    expect(groupOf(pino(err))?.diagnosis).toEqual({ id, sure: 'likely' });
  });

  it.each([
    ['1290 without the option', { errno: 1290, sqlState: 'HY000', message: 'x' }],
    ['57014, which may be a timeout or a person', { code: '57014', message: 'x' }],
    ['a DOMException’s 23', { code: 23, message: 'x' }],
    ['a class of SQLSTATEs', { code: '23000', message: 'x' }],
  ])('but not %s', (_which, err) => {
    expect(groupOf(pino(err))?.diagnosis).toBeUndefined();
  });
});

describe('of a chain of causes', () => {
  it.each<readonly [string, string[], DiagnosisId]>([
    [
      'the innermost counts',
      [
        'ERROR failed',
        'java.sql.SQLTransientConnectionException: HikariPool-3 - Connection is not available, request timed out after 1000ms (total=0, active=0, idle=0, waiting=0)',
        '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)',
        'Caused by: java.net.UnknownHostException: db.internal',
        '\tat java.base/java.net.Socket.connect(Socket.java:633)',
      ],
      'net.dns',
    ],
    [
      'the pool counts when its connections were busy, whatever failed before',
      [
        'ERROR failed',
        'java.sql.SQLTransientConnectionException: HikariPool-3 - Connection is not available, request timed out after 1000ms (total=10, active=10, idle=0, waiting=4)',
        '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)',
        'Caused by: java.net.SocketException: Connection reset',
        '\tat java.base/java.net.Socket.connect(Socket.java:633)',
      ],
      'pool.exhausted',
    ],
    [
      'a lookup that missed is not what went wrong afterwards',
      [
        '[ERROR] failed',
        'Traceback (most recent call last):',
        '  File "/srv/a.py", line 1, in get',
        '    cache[key]',
        "KeyError: 'member'",
        '',
        'During handling of the above exception, another exception occurred:',
        '',
        'Traceback (most recent call last):',
        '  File "/srv/a.py", line 9, in redeem',
        'psycopg2.errors.ReadOnlySqlTransaction: cannot execute UPDATE in a read-only transaction',
      ],
      'db.read_only',
    ],
    [
      'the time it took counts, not how it ended',
      [
        'ERROR failed Error: Connection terminated due to connection timeout',
        '    at /srv/node_modules/pg-pool/index.js:45:11 {',
        '  [cause]: Error: Connection terminated unexpectedly',
        '      at Connection.<anonymous> (/srv/node_modules/pg/lib/client.js:204:73)',
        '}',
      ],
      'net.timeout',
    ],
    [
      'the first of several addresses stands for all',
      [
        'ERROR failed AggregateError [ECONNREFUSED]: ',
        '    at internalConnectMultiple (node:net:1134:18) {',
        "  code: 'ECONNREFUSED',",
        '  [errors]: [',
        '    Error: connect ECONNREFUSED ::1:5432',
        '        at createConnectionError (node:net:1677:14) {',
        "      code: 'ECONNREFUSED'",
        '    },',
        '  ]',
        '}',
      ],
      'net.refused',
    ],
  ])('%s', (_what, lines, id) => {
    expect(diagnosisOf(...lines)).toBe(id);
  });

  it('is read from objects, too', () => {
    const inner = { name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND rates' };
    expect(
      diagnosisOf(
        pino({
          type: 'Error',
          message: 'no rates',
          stack: 'Error: no rates\n    at x (/a.js:1:1)',
          cause: { type: 'TypeError', message: 'fetch failed', cause: inner },
        }),
      ),
    ).toBe('net.dns');
  });
});

describe('what is not in the catalogue stays without a diagnosis', () => {
  it.each([
    'The MySQL server is running with the --secure-file-priv option so it cannot execute this statement',
    'The MySQL server is running with the --skip-grant-tables option so it cannot execute this statement',
    'TypeError: fetch failed',
    'payment declined by provider: insufficient funds',
    'member 12 has too many points',
    'order is read only',
    'coupon has expired',
    'the shop does not exist',
    'Got an error writing communication packets',
    'terminating background worker "parallel worker" due to administrator command',
    'could not find the table for two',
    'unique visitors failed to load',
    'retry limit reached',
    '포인트가 부족합니다',
  ])('%s', (text) => {
    const group = groupOf(`2026-11-22 07:41:14 ERROR ${text}`);
    expect(group).toBeDefined();
    expect(group).not.toHaveProperty('diagnosis');
  });
});

describe('a database server’s own log', () => {
  it.each<readonly [string, DiagnosisId]>([
    [
      '2026-11-22 07:34:22 UTC:127.0.0.1(57984):app@loyalty:[26172]:ERROR:  deadlock detected',
      'db.deadlock',
    ],
    [
      '2026-11-22 07:34:22 UTC::@:[17668]:LOG:  server process (PID 9) was terminated by signal 9: Killed',
      'db.out_of_memory',
    ],
    [
      '2026-11-22 07:34:22.123 UTC [26172] app@shop LOG:  process 26172 still waiting for ShareLock on transaction 1049 after 1000.153 ms',
      'db.lock_wait',
    ],
    [
      '2026-11-22 07:34:22 UTC:::1(61349):[unknown]@[unknown]:[7]:FATAL:  sorry, too many clients already',
      'db.too_many_connections',
    ],
    [
      "2026-11-22  7:31:51 0 [Warning] Aborted connection 0 to db: 'unconnected' user: 'unauthenticated' host: 'connecting host' (Too many connections)",
      'db.too_many_connections',
    ],
    [
      "2024-06-18T00:04:58.750212Z 28 [ERROR] [MY-010584] [Repl] Replica SQL for channel '': Error 'Duplicate entry' on query.",
      'db.replication_stopped',
    ],
    ["2026-11-22  7:31:51 13 [ERROR] mariadbd: The table 'fill' is full", 'db.disk_full'],
    [
      '{"timestamp":"2026-11-22 07:27:43.509 UTC","pid":1,"error_severity":"ERROR","state_code":"42P01","message":"relation \\"x\\" does not exist"}',
      'schema.missing_table',
    ],
  ])('%s', (line, id) => {
    expect(diagnosisOf(line)).toBe(id);
  });

  it('has notes that are none', () => {
    for (const line of [
      '2026-11-22 07:34:22 UTC::@:[17668]:LOG:  checkpoint complete: wrote 9 buffers',
      '2026-11-22 07:34:22 UTC:h(1):a@b:[1]:DETAIL:  Process 1 waits for ShareLock: ERROR',
      "2026-11-22  7:31:51 0 [Warning] Aborted connection 87 to db: 'loyalty' user: 'app' host: 'localhost' (KILLED)",
      '2026-11-22  7:31:51 0 [Note] InnoDB: Transactions deadlock detected, dumping detailed information.',
    ])
      expect(groupOf(line)).toBeUndefined();
  });

  it('puts what a process says together, others in between', () => {
    const group = groupOf(
      '2026-11-22 07:34:22 UTC:h(1):app@shop:[1]:ERROR:  deadlock detected',
      '2026-11-22 07:34:22 UTC:h(2):app@shop:[2]:LOG:  duration: 1.000 ms',
      '2026-11-22 07:34:22 UTC:h(1):app@shop:[1]:DETAIL:  Process 1 waits for ShareLock on transaction 5; blocked by process 2.',
      '\tProcess 2 waits for ShareLock on transaction 6; blocked by process 1.',
    );
    expect(group?.example).toContain('Process 2 waits');
  });
});
