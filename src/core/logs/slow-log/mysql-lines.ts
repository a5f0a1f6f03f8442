import { ascii, isDigit, isSpace, readWhole, skipSpace, startsWith, trimEnd } from './bytes.ts';

/**
 * No line that means anything to the reader is longer; the longest real ones are rows of
 * `# explain:` and header lines with every extra of every fork. A longer line is text.
 */
export const longestLine = 16_384;

const openers = ['Time:', 'User@Host:', 'Client:', 'Schema:', 'Query_time:'].map((key) =>
  ascii('# ' + key),
);
const threadId = ascii('# Thread_id:');
/** Which of the openers has this third byte. */
const openerOf = new Uint8Array(256).fill(openers.length);
openers.forEach((word, i) => {
  openerOf[word[2] ?? 0] = i;
});
const admin = ascii('# administrator command:');
const noStatistics = ascii('# No InnoDB statistics ');
const explain = ascii('# explain:');
const cutNotice = ascii('[Your log message was truncated]');
const started = ascii('started with:');
const embedded = ascii('embedded library');
const version = ascii(', Version: ');
const tcpPort = ascii('tcp port:');
const columns = ['Time', 'Id', 'Command', 'Argument'].map(ascii);
const exportPrefix = '0000-00-00T00:00:00.000Z ';

const hash = 0x23;

/** A line that opens an entry. Every entry has at least one of them. */
export function isOpener(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] !== hash) return false;
  const word = openers[openerOf[bytes[from + 2] ?? 0] ?? 0];
  return (
    (word !== undefined && startsWith(bytes, from, to, word)) ||
    startsWith(bytes, from, to, threadId)
  );
}

/** `# Time` and `# User@Host` come before everything else of an entry. */
export function opensNext(bytes: Uint8Array, from: number, to: number): boolean {
  const isFirst =
    (bytes[from + 2] === 0x54 && bytes[from + 3] === 0x69) || bytes[from + 2] === 0x55;
  return isFirst && isOpener(bytes, from, to);
}

/** Stands for the statement of an entry without SQL: `# administrator command: Quit;`. */
export function isAdminCommand(bytes: Uint8Array, from: number, to: number): boolean {
  return startsWith(bytes, from, to, admin);
}

export function isExplainRow(bytes: Uint8Array, from: number, to: number): boolean {
  return startsWith(bytes, from, to, explain);
}

/**
 * A line the server writes between the opening line and the statement: `# Key: …`, indented or not,
 * a bare `#`, a row of a plan. A `#` comment of the statement itself is none.
 */
export function isHeader(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] !== hash) return false;
  const key = skipSpace(bytes, from + 1, to);
  if (key === to) return true;
  if (key === from + 1) return false;
  let at = key;
  while (at < to && isKeyByte[bytes[at] as number] === 1) at++;
  const first = bytes[key] ?? 0;
  const isKey =
    first >= 0x41 && first <= 0x5a && bytes[at] === 0x3a && at < to && !isText(bytes, at + 1, to);
  return isKey || isExplainRow(bytes, from, to) || startsWith(bytes, from, to, noStatistics);
}

/** Is something other than a space right behind the key? */
function isText(bytes: Uint8Array, at: number, to: number): boolean {
  return at < to && !isSpace(bytes[at]);
}

/** 1 for the bytes of a key: letters, digits, `_` and the `@` of User@Host. */
const isKeyByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\w@]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * First of the three lines a server writes when it starts and after every FLUSH LOGS (on RDS
 * hourly): `/usr/sbin/mysqld, Version: 8.0.35 (…). started with:`.
 */
export function isBannerStart(bytes: Uint8Array, from: number, to: number): boolean {
  const end = trimEnd(bytes, from, to);
  if (end - from < 24) return false;
  if (
    !startsWith(bytes, end - started.length, end, started) &&
    !startsWith(bytes, end - embedded.length, end, embedded)
  )
    return false;
  return versionAt(bytes, from, end) !== -1;
}

/** Where the number of the version begins in such a line; -1 where there is none. */
export function versionAt(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++)
    if (startsWith(bytes, at, to, version)) return at + version.length;
  return -1;
}

/** 8.0.14 and later, of MySQL and Percona; MariaDB's numbers begin at 10 and keep the old meaning. */
export function stampsStart(bytes: Uint8Array, from: number, to: number): boolean {
  const numbers: number[] = [];
  let at = from;
  for (let i = 0; i < 3; i++) {
    const start = at;
    while (at < to && isDigit(bytes[at])) at++;
    numbers.push(readWhole(bytes, start, at));
    at++;
  }
  const [major = 0, minor = 0, patch = 0] = numbers;
  return major === 9 || (major === 8 && (minor > 0 || patch >= 14));
}

/** One of the other two: `Tcp port: …` and the heading of the columns. */
export function isBannerRest(bytes: Uint8Array, from: number, to: number): boolean {
  if (((bytes[from] ?? 0) | 0x20) !== 0x74) return false;
  let at = 0;
  while (at < tcpPort.length && ((bytes[from + at] ?? 0) | 0x20) === tcpPort[at]) at++;
  if (at === tcpPort.length && from + at <= to) return true;
  let place = from;
  for (const column of columns) {
    if (!startsWith(bytes, place, to, column)) return false;
    place = skipSpace(bytes, place + column.length, to);
  }
  return place === to;
}

/** RDS ends a portion it cut at 1 MB with this line; what it cut is lost. */
export function isCutNotice(bytes: Uint8Array, from: number, to: number): boolean {
  const start = skipSpace(bytes, from, to);
  return startsWith(bytes, start, to, cutNotice) && trimEnd(bytes, start, to) === start + 32;
}

/**
 * Where the line itself begins: an export of CloudWatch Logs to S3 puts the time of the event before
 * its first line, `2019-08-09T18:00:00.000Z `.
 */
export function afterExportPrefix(bytes: Uint8Array, from: number, to: number): number {
  if (!isDigit(bytes[from]) || to - from < exportPrefix.length) return from;
  for (let i = 0; i < exportPrefix.length; i++) {
    const expected = exportPrefix.charCodeAt(i);
    if (expected === 0x30 ? !isDigit(bytes[from + i]) : bytes[from + i] !== expected) return from;
  }
  return from + exportPrefix.length;
}
