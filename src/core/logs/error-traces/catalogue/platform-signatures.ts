import { type Signature, says } from './signature.ts';

const memory: readonly Signature[] = [
  ...says('proc.oom', [
    /\bOutOfMemoryError: Container killed due to memory usage\b/,
    /\bOOMKilled\b/,
    /\bJavaScript heap out of memory\b/,
    /\bjava\.lang\.OutOfMemoryError(?:: [\w ]{1,60})?/,
    /\bRuntime exited with error: signal: killed\b/,
    /(?:^|[\s:.])(?:MemoryError|NoMemoryError)(?=:|$|\s)/m,
    /\bAllowed memory size of \d+ bytes exhausted\b/,
    /\bfatal error: runtime: (?:out of memory|cannot allocate memory)/,
    /^runtime: out of memory\b/,
    /\bOut of memory: Kill(?:ed)? process \d+/,
  ]),
  ...says('proc.file_limit', [
    /\bE[MN]FILE\b(?:: (?:file table overflow|too many open files))?/,
    /\btoo many open files\b(?: in system)?/i,
  ]),
  ...says('proc.oom', [/\bexit(?:ed with)? code:? ?137\b/], { sure: 'guess', order: 'last' }),
];

const cache: readonly Signature[] = [
  {
    id: 'cache.redis',
    words: /\b(ECONNREFUSED|ETIMEDOUT|ECONNRESET|EHOSTUNREACH) \S{1,200}:(6379|6380)\b/,
    title: 'connect $1 ?:$2',
  },
  {
    id: 'cache.redis',
    words: /\bdial tcp \S{1,200}:6379: (?:connect: )?(connection refused|i\/o timeout)/,
    title: 'dial tcp ?:6379: $1',
  },
  ...says('cache.redis', [
    /\bReached the max retries per request limit\b/,
    /\bMaxRetriesPerRequestError\b/,
    /\bOOM command not allowed when used memory > 'maxmemory'/,
    /\bLOADING Redis is loading the dataset in memory/,
    /\bCLUSTERDOWN\b(?: [Tt]he cluster is down| Hash slot not served)?/,
    /\bMISCONF Redis\b/,
    /\bERR max number of clients reached\b/,
    /\bRedis(?:Connection|CommandTimeout|ConnectionFailure)Exception\b/,
    /\bredis\.exceptions\.(?:ConnectionError|TimeoutError|BusyLoadingError|ClusterDownError)\b/,
    /\bRedis::(?:CannotConnectError|TimeoutError|ConnectionError)\b/,
    /\bError \d+ connecting to \S{1,200}:6379\b/,
  ]),
  { id: 'cache.redis', words: /\bMOVED \d{1,5} \S{1,200}:\d+/, title: 'MOVED ?' },
];

const aws: readonly Signature[] = [
  ...says('aws.throttled', [
    /\bThrottl(?:ing|ed)Exception\b(?:: Rate exceeded)?/,
    /\bTooManyRequestsException\b/,
    /\bProvisionedThroughputExceededException\b/,
    /\bRequestLimitExceeded\b/,
    /\bThrottling: Rate exceeded\b/,
    /\bRequestThrottled(?:Exception)?\b/,
    /\bSlowDown: Please reduce your request rate/,
  ]),
  ...says('aws.denied', [
    /\bis not authorized to perform: [\w:*-]{1,80}/,
    /\bAccessDeniedException\b/,
    /\bAccessDenied: Access Denied\b/,
    /\bExpiredToken(?:Exception)?\b/,
    /\b(?:UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException)\b/,
    /\bsecurity token included in the request is (?:expired|invalid)/,
    /\b(?:Could not load credentials from any providers|Unable to locate credentials|no EC2 IMDS role found)\b/,
  ]),
  ...says('lambda.timeout', [/\bTask timed out(?: after \d[\d.]* seconds)?/]),
];

