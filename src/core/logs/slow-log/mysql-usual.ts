import { ascii, isDigit, readWhole, trimEnd } from './bytes.ts';
import { clearHeader, type MysqlHeader } from './mysql-header.ts';
import { readTime, readUser } from './mysql-header-lines.ts';
import { createMysqlLayouts } from './mysql-layout.ts';
import { isOpener, longestLine } from './mysql-lines.ts';
import { readUse } from './mysql-prefix.ts';
import { plainTextEnd } from './mysql-text.ts';
import type { Names } from './names.ts';
import { isSameAt, type KnownBytes, knownBytes } from './same-bytes.ts';
import { longestStatement, type SlowLogTaker } from './statement.ts';

const newline = 0x0a;
const semicolon = 0x3b;
const hash = 0x23;
/** Most `SET timestamp` in seconds have ten digits. */
const mostDigits = 12;

const time = known('# Time: ');
const user = known('# User@Host:');
const setTimestamp = known('SET timestamp=');

const usualTime = '2026-11-22T07:44:19.184432Z'.length;

/** User lines known by their bytes; in a log with more the others are taken apart each time. */
const mostUsers = 16;

/** A user line up to its last bracket; the number of the connection comes behind. */
interface KnownUser {
  readonly words: KnownBytes;
  readonly user: string;
  readonly host: string;
}

/** What the reader needs a key line for is in no more lines than this. */
const mostKeyLines = 16;

function known(text: string) {
  const bytes = ascii(text);
  return knownBytes(bytes, 0, bytes.length);
}

/**
 * Reads whole entries as servers mostly write them, in one pass: `# Time` if there is one,
 * `# User@Host`, lines of keys, `use` if there is one, `SET timestamp`, and a statement that ends
 * with `;` before the next header line. It says nothing about any other entry; what it does read is
 * what reading line by line would give.
 */
export interface UsualEntries {
  /**
   * Reads the entry that begins at `from` into the header. Gives back where the next one begins; -1
   * where the entry is another one or not whole, and the header holds nothing of use.
   */
  read(bytes: Uint8Array, from: number): number;
}

