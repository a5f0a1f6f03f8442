import { type Signature, says } from './signature.ts';

/** Of MySQL's error 1290 only the read-only options count: `--secure-file-priv` has the same number. */
const readOnly: readonly Signature[] = [
  {
    id: 'db.read_only',
    words:
      /The (MySQL|MariaDB) server is running with the (--(?:super-|innodb-)?read[-_]only(?:=\w+)?|LOCK_WRITE_GROWTH) option(?: so it cannot execute this statement)?/i,
    title: 'The $1 server is running with the $2 option so it cannot execute this statement',
  },
  {
    id: 'db.read_only',
    words: /\bcannot execute [A-Za-z][\w ]*(?:\(\))? in a read-only transaction/,
    title: 'cannot execute ? in a read-only transaction',
  },
  ...says('db.read_only', [
    /\bCannot execute statement in a READ ONLY transaction/i,
    /\bRunning in read-only mode\b/,
    /\bConnection is read-only\. Queries leading to data modification are not allowed\b/,
    /\bTable '[^'\n]{1,130}' is read only/,
  ]),
  {
    id: 'db.read_only',
    words: /\b(?:READONLY )?You can't write against a read only (?:replica|slave)/,
    title: "READONLY You can't write against a read only replica",
  },
];

const connections: readonly Signature[] = [
  ...says('db.too_many_connections', [
    /\bToo many connections\b/,
    /\bUser '?[^'\s]{1,80}'? already has more than 'max_user_connections' active connections/,
    /\bUser '[^'\n]{1,80}' has exceeded the '(?:max_user_connections|max_connections_per_hour)' resource/,
    /\bsorry, too many clients already/,
    /\bremaining connection slots are reserved for [\w -]{1,80}/,
    /\btoo many connections for (?:role|database) "[^"\n]{1,80}"/,
    /\bno more connections allowed \(max_client_conn\)/,
    /\bToo many database connections opened\b/,
  ]),
  ...says('pool.exhausted', [
    /\bKnex: Timeout acquiring a connection\. The pool is probably full\./,
    /\b(?:Sequelize)?ConnectionAcquireTimeoutError\b/,
    /\btimeout exceeded when trying to connect\b/,
    /\bQueue limit reached\./,
    /\bNo connections available\./,
    /\bTimed out fetching a new connection from the (?:connection )?pool\b/,
    /\bQueuePool limit of size \d+ overflow -?\d+ reached/,
    /\bcould not obtain a (?:database )?connection (?:from the pool )?within\b/,
    /\bActiveRecord::ConnectionTimeoutError\b/,
    /\bcouldn't get a connection after [\d.]+ sec\b/,
    /\bquery_wait_timeout\b/,
    /\bTimeout: Pool empty\. Unable to fetch a connection\b/,
    /\bCannot get a connection, pool error:? Timeout waiting for idle object\b/,
    /\bSorry, acquisition timeout!/,
    /\bConnection acquisition timed out after\b/i,
    /\bpool timed out while waiting for an open connection\b/,
    /\bResourceRequest timed out\b/,
  ]),
  // All that is left of Sequelize's error where a logger keeps only the message.
  ...says('pool.exhausted', [/^(?:Error: )?Operation timeout$/], { sure: 'guess', order: 'last' }),
  ...says('pool.closed', [
    /\bCannot use a pool after calling end on the pool\b/,
    /\bCalled end on pool more than once\b/,
    /\bPool is closed\./,
    /\bHikariDataSource .{0,80}has been closed\b/,
    /\bthe pool '[^'\n]{1,80}' is (?:already )?closed\b/,
    /\bsql: database is closed\b/,
    /\bclosed pool\b/,
  ]),
  ...says('db.restarting', [
    /\bthe database system is (?:starting up|in recovery mode|not yet accepting connections|not accepting connections|shutting down)/,
    /\bterminating connection because of crash of another server process/,
    /\bServer shutdown in progress\b/,
  ]),
  ...says('db.connection_lost', [
    /\bserver closed the connection unexpectedly/,
    /\bConnection terminated unexpectedly\b/,
    /\bConnection lost: The server closed the connection\b/,
    /\bCan't add new command when connection is in closed state\b/,
    /\bMySQL server has gone away\b/,
    /\bLost connection to (?:MySQL|MariaDB) server\b(?! on .{1,200}timed out)/,
    /\bCommunications link failure\b/,
    /\bdriver: bad connection\b/,
    /\bConnection was killed\b/,
    /\bterminating connection due to administrator command/,
    /\bterminating connection due to idle-session timeout/,
    /\bClient has encountered a connection error and is not queryable\b/,
    /\bClient was closed and is not queryable\b/,
    /\bThis connection has been closed\b/,
    /\bAn I\/O error occurred while sending to the backend\b/,
    /\bNo operations allowed after connection closed\b/,
    /\bCan ?not read response from server\b/,
    /\bSSL (?:SYSCALL error: EOF detected|connection has been closed unexpectedly)/,
    /\bthe connection is closed\b/,
    /\bconnection already closed\b/,
    /\bconn closed\b/,
    /\bno connection to the server\b/,
    /\bServer has closed the connection\b/,
    /\bMySQL client is not connected\b/,
  ]),
  ...says('db.connection_lost', [/(?:^|: )invalid connection$/m, /(?:^|: )unexpected EOF$/m], {
    sure: 'likely',
    order: 'last',
  }),
];