const upstream: readonly Signature[] = [
  ...says('upstream.timeout', [
    /\b504 Gateway Time-?[Oo]ut\b/,
    /\bupstream request timeout\b/,
    /\bupstream timed out\b/,
    /\b(?:Request failed with|returned|HTTP) status (?:code )?50[234]\b/,
    /\b(?:502 Bad Gateway|503 Service (?:Temporarily )?Unavailable)\b/,
    /\bEndpoint request timed out\b/,
    /\bDEADLINE_EXCEEDED\b/,
    /\bcode = DeadlineExceeded\b/,
    /\btimeout of \d+ ?ms exceeded\b/,
    /\bClient\.Timeout (?:exceeded|or context cancellation)\b/,
  ]),
  ...says('upstream.rate_limited', [
    /\b(?:Request failed with|returned|HTTP) status (?:code )?429\b/,
    /\b429 (?:Client Error: )?Too Many Requests\b/i,
    /\bRESOURCE_EXHAUSTED\b/,
    /\bcode = ResourceExhausted\b/,
  ]),
  // Go says no more of whatever it waited for: a service, a statement, a free connection.
  ...says('upstream.timeout', [/\bcontext deadline exceeded\b/], { sure: 'guess', order: 'last' }),
];

const tls: readonly Signature[] = [
  ...says('tls.certificate', [
    /\bcertificate has expired\b(?: or is not yet valid)?/,
    /\bunable to (?:verify the first certificate|get (?:local )?issuer certificate)/,
    /\bself[- ]signed certificate(?: in certificate chain)?/,
    /\bdoes not match certificate's altnames\b/,
    /\bPKIX path (?:building|validation) failed\b/,
    /\bCERTIFICATE_VERIFY_FAILED\b/,
    /\bcertificate verify failed\b/,
    /\bx509: [\w -]{1,80}/,
    /\b(?:CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|ERR_TLS_CERT_ALTNAME_INVALID)\b/,
    /\bNo subject alternative (?:DNS )?names?\b/,
  ]),
  ...says('tls.required', [
    /\bno pg_hba\.conf entry for .{1,300}(?:no encryption|SSL off)\b/,
    /\bConnections using insecure transport are prohibited\b/,
  ]),
  ...says('tls.not_supported', [
    /\bThe server does not support SSL\b(?: connections)?/,
    /\bserver does not support SSL, but SSL was required\b/,
    /\bServer does not support secure connection\b/,
    /\bSSL is not enabled on the server\b/,
  ]),
];

const auth: readonly Signature[] = [
  ...says('auth.permission', [
    /\b[A-Z][A-Z ,]{1,60} command denied to user '[^'\n]{0,80}'@'[^'\n]{0,80}' for (?:table|column|view)/,
    /\bAccess denied for user '[^'\n]{0,80}'@'[^'\n]{0,80}' to database '[^'\n]{1,130}'/,
    /\bAccess denied; you need (?:\(at least one of\) )?the [\w, ]{1,100} privilege/,
    /\bpermission denied for (?:table|relation|schema|sequence|function|procedure|database|view|column|materialized view|large object|type|language|tablespace) "?[\w.$-]{1,130}/,
    /\bmust be owner of (?:table|relation|schema|sequence|function|database|view|index) [\w.$-]{1,130}/,
    /\bUser .{0,80}was denied access on the database\b/,
  ]),
  ...says('auth.failed', [
    /\bAccess denied for user '[^'\n]{0,80}'@'[^'\n]{0,80}' \(using password: (?:YES|NO)\)/,
    /\bAccess denied for user '[^'\n]{0,80}'@'[^'\n]{0,80}'/,
    /\b(?:password|PAM|peer|[Ii]dent|LDAP|RADIUS|GSSAPI|cert(?:ificate)?|MD5) authentication failed for user "[^"\n]{1,80}"/,
    /\brole "[^"\n]{1,80}" does not exist\b/,
    /\bdatabase "[^"\n]{1,80}" does not exist\b/,
    /\bUnknown database '[^'\n]{1,80}'/,
    /\bno pg_hba\.conf entry for\b/,
    /\bAuthentication failed against (?:the )?database server\b/,
    /\b(?:NOAUTH Authentication required|WRONGPASS invalid username-password pair)/,
    /\bSASL: SCRAM-SERVER-FIRST-MESSAGE: [\w ]{1,80}/,
    /\bThe server requested (?:SCRAM|password)-based authentication, but no password was provided\b/,
  ]),
];

