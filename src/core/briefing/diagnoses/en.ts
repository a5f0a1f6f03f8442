import type { Diagnoses } from './diagnosis-words.ts';

export const diagnoses: Diagnoses = {
  'db.read_only': {
    name: 'a write reached a read-only database',
    is: 'The server that got the write is a replica, or was made read-only.',
    usually:
      'A failover left pooled connections on the old writer, or the reader endpoint is configured for writes.',
    check: [
      'which host was hit, and its role now and before',
      'the last failover',
      'whether all instances of the service fail or only some',
    ],
  },
  'db.too_many_connections': {
    name: 'the database takes no more connections',
    is: 'The limit of the server, the user or the database is reached.',
    usually:
      'The pools of all instances together are larger than the limit, connections leak, or a rollout runs two versions at once.',
    check: [
      'connections of the maximum, and who holds them',
      'pool size times number of instances',
      'slow queries that keep connections busy',
    ],
  },
  'pool.exhausted': {
    name: 'the connection pool is empty',
    is: 'The service waited for a free connection of its own pool and got none in time.',
    usually:
      'Slow queries or forgotten connections hold the pool; seldom is the pool merely too small.',
    check: [
      'slow queries of the same minutes',
      'long transactions',
      'the database’s connections: if there are few, it may not be reachable',
    ],
  },
  'pool.closed': {
    name: 'the pool was used after it was closed',
    is: 'A request came while the instance was already shutting its connections down.',
    usually: 'Requests still arrive during shutdown, or a script ends the pool too early.',
    check: [
      'whether it happens at rollouts only',
      'the order of shutdown: stop listening first, then close the pool',
    ],
  },
  'db.deadlock': {
    name: 'deadlock',
    is: 'Two transactions waited for each other; the database ended one of them.',
    usually: 'Two code paths lock the same rows in opposite order.',
    check: [
      'both statements in the database’s log',
      'whether the failed one is tried again',
      'what began to lock these rows',
    ],
  },
  'db.lock_wait': {
    name: 'waiting for a lock',
    is: 'Another transaction held the row or table for longer than the limit.',
    usually: 'A long transaction, a migration or a batch job.',
    check: [
      'who holds the lock',
      'running migrations and batch jobs',
      'transactions that are open and idle',
    ],
  },
  'db.statement_timeout': {
    name: 'a statement took too long and was stopped',
    is: 'The database ended it at the configured limit.',
    usually: 'A missing index, another plan, or waiting for a lock.',
    check: ['the slow-query digest of the same minutes', 'lock waits', 'releases before it began'],
  },
  'db.client_query_timeout': {
    name: 'the client gave up waiting for an answer',
    is: 'The query may still be running in the database.',
    usually: 'The query is slow or blocked, or the connection is dead and nobody noticed.',
    check: [
      'slow queries of the same minutes',
      'whether the statement still runs',
      'network and failover events',
    ],
  },
  'db.query_cancelled': {
    name: 'a query was cancelled',
    is: 'The client, or a person, asked the database to stop it.',
    usually: 'A caller’s time limit ran out: a request context in Go, an HTTP timeout upstream.',
    check: [
      'time limits of the callers',
      'slow queries of the same minutes',
      'whether an operator cancelled queries',
    ],
  },
  'db.idle_in_tx_timeout': {
    name: 'an idle transaction was ended',
    is: 'A transaction was open and did nothing for longer than allowed; its connection is gone.',
    usually: 'A call to another service, or waiting for a person, inside a transaction.',
    check: ['what the code does between its statements', 'what was blocked meanwhile'],
  },
  'db.in_failed_tx': {
    name: 'a statement after a failed one',
    is: 'The transaction had failed before; everything after is refused until it ends.',
    usually:
      'An error inside the transaction was swallowed. The first error is the one that counts.',
    check: [
      'the error just before, of the same connection',
      'where the code catches errors inside a transaction',
    ],
  },
  'db.recovery_conflict': {
    name: 'a query on a replica was in the way of replication',
    is: 'The replica ended it to apply changes of the writer.',
    usually: 'A long read on the replica while the writer cleaned up or changed the table.',
    check: [
      'long reads on replicas',
      'hot_standby_feedback and max_standby_streaming_delay',
      'schema changes at that time',
    ],
  },
  'db.serialization': {
    name: 'two transactions changed the same thing',
    is: 'The database let one win; the other has to be tried again.',
    usually: 'Normal at strict isolation levels; it is trouble where nothing tries again.',
    check: ['whether the code tries again', 'what made the rows so much in demand'],
  },
  'schema.missing_table': {
    name: 'a table does not exist',
    is: 'The code asks for a table that this database, or its search path, has not.',
    usually: 'A release went out before its migration, or it talks to the wrong database.',
    check: [
      'migrations of the latest release',
      'which database the service is connected to',
      'the schema or search path',
    ],
  },
  'schema.missing_column': {
    name: 'a column does not exist',
    is: 'The code and the table are out of step.',
    usually:
      'A release went out before its migration, or old instances still run after a column was dropped.',
    check: ['migrations of the latest release', 'whether only one version of the service fails'],
  },
  'schema.missing_function': {
    name: 'a database function does not exist',
    is: 'There is none with this name and these types of arguments.',
    usually: 'A migration that did not run, or an argument of another type than before.',
    check: ['migrations of the latest release', 'the types of the arguments'],
  },
  'schema.stale_plan': {
    name: 'a prepared statement no longer fits',
    is: 'The statement the client keeps prepared is gone, or the table under it has changed.',
    usually:
      'A migration under live connections, or a pooler that switches connections between transactions.',
    check: [
      'migrations at that time',
      'whether a pooler or proxy stands before the database',
      'whether restarting the instances ends it',
    ],
  },
  'data.unique': {
    name: 'something exists already',
    is: 'A row with this key is there.',
    usually: 'Sent twice, or tried again after a lost answer.',
    check: [
      'whether callers retry',
      'whether one tenant or all are hit',
      'a release that changed how keys are made',
    ],
  },
  'data.foreign_key': {
    name: 'a reference does not hold',
    is: 'The row points at one that is not there, or is pointed at by others.',
    usually: 'Mostly a mistake in the code, after a release or an import.',
    check: ['the latest release', 'the order in which rows are written or removed'],
  },
  'data.not_null': {
    name: 'a required value is missing',
    is: 'The column must have a value and got none.',
    usually: 'Code and schema out of step after a release, or unexpected input.',
    check: ['the latest release and its migration', 'which input lacks the value'],
  },
  'data.check': {
    name: 'a value breaks a rule of the table',
    is: 'A check of the database refused the row.',
    usually: 'A mistake in the code, or data nobody expected.',
    check: ['the rule of that name', 'the latest release', 'whether a few tenants are hit or all'],
  },
  'data.range': {
    name: 'a value does not fit its column',
    is: 'The number is too large or the text too long.',
    usually:
      'A counter or an id outgrew its type. Urgent when it is a primary key: no row can be added.',
    check: [
      'whether the column is a key, and its largest value',
      'how soon other columns of that type are full',
      'unexpected input',
    ],
  },
  'db.disk_full': {
    name: 'the disk is full',
    is: 'The server cannot write; much else fails because of it.',
    usually:
      'Data has grown, logs are kept for a replica that stands still, or one query spills to disk.',
    check: [
      'free storage, and since when it falls',
      'replication slots and binary logs',
      'temporary files of single queries',
    ],
  },
  'db.out_of_memory': {
    name: 'the database ran out of memory',
    is: 'The server could not get memory, or the system killed one of its processes.',
    usually: 'One huge query, too many connections, or an instance that is too small.',
    check: ['the statement named beside it', 'freeable memory', 'number of connections'],
  },
  'db.restarting': {
    name: 'the database is restarting',
    is: 'It takes no connections yet, or no longer.',
    usually: 'A failover, maintenance or a crash. It should be over in 30 to 120 seconds.',
    check: [
      'events of the database',
      'whether it is over; escalate if it takes longer',
      'whether the service connects again by itself',
    ],
  },
  'db.connection_lost': {
    name: 'connections to the database were lost',
    is: 'An established connection was closed by the other side.',
    usually:
      'A failover or restart when many instances lose theirs at once; otherwise idle time limits.',
    check: [
      'failovers and restarts at that time',
      'idle limits of pool, proxy and server',
      'whether somebody ended connections',
    ],
  },
  'net.refused': {
    name: 'the connection was refused',
    is: 'The host answers, but nothing listens on that port.',
    usually: 'The process is down or still starting, or the port is wrong.',
    check: [
      'whether the server runs',
      'address and port in the configuration',
      'restarts and rollouts of the other side',
    ],
  },
  'net.timeout': {
    name: 'no answer in time',
    is: 'Connecting or waiting for data took longer than allowed.',
    usually: 'A security group, a route, or a server that is overloaded or gone.',
    check: [
      'changes of security groups and routes',
      'load of the other side',
      'whether all instances of the service are affected',
    ],
  },
  'net.dns': {
    name: 'a host name could not be resolved',
    is: 'There is no address for that name, or the resolver did not answer.',
    usually: 'A typing mistake or a deleted endpoint; EAI_AGAIN means the resolver is overloaded.',
    check: [
      'the name in the configuration of this environment',
      'whether the endpoint exists',
      'the load on the resolver',
    ],
  },
  'net.reset': {
    name: 'connections were reset',
    is: 'The other side closed the connection in the middle.',
    usually:
      'A crash or rollout over there, or a load balancer with a shorter keep-alive than the client.',
    check: ['restarts of the other side', 'keep-alive limits on both sides'],
  },
  'tls.certificate': {
    name: 'a certificate is not accepted',
    is: 'It has expired, is for another name, or its issuer is unknown.',
    usually: 'It was not renewed, or the certificate bundle is older than a change of the issuer.',
    check: ['the expiry date', 'the bundle of issuers in the image', 'the host name that is used'],
  },
  'tls.required': {
    name: 'the database demands encryption',
    is: 'The client connected without TLS and was turned away.',
    usually: 'The parameter was switched on, or is on by default after an upgrade.',
    check: [
      'rds.force_ssl or require_secure_transport',
      'TLS in the client’s configuration',
      'upgrades and parameter changes',
    ],
  },
  'tls.not_supported': {
    name: 'the server speaks no TLS',
    is: 'The client demands encryption that this server does not offer.',
    usually: 'The client talks to another server than meant, or a local one.',
    check: ['which server it is connected to', 'TLS settings of the client'],
  },
  'auth.failed': {
    name: 'logging in failed',
    is: 'User, password, token or database name was not accepted.',
    usually:
      'A rotated secret that was not reloaded, an IAM token older than 15 minutes, or the wrong database.',
    check: [
      'when the secret was last rotated',
      'which secret and database this environment uses',
      'whether all instances fail',
    ],
  },
  'auth.permission': {
    name: 'a permission is missing',
    is: 'The user is logged in but may not do this.',
    usually:
      'A migration made the table and nobody granted access, or the wrong user is configured.',
    check: [
      'grants of the table and its owner',
      'migrations of the latest release',
      'which user is configured',
    ],
  },
  'proc.oom': {
    name: 'the process ran out of memory',
    is: 'It was killed, or gave up, at its memory limit.',
    usually: 'A leak, a large request or result, or a limit that is too low since a release.',
    check: [
      'memory over the last hours: a slope or a jump',
      'the latest release',
      'the limit of the task or container',
    ],
  },
  'proc.file_limit': {
    name: 'too many open files',
    is: 'The process, or its host, has no file descriptor left; every connection needs one.',
    usually:
      'Connections or files that are opened and never closed, or far more clients than the limit was made for.',
    check: [
      'open connections of the process, by their other end',
      'the limit (ulimit -n) of the container',
      'what a release changed about clients and keep-alive',
    ],
  },
  'upstream.rate_limited': {
    name: 'another service says: too many requests',
    is: 'A service that is called refuses calls beyond its limit (429).',
    usually: 'More calls than before, by a loop, a retry without pauses or a busier hour.',
    check: [
      'how many calls were made, now and before',
      'whether retries wait longer each time',
      'the limit, and whose key it counts for',
    ],
  },
  'lambda.timeout': {
    name: 'the function ran out of time',
    is: 'Lambda ended it at its time limit.',
    usually: 'Something it waits for is slow: a database, another service, a cold start in a VPC.',
    check: [
      'slow queries and errors of the same minute',
      'the configured limit',
      'what it called last',
    ],
  },
  'upstream.timeout': {
    name: 'another service did not answer',
    is: 'A gateway or a called service answered with 502, 503 or 504, or not in time.',
    usually: 'That service is slow or down; mostly its own dependency is.',
    check: ['health of the called service', 'the database of the same minute', 'its rollouts'],
  },
  'aws.throttled': {
    name: 'AWS slowed us down',
    is: 'More calls were made than the account or table may make.',
    usually: 'A burst, a loop, or many instances doing the same at once.',
    check: [
      'which API, and its quota',
      'what began to call more often',
      'whether calls are retried with growing pauses',
    ],
  },
  'aws.denied': {
    name: 'AWS refused a call',
    is: 'The role may not do this, or its credentials have expired.',
    usually: 'A change of an IAM policy, a new resource, or an expired session.',
    check: [
      'changes of the role’s policies',
      'the action and resource named in the message',
      'the age of the credentials',
    ],
  },
  'db.packet_too_large': {
    name: 'a statement is too large',
    is: 'It is larger than max_allowed_packet; the connection is closed afterwards.',
    usually: 'A huge insert or a large blob.',
    check: ['what is being written', 'max_allowed_packet of server and client'],
  },
  'db.replication_stopped': {
    name: 'replication has stopped',
    is: 'The replica no longer follows the writer; reads there grow old.',
    usually: 'A write on the replica itself, a row that differs, or logs the writer no longer has.',
    check: ['replica lag', 'the error of the replication thread', 'who reads from this replica'],
  },
  'db.wraparound': {
    name: 'transaction ids are running out',
    is: 'PostgreSQL refuses writes, or is about to, to protect the data.',
    usually:
      'Vacuum could not clean up: a very old transaction, a forgotten replication slot, or vacuum switched off.',
    check: ['the oldest transaction and replication slot', 'vacuum of the database named, at once'],
  },
  'cache.redis': {
    name: 'the cache does not work',
    is: 'Redis cannot be reached, is full, or is changing over.',
    usually: 'A failover, memory at its limit, or a node too small.',
    check: [
      'memory and evictions',
      'failover events',
      'load on the database, which now does the cache’s work',
    ],
  },
  'code.exception': {
    name: 'a mistake in the program',
    is: 'The code met something it was not written for.',
    usually: 'A release, or data nobody expected.',
    check: [
      'the first frame of our own code',
      'whether it is new since a release',
      'whether a few tenants are hit or all',
    ],
  },
  'code.sql_syntax': {
    name: 'a statement is not valid SQL',
    is: 'The database could not read it.',
    usually: 'SQL put together from parts, in a new release.',
    check: [
      'the latest release',
      'where the statement is put together, and whether input gets into it',
    ],
  },
  'code.sql_type': {
    name: 'a value of the wrong type in a statement',
    is: 'The database could not use the value for what it was meant.',
    usually: 'Input that was not checked, or code and schema out of step.',
    check: ['the latest release and its migration', 'where the value comes from'],
  },
};