const statements: readonly Signature[] = [
  ...says('db.recovery_conflict', [
    /\b(?:canceling statement|terminating connection) due to conflict with recovery/,
  ]),
  ...says('db.deadlock', [
    /\bDeadlock found when trying to get lock\b/,
    /\bdeadlock detected\b/,
    /\bTransaction was aborted due to Deadlock\b/,
    /\bTransaction failed due to a write conflict or a deadlock\b/,
  ]),
  ...says('db.lock_wait', [
    /\bLock wait timeout exceeded\b/,
    /\bcanceling statement due to lock timeout/,
    /\bcould not obtain lock on (?:row in )?relation "[^"\n]{1,80}"/,
    /\block\(s\) could not be acquired immediately and NOWAIT is set/,
  ]),
  {
    id: 'db.lock_wait',
    words: /\bprocess \d+ still waiting for (\w+) on (\w+)\b/,
    title: 'still waiting for $1 on $2',
  },
  ...says('db.statement_timeout', [
    /\bcanceling statement due to statement timeout/,
    /\bQuery execution was interrupted, maximum statement execution time exceeded/,
    /\bQuery execution was interrupted \(max_statement_time exceeded\)/,
  ]),
  ...says('db.client_query_timeout', [
    /\bQuery read timeout\b/,
    /\bQuery inactivity timeout\b/,
    /\bOperations timed out after\b/,
  ]),
  ...says('db.query_cancelled', [
    /\bcanceling statement due to user request/,
    /\bQuery execution was interrupted\b(?!, max| \(max)/,
  ]),
  ...says('db.idle_in_tx_timeout', [
    /\bterminating connection due to (?:idle-in-transaction|transaction) timeout/,
  ]),
  ...says('db.serialization', [
    /\bcould not serialize access due to [a-z /]{1,60}/,
    /\bRecord has changed since last read in table\b/,
  ]),
  ...says('db.in_failed_tx', [/\bcurrent transaction is aborted, commands ignored until end/]),
  ...says('db.packet_too_large', [
    /\bGot a packet bigger than 'max_allowed_packet' bytes/,
    /\bPacket for query is too large\b/,
  ]),
];

const server: readonly Signature[] = [
  ...says('db.replication_stopped', [
    /\b(?:Slave|Replica) SQL(?: for channel '[^'\n]{0,80}')?: (?:Worker \d+ failed|Could not execute|Error '|Query caused)/,
    /\bError running query, (?:slave|replica) SQL thread aborted/,
    /\b(?:Slave|Replica): .{0,300}Error_code: (?:MY-)?\d+/,
    /\bcould not receive data from WAL stream\b/,
    /\brequested WAL segment \w+ has already been removed/,
  ]),
  ...says('db.wraparound', [
    /\bdatabase is not accepting commands (?:to avoid wraparound data loss|that assign new (?:transaction IDs|XIDs))/,
    /\bdatabase (?:"[^"\n]{1,80}"|with OID \d+) must be vacuumed within \d+ transactions/,
  ]),
  ...says('db.disk_full', [
    /\bThe table '[^'\n]{1,130}' is full\b/,
    /\bfor file .{1,300} failed with error 28\b/,
    /\bDisk (?:is )?full \(/,
    /\bDisk is full writing\b/,
    /\bcould not (?:extend|write to) file .{1,300}No space left on device/,
    /\bENOSPC\b(?:: no space left on device)?/,
    /\bNo space left on device\b/i,
    /\(Errcode: 28\b/,
  ]),
  ...says('db.out_of_memory', [
    /\bserver process \(PID \d+\) was terminated by signal 9\b/,
    /\bOut of sort memory, consider increasing server sort buffer size/,
    /\bOut of memory; (?:check if|restart server)/,
    /\bFailed on request of size \d+/,
    /(?:^|(?<!runtime): {1,2}|\) )out of memory$/m,
  ]),
];

/** Words of databases and of what stands between them and the program. */
export const databaseSignatures: readonly Signature[] = [
  ...readOnly,
  ...server,
  ...statements,
  ...connections,
];
