/**
 * What looks like an error in a log whose format nobody told us: a level field, a shouted level, the
 * name of an exception, or a known cry for help. Read by Logs Insights and by JavaScript alike, so
 * only what both understand, and no slash.
 */
const level = '(error|Error|ERROR|err|fatal|Fatal|FATAL|critical|Critical|CRITICAL|panic|50|60)';
const heads = [
  `"(level|severity|lvl|log_level|levelname|logLevel)" ?: ?"?${level}\\b`,
  '\\b(level|severity|lvl)="?(error|err|fatal|critical|panic)\\b',
  '\\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC|Traceback|ECONNREFUSED|ECONNRESET|ETIMEDOUT)\\b',
  '\\[(error|fatal|critical)\\]',
  '(Error|Exception)(: |:$|$)',
  'panic: |Task timed out after|Unhandled[A-Z]|[Rr]ead-only (transaction|option)|deadlock',
  // Requests that failed, as their access lines tell it: JSON, combined, key=value, morgan, ALB.
  '"[A-Za-z._]*([sS]tatus|[sS]tatus_?[cC]ode|response_code)" ?: ?"?5[0-9][0-9]\\b',
  'HTTP.[0-9.]+" 5[0-9][0-9]( |$)|\\bstatus="?5[0-9][0-9]\\b|[A-Z] [^ ]+ 5[0-9][0-9] [0-9.]+ ?ms\\b',
  '\\| 5[0-9][0-9] \\|| 5[0-9][0-9] [0-9-]+ [0-9]+ [0-9]+ "[A-Z]+ http',
].join('|');
/** Lines of a stack trace where every line is a record of its own. */
const tails = '^\\s+at |^\\s*Caused by: |^\\s+File "|^\\s+\\.\\.\\. [0-9]+ (more|common)';

/** Newest first: on a flood, the last minutes. */
export const recordLimit = 2_000;

export function looksLikeError(text: string): boolean {
  return errorLine.test(text);
}
const errorLine = new RegExp(`${heads}|${tails}`);

/** Any of these words makes FilterLogEvents answer a record; `looksLikeError` then decides. */
export const errorTerms = [
  ...['error', 'Error', 'ERROR', 'fatal', 'Fatal', 'FATAL', 'critical', 'CRITICAL', 'SEVERE'],
  ...['panic', 'PANIC', 'Exception', 'Traceback', 'Unhandled', 'ECONN', 'ETIMEDOUT', 'deadlock'],
  ...['timed out', 'ead-only', '    at ', '\\"level\\":50', '\\"level\\":60'],
  ...['tatusCode\\":5', 'tatus\\":5', 'tatus\\":\\"5', 'status_code\\":5', '\\" 50', 'status=5'],
]
  .map((term) => `?"${term}"`)
  .join(' ');

interface ErrorQueries {
  /** The records themselves. */
  readonly records: string;
  /** How many there are, and with a tenant field how many tenants they hit. */
  readonly count: string;
  /** All records, errors or not, by where they came from and, of requests, how they went. */
  readonly population: string;
  /** All records by tenant. */
  readonly tenants?: string;
}

/** Tenants told apart; Logs Insights gives no more rows in one answer. */
export const tenantLimit = 10_000;
/** Everything a record is counted by, times each other; what comes beyond is too spread to tell anything. */
export const populationLimit = 10_000;
/** Combinations of the values of a failure's shape. */
export const shapeLimit = 1_000;
/** The names of these fields as loggers write them; the first that is there counts. */
export const lineHost = 'coalesce(hostname, host, pod, pod_name, instance, @logStream)';
export const lineRelease = 'coalesce(release, version, build, commit, "")';
const database = 'coalesce(dbHost, db_host, db.host, database.host, server.address)';
const method =
  'coalesce(method, req.method, request.method, http.method, http.request.method, request_method)';
const status =
  'coalesce(statusCode, status, status_code, res.statusCode, response.status, http.status_code, http.response.status_code)';

export function errorQueries(tenantField: string | undefined): ErrorQueries {
  const field = tenantField === undefined ? undefined : quoteField(tenantField);
  const hit = field ? `, count_distinct(${field}) as hit` : '';
  return {
    records: [
      'fields @timestamp, @logStream, @message',
      `filter @message like /${heads}|${tails}/`,
      'sort @timestamp desc',
      `limit ${recordLimit}`,
    ].join('\n| '),
    count: [`filter @message like /${heads}/`, `stats count(*) as records${hit}`].join('\n| '),
    population: [
      `stats count(*) as n by ${lineHost} as host, ${lineRelease} as release, ${database} as db, ${method} as asked, floor(${status} / 100) as class`,
      'sort n desc',
      `limit ${populationLimit}`,
    ].join('\n| '),
    ...(field
      ? {
          tenants: [
            `filter ispresent(${field})`,
            `stats count(*) as n by ${field} as tenant`,
            'sort n desc',
            `limit ${tenantLimit}`,
          ].join('\n| '),
        }
      : {}),
  };
}

/** All records by these fields, errors or not. Undefined where no query can name them. */
export function shapeQuery(fields: readonly string[]): string | undefined {
  const quoted = fields.flatMap((field) => quoteField(field) ?? []);
  if (quoted.length === 0) return undefined;
  return [`stats count(*) as n by ${quoted.join(', ')}`, 'sort n desc', `limit ${shapeLimit}`].join(
    '\n| ',
  );
}

/**
 * A field name as the query language takes it. Undefined for one that could end its own quotes: no
 * query is built with it.
 */
export function quoteField(name: string): string | undefined {
  if (/^@?[A-Za-z_][A-Za-z0-9_.]*$/.test(name)) return name;
  return /^[^`\\\p{Cc}]{1,200}$/u.test(name) ? `\`${name}\`` : undefined;
}
