import type { DiagnosisId } from './diagnosis-id.ts';

/**
 * Codes that mean one thing by themselves. MySQL's numbers, PostgreSQL's SQLSTATEs, Prisma's, Node's.
 * What needs the text to be told apart is not here: 1290 (which option), 57014 (who cancelled), 42883
 * (function or operator), 0A000, 28000, 23000, HY000.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 * https://www.prisma.io/docs/orm/reference/error-reference
 */
const table: Readonly<Partial<Record<DiagnosisId, string>>> = {
  'db.read_only': '1036 1792 1836 25006',
  'db.too_many_connections': '1040 1203 1226 53300 P2037',
  'pool.exhausted': 'P2024',
  'db.deadlock': '1213 40P01 P2034',
  'db.lock_wait': '1205 3572 55P03',
  'db.statement_timeout': '3024 1969',
  'db.client_query_timeout': 'P1008 PROTOCOL_SEQUENCE_TIMEOUT',
  'db.query_cancelled': '1317',
  'db.idle_in_tx_timeout': '25P03 25P04',
  'db.in_failed_tx': '25P02',
  'db.serialization': '1020 40001',
  'schema.missing_table': '1146 1051 42P01 42S02 P2021',
  'schema.missing_column': '1054 42703 42S22 P2022',
  'schema.missing_function': '1305',
  'schema.stale_plan': '1615 1461 1243 26000 42P05',
  'data.unique': '1062 1586 23505 P2002',
  'data.foreign_key': '1451 1452 1216 1217 23503 P2003',
  'data.not_null': '1048 1364 23502 P2011',
  'data.check': '3819 4025 23514 23P01 P2004',
  'data.range': '1264 1406 1690 1467 22003 22001 2200H P2000 P2020',
  'db.disk_full': '1114 1021 53100 ENOSPC',
  'db.out_of_memory': '1037 1038 1041 53200',
  'db.restarting': '1053 57P02 57P03',
  'db.connection_lost':
    '2006 2013 1927 57P01 57P05 08003 08006 08007 P1017 PROTOCOL_CONNECTION_LOST',
  'net.refused': 'ECONNREFUSED',
  'net.timeout': 'ETIMEDOUT EHOSTUNREACH ENETUNREACH UND_ERR_CONNECT_TIMEOUT P1001 P1002',
  'net.dns': 'ENOTFOUND EAI_AGAIN 2005',
  'net.reset': 'ECONNRESET EPIPE UND_ERR_SOCKET',
  'tls.certificate':
    'CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE UNABLE_TO_GET_ISSUER_CERT_LOCALLY ERR_TLS_CERT_ALTNAME_INVALID P1011',
  'tls.required': '3159',
  'auth.failed': '1045 1049 1698 28P01 3D000 P1000 P1003',
  'auth.permission': '1142 1143 1044 1227 1370 42501 P1010',
  'aws.throttled':
    'Throttling ThrottlingException TooManyRequestsException ProvisionedThroughputExceededException RequestLimitExceeded SlowDown',
  'aws.denied':
    'AccessDenied AccessDeniedException ExpiredToken ExpiredTokenException UnrecognizedClientException InvalidClientTokenId',
  'db.packet_too_large': '1153',
  'db.wraparound': '54000',
  'cache.redis': 'CLUSTERDOWN',
  'code.sql_syntax': '1064 42601',
  'code.sql_type': '1366 1292 1365 22P02 22007 22008 22012 42804 42P18 42846',
};

const meanings: ReadonlyMap<string, DiagnosisId> = new Map(
  Object.entries(table).flatMap(([id, codes]) =>
    codes.split(' ').map((code): [string, DiagnosisId] => [code, id as DiagnosisId]),
  ),
);

/** What the first telling one of these codes means. */
export function meaningOf(codes: readonly string[]): DiagnosisId | undefined {
  for (const code of codes) {
    const id = meanings.get(code);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Codes that drivers write into the message: `SQLSTATE[42S02]`, `(SQLSTATE 42P01)`, `Error 1054`, `(1040, '…')`. */
export function codesInText(text: string): readonly string[] {
  const found =
    /\bSQLSTATE(?:\[| |: ?)"?([0-9A-Z]{5})\b(?:\]?:? ?\[(\d{4})\])?|\b(?:Error|ERROR) (\d{4})\b(?: \([0-9A-Z]{5}\))?:|^\((\d{4}), ["']|\b(P[12]\d{3})\b/.exec(
      text,
    );
  if (found === null) return [];
  const [, state, errno, error, tuple, prisma] = found;
  return [errno, error, tuple, state, prisma].filter((code) => code !== undefined);
}
