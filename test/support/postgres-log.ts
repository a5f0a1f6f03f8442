import { createChance } from '../core/logs/log-data.ts';

/** One message of a made-up server, before it is written in one of the forms of a log. */
export interface MadeMessage {
  readonly at: number;
  readonly pid: number;
  readonly user: string;
  readonly level: string;
  readonly text: string;
  /** Number within its session. */
  readonly line: number;
}

const statements = [
  'SELECT 1',
  "SELECT 'duration: 99.000 ms  statement: evil'\nFROM t",
  "UPDATE \"a b\" SET x = 'it''s' || '\\' WHERE y IN (1,\n\t2)",
  "INSERT INTO t VALUES ('한국어 ☃', 'LOG:  duration: 5.000 ms  statement: x')",
  'select * from t where id = $1;',
];

/** What `count` sessions did, all interleaved: every kind of line that a reader has to join. */
export function makeMessages(seed: number, rounds: number, count = 5): MadeMessage[] {
  const chance = createChance(seed);
  const sessions = Array.from({ length: count }, (_, index) => ({
    pid: 4_000 + index,
    user: `user${index}`,
    line: 0,
    queue: [] as { level: string; text: string }[],
  }));
  const messages: MadeMessage[] = [];
  let at = Date.parse('2026-11-22T07:34:00Z');
  for (let round = 0; round < rounds; round++) {
    const session = sessions[chance(count)]!;
    if (session.queue.length === 0) session.queue.push(...makeStep(chance));
    const next = session.queue.shift();
    at += chance(700);
    if (next === undefined) continue;
    const { pid, user } = session;
    messages.push({ at, pid, user, line: ++session.line, ...next });
  }
  return messages;
}

function makeStep(chance: (below: number) => number): { level: string; text: string }[] {
  const sql = statements[chance(statements.length)]!;
  const us = 1 + chance(5_000_000);
  const ms = (us / 1_000).toFixed(3);
  const log = (text: string) => ({ level: 'LOG', text });
  const plan = log(
    `duration: ${((us * 0.9999) / 1_000).toFixed(3)} ms  plan:\nQuery Text: ${sql}\nSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)\n  Filter: (x = 'a'::text)`,
  );
  const timed = log(`duration: ${ms} ms  statement: ${sql}`);
  const steps = [
    [timed],
    [plan, timed],
    [plan],
    [log(`statement: ${sql}`), log(`duration: ${ms} ms`)],
    [
      log(`execute S_1/C_2: ${sql}`),
      { level: 'DETAIL', text: "parameters: $1 = 'a\nb'" },
      log(`duration: ${ms} ms`),
    ],
    [
      log(`statement: ${sql}`),
      { level: 'ERROR', text: 'relation "t" does not exist' },
      log(`duration: ${ms} ms`),
    ],
    [
      log(`duration: 0.100 ms  bind <unnamed>: ${sql} LIMIT 1`),
      log(`duration: ${ms} ms  execute <unnamed>: ${sql} LIMIT 1`),
    ],
    [
      log('process 4001 still waiting for ShareLock on transaction 1 after 1000.100 ms'),
      { level: 'STATEMENT', text: sql },
      timed,
    ],
    [log('checkpoint starting: time'), { level: 'WARNING', text: 'there is no transaction' }],
  ];
  return steps[chance(steps.length)]!;
}

const stamp = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC');

/** How a text log writes the prefix, and the expression that reads it back. */
export const prefixes: Readonly<
  Record<string, readonly [(message: MadeMessage) => string, RegExp]>
> = {
  'of RDS': [
    ({ at, user, pid }) =>
      `${stamp(at).replace(/\.\d+/, '')}:10.0.0.1(5000):${user}@shop:[${pid}]:`,
    /^.{19} UTC:10\.0\.0\.1\(5000\):(?<user>\w+)@shop:\[(?<pid>\d+)\]:/,
  ],
  'of Debian': [
    ({ at, user, pid }) => `${stamp(at)} [${pid}] ${user}@shop `,
    /^.{23} UTC \[(?<pid>\d+)\] (?<user>\w+)@shop /,
  ],
  'with a line number': [
    ({ at, user, pid, line }) =>
      `${stamp(at)} [${pid}]: [${line}-1] user=${user},db=shop,app=my app,client=10.0.0.1 `,
    /^.{23} UTC \[(?<pid>\d+)\]: \[\d+-1\] user=(?<user>\w+),db=shop,app=my app,client=10.0.0.1 /,
  ],
};

export function asText(
  messages: readonly MadeMessage[],
  prefix: (m: MadeMessage) => string,
): string {
  return messages
    .map((m) => `${prefix(m)}${m.level}:  ${m.text.replaceAll('\n', '\n\t')}\n`)
    .join('');
}

/** DETAIL and STATEMENT are columns of the record before them, not records. */
function withFields(messages: readonly MadeMessage[]): (MadeMessage & { statement: string })[] {
  return messages.flatMap((message) => {
    if (message.level === 'DETAIL' || message.level === 'STATEMENT') return [];
    const own = messages.find(
      ({ pid, line, level }) =>
        pid === message.pid && line === message.line + 1 && level === 'STATEMENT',
    );
    return [{ ...message, statement: own?.text ?? '' }];
  });
}

export function asCsv(messages: readonly MadeMessage[]): string {
  const quoted = (text: string) => (text === '' ? '' : `"${text.replaceAll('"', '""')}"`);
  return withFields(messages)
    .map(
      ({ at, user, pid, line, level, text, statement }) =>
        `${stamp(at)},"${user}","shop",${pid},"10.0.0.1:5000",6b.${pid},${line},"SELECT",${stamp(0).replace(/\.\d+/, '')},3/1,0,${level},00000,${quoted(text)},,,,,,${quoted(statement)},,,"my app","client backend",,0\n`,
    )
    .join('');
}

export function asJson(messages: readonly MadeMessage[]): string {
  return withFields(messages)
    .map(
      ({ at, user, pid, line, level, text, statement }) =>
        JSON.stringify({
          timestamp: stamp(at),
          user,
          dbname: 'shop',
          pid,
          remote_host: '10.0.0.1',
          line_num: line,
          error_severity: level,
          message: text,
          ...(statement === '' ? {} : { statement }),
          application_name: 'my app',
        }) + '\n',
    )
    .join('');
}

/** As CloudNativePG writes the columns of csvlog. */
export function asWrappedJson(messages: readonly MadeMessage[]): string {
  return withFields(messages)
    .map(
      ({ at, user, pid, line, level, text, statement }) =>
        JSON.stringify({
          level: 'info',
          ts: '2026-11-22T07:34:00Z',
          logger: 'postgres',
          msg: 'record',
          record: {
            log_time: stamp(at),
            user_name: user,
            database_name: 'shop',
            process_id: String(pid),
            connection_from: '10.0.0.1:5000',
            session_line_num: String(line),
            error_severity: level,
            message: text,
            query: statement,
            application_name: 'my app',
          },
        }) + '\n',
    )
    .join('');
}