/** In this order: what cannot be found was not refused, what was refused did not time out. */
const network: readonly Signature[] = [
  ...says('net.dns', [
    /\bgetaddrinfo (?:ENOTFOUND|EAI_AGAIN)(?: \S{1,255})?/,
    /\b(?:ENOTFOUND|EAI_AGAIN)\b/,
    /\bcould not translate host name "[^"\n]{1,255}" to address\b/,
    /\bUnknownHostException\b/,
    /\bno such host\b/,
    /\blookup \S{1,255} on \S{1,100}: /,
    /\bphp_network_getaddresses: getaddrinfo (?:for \S{1,255} )?failed/,
    /\b(?:Name or service not known|Temporary failure in name resolution|nodename nor servname provided)/,
    /\bUnknown MySQL server host\b/,
    /\bCould not resolve host\b/i,
    /\bgetaddrinfo failed\b/,
  ]),
  {
    id: 'net.timeout',
    words: /\bConnection terminated due to connection timeout\b/,
    order: 'first',
  },
  ...says('net.refused', [
    /\b(?:connect )?ECONNREFUSED(?: \S{1,200})?/,
    /\bConnection to \S{1,200} refused\b/,
    /\bCan't connect to (?:MySQL|MariaDB) server on .{1,200}?(?:\(111\)|Connection refused)/,
    /\bconnection refused\b/i,
    /\bactively refused it\b/,
  ]),
  ...says('net.timeout', [
    /\b(?:(?:connect|read|write) )?(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b(?: \S{1,200})?/,
    /(?:^|: )timeout expired$/m,
    /\bThe connection attempt failed\./,
    /\bCan't reach database server at\b/,
    /\bThe operation was aborted due to timeout\b/,
    /\b(?:Connect|Headers|Body) Timeout Error\b/,
    /\bConnect(?:ion)? timed out\b/i,
    /\bread timed out\b/i,
    /\bCan't connect to (?:MySQL|MariaDB) server on .{1,200}?(?:\(110\)|timed out)/,
    /\bLost connection to (?:MySQL|MariaDB) server on .{1,200}timed out/,
    /\bi\/o timeout\b/,
    /\bNo route to host\b/i,
    /\bNetwork is unreachable\b/i,
  ]),
  ...says('net.reset', [
    /\b(?:(?:connect|read|write) )?ECONNRESET\b/,
    /\bsocket hang up\b/,
    /\b(?:write )?EPIPE\b/,
    /\bBroken pipe\b/i,
    /\bconnection reset(?: by peer)?\b/i,
    /\bother side closed\b/,
    /\bRemote end closed connection without response\b/,
  ]),
];

/** HikariCP says the same whether its connections are busy or it has none: `total` tells. */
const hikari: readonly Signature[] = [
  {
    id: 'pool.exhausted',
    words: /- Connection is not available, request timed out after \d+ms \(total=[1-9]/,
    title: 'HikariPool - Connection is not available, all are in use',
    order: 'first',
  },
  {
    id: 'net.timeout',
    words: /- Connection is not available, request timed out after \d+ms \(total=0,/,
    title: 'HikariPool - Connection is not available, the database cannot be reached',
    sure: 'likely',
    order: 'last',
  },
  {
    id: 'pool.exhausted',
    words: /- Connection is not available, request timed out after \d+ms(?! \(total)/,
    title: 'HikariPool - Connection is not available',
    sure: 'likely',
    order: 'last',
  },
];

/** Words of the network, of AWS and of the runtime. */
export const platformSignatures: readonly Signature[] = [
  ...hikari,
  ...memory,
  ...cache,
  ...tls,
  ...auth,
  ...aws,
  ...network,
  ...upstream,
];