export function createUsualEntries(
  header: MysqlHeader,
  names: Names,
  endOf: SlowLogTaker['endOf'],
): UsualEntries {
  const layouts = createMysqlLayouts(names);
  let last = new Uint8Array(0);
  let view = new DataView(last.buffer);
  const users: KnownUser[] = [];
  let lastUser: KnownUser | undefined;
  let minute: { readonly words: KnownBytes; readonly at: number } | undefined;
  /** Length of the last line that opened an entry: the next one is mostly as long. */
  let openerLength = 0;

  function look(bytes: Uint8Array): void {
    if (bytes === last) return;
    last = bytes as Uint8Array<ArrayBuffer>;
    view = new DataView(last.buffer, last.byteOffset, last.length);
  }

  /** Where the line ends; -1 where it is longer than any header line, or not whole. */
  function headerEnd(bytes: Uint8Array, from: number): number {
    const limit = Math.min(bytes.length, from + longestLine);
    let at = from;
    while (at < limit && bytes[at] !== newline) at++;
    return at < limit && bytes[at - 1] !== 0x0d ? at : -1;
  }

  /** `2026-11-22T07:44:19.184432Z` and so on of one minute; every other time is read in full. */
  function when(bytes: Uint8Array, from: number, to: number): void {
    const isUsual = to - from === usualTime && bytes[to - 1] === 0x5a && bytes[from + 19] === 0x2e;
    if (isUsual && minute !== undefined && isSameAt(minute.words, view, from)) {
      const second = readWhole(bytes, from + 17, from + 19);
      const ms = readWhole(bytes, from + 20, from + 23);
      if (second >= 0 && second < 60 && ms >= 0 && readWhole(bytes, from + 23, to - 1) >= 0) {
        header.timeAt = minute.at + second * 1_000 + ms;
        return;
      }
    }
    readTime(header, names, bytes, from, to);
    if (isUsual && header.timeAt > 0)
      minute = {
        words: knownBytes(bytes, from, from + 17),
        at: header.timeAt - (header.timeAt % 60_000),
      };
  }

  function knownUser(from: number): KnownUser | undefined {
    if (lastUser !== undefined && isSameAt(lastUser.words, view, from)) return lastUser;
    for (const one of users) if (isSameAt(one.words, view, from)) return one;
    return undefined;
  }

  function who(bytes: Uint8Array, from: number): number {
    const known = knownUser(from);
    const to = headerEnd(bytes, known === undefined ? from : from + known.words.byteLength);
    if (to === -1 || to - from > longestLine - user.byteLength) return -1;
    if (known !== undefined) {
      lastUser = known;
      header.said.user = known.user;
      header.said.host = known.host;
      return to + 1;
    }
    const end = readUser(header, names, bytes, from, to);
    if (end < to && users.length < mostUsers)
      users.push({
        words: knownBytes(bytes, from, end + 1),
        user: header.said.user,
        host: header.said.host,
      });
    return to + 1;
  }

  function whoAndWhen(bytes: Uint8Array, from: number): number {
    let at = from;
    if (isSameAt(time, view, at)) {
      const to = headerEnd(bytes, at);
      if (to === -1) return -1;
      when(bytes, at + time.byteLength, to);
      at = to + 1;
    }
    return isSameAt(user, view, at) ? who(bytes, at + user.byteLength) : -1;
  }

  function keyLines(bytes: Uint8Array, from: number): number {
    let at = from;
    for (let i = 0; i < mostKeyLines && bytes[at] === hash; i++) {
      const next = layouts.read(header, bytes, view, at);
      if (next === -1) {
        const to = headerEnd(bytes, at);
        if (to !== -1) layouts.learn(bytes, at, to);
        return -1;
      }
      at = next;
    }
    return at;
  }

  function useLine(bytes: Uint8Array, from: number): number {
    const to = headerEnd(bytes, from);
    const use = to === -1 ? undefined : readUse(bytes, from, to);
    if (use === undefined) return -1;
    header.said.database = names(bytes, use[0], use[1]);
    return to + 1;
  }

  function timestamp(bytes: Uint8Array, from: number): number {
    if (!isSameAt(setTimestamp, view, from)) return -1;
    const start = from + setTimestamp.byteLength;
    const limit = Math.min(bytes.length - 1, start + mostDigits);
    let at = start;
    let seconds = 0;
    for (; at < limit && isDigit(bytes[at]); at++)
      seconds = seconds * 10 + (bytes[at] as number) - 0x30;
    if (at === start || bytes[at] !== semicolon || bytes[at + 1] !== newline) return -1;
    header.stampAt = seconds * 1_000;
    return at + 2;
  }

  /** Is there a header line at `at`, and is it whole? */
  function opens(bytes: Uint8Array, at: number): boolean {
    if (!isSameAt(user, view, at) && !isOpener(bytes, at, bytes.length)) return false;
    if (bytes[at + openerLength] === newline) return true;
    const to = headerEnd(bytes, at);
    openerLength = to - at;
    return to !== -1;
  }

  function statement(bytes: Uint8Array, from: number): number {
    const first = bytes[from] ?? 0;
    if (first <= 0x39 && (first <= 0x20 || first === hash || isDigit(first))) return -1;
    const limit = Math.min(bytes.length, from + longestStatement);
    const known = endOf === undefined ? -1 : endOf(bytes, from, limit);
    const end = known === -1 ? plainTextEnd(bytes, from, limit) : known + 1;
    if (end === -1 || !opens(bytes, end + 1)) return -1;
    const { said } = header;
    said.bytes = bytes;
    said.from = from;
    said.to = trimEnd(bytes, from, end - 1);
    return said.to > from ? end + 1 : -1;
  }

  return {
    read(bytes, from) {
      look(bytes);
      const { database } = header.said;
      clearHeader(header);
      let at = whoAndWhen(bytes, from);
      if (at !== -1) at = keyLines(bytes, at);
      if (at !== -1 && header.hasDuration) {
        if (bytes[at] !== 0x53) at = useLine(bytes, at);
        if (at !== -1) at = timestamp(bytes, at);
        if (at !== -1) at = statement(bytes, at);
        if (at !== -1) return at;
      }
      header.said.database = database;
      return -1;
    },
  };
}
