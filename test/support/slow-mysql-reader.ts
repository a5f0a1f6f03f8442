/** What the second reader finds of a statement: the fields that every server's log gives. */
export interface SlowlyRead {
  readonly durationUs: number;
  readonly lockUs: number;
  readonly rowsSent: number;
  readonly rowsExamined: number;
  readonly rowsAffected: number;
  readonly bytesSent: number;
  readonly weight: number;
  readonly user: string;
  readonly host: string;
  readonly database: string;
  readonly fullScan: boolean;
  readonly endedAt: number;
  readonly sql: string;
}

const banner = /^.*, Version: .*started with:\n.*\n.*\n/;
const headers = /^(?:# +(?:Time|User@Host|[A-Z]\w+):.*\n|#\n|# explain:.*\n|# No InnoDB .*\n)+/;
const quoted = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|`[^`]*`|\/\*[\s\S]*?\*\/|#.*|-- .*/
  .source;
const statement = new RegExp(`^(?:${quoted}|[^;'"\`]|;(?!\\n(?:#|\\S*mysqld, |$)))*;\\n`);

/**
 * Reads a whole and unbroken log with one regular expression a part: slow, short and obvious, to
 * compare the reader of bytes with.
 */
export function readSlowly(log: string): SlowlyRead[] {
  const found: SlowlyRead[] = [];
  let rest = log;
  let database = '';
  let time = Number.NaN;

  function take(pattern: RegExp): string {
    const text = pattern.exec(rest)?.[0] ?? '';
    rest = rest.slice(text.length);
    return text;
  }

  while (rest !== '') {
    if (take(banner) !== '') database = '';
    const head = take(headers);
    const schema = /Schema: (?!\s*\w+:)(\S+)/.exec(head)?.[1];
    const use = /^use `?(.+?)`?;\n/.exec(take(/^use .*;\n/))?.[1];
    const stamp = /timestamp=(\d+)/.exec(take(/^SET [\w,=]*timestamp=\d+;\n/))?.[1];
    const sql = take(/^# administrator command: .*;\n/).slice(2) || take(statement);
    if (sql === '') throw new Error(`The second reader does not know this: ${rest.slice(0, 200)}`);
    database = use ?? schema ?? database;
    const said = (key: string) => new RegExp(`\\b${key}: ([\\d.]+)`).exec(head)?.[1];
    const whole = (key: string) => Number(said(key) ?? -1);
    const old = /^# Time: (\d\d)(\d\d)(\d\d) +(\d+):(\d\d):(\d\d)/m
      .exec(head)
      ?.slice(1)
      .map(Number);
    if (old !== undefined) {
      const [year = 0, month = 0, day, hour, minute, second] = old;
      time = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
    }
    const zoned = /^# Time: (\d{4}-\S+)/m.exec(head)?.[1];
    const [, user = '', host = '', address = ''] =
      /^# User@Host: (\S*)\[.*\] @ (\S*) \[(.*)\]/m.exec(head) ?? [];
    found.push({
      durationUs: Math.round(Number(said('Query_time')) * 1e6),
      lockUs: Math.round(Number(said('Lock_time')) * 1e6),
      rowsSent: whole('Rows_sent'),
      rowsExamined: whole('Rows_examined'),
      rowsAffected: whole('Rows_affected'),
      bytesSent: whole('Bytes_sent'),
      weight: Number(said('Log_slow_rate_limit') ?? 1),
      user,
      host: host || address,
      database,
      fullScan: head.includes('Full_scan: Yes'),
      endedAt: zoned ? Date.parse(zoned) : stamp ? Number(stamp) * 1_000 : time,
      sql: sql.slice(0, -2).trim(),
    });
  }
  return found;
}
