import { trimEnd } from './bytes.ts';
import { createMysqlClock } from './mysql-clock.ts';
import { createExplain, type Explain } from './mysql-explain.ts';
import { clearHeader, newHeader } from './mysql-header.ts';
import { readHeader } from './mysql-header-lines.ts';
import { showsScan } from './mysql-keys.ts';
import {
  afterExportPrefix,
  isAdminCommand,
  isBannerRest,
  isBannerStart,
  isCutNotice,
  isExplainRow,
  isHeader,
  isOpener,
  longestLine,
  opensNext,
} from './mysql-lines.ts';
import { endsWithStatement, readSet, readUse } from './mysql-prefix.ts';
import { outside, quotesAfter } from './mysql-quotes.ts';
import { createUsualEntries } from './mysql-usual.ts';
import { createNames } from './names.ts';
import { longestStatement, type SlowLogTaker, signBits } from './statement.ts';
import { createUnreadLines } from './unread-lines.ts';

/**
 * How far a header inside a string is followed before it is believed. A whole slow log pasted into a
 * text column fits; a statement whose quotes are misread (NO_BACKSLASH_ESCAPES, multi-byte
 * characters that end in a backslash) costs no more than this to get over.
 */
const longestDoubt = 64 * 1024;

/** What may come next: a new entry; a header line; a statement's first line; more of it. */
type Place = 'between' | 'header' | 'prefix' | 'text';

const newline = 0x0a;
const semicolon = 0x3b;
const hash = 0x23;

/**
 * Puts the lines of a MySQL, MariaDB or Percona slow log together into entries. Positions are those
 * in the bytes at hand; `moved` tells that these now begin elsewhere, so a position may be negative.
 *
 * An entry begins at a header line, but only where the last visible byte before it is `;` (or
 * belongs to no statement), and where that is not inside a string: a literal may hold anything,
 * fake headers included. A header inside a string is a doubt, settled by what follows. If the
 * string is closed at a later header, it was a literal. If the log goes on for `longestDoubt`, or
 * ends with a whole statement, and the string is still open, the quotes were misread and the header
 * was one.
 */
export interface MysqlEntries {
  /** Reads the lines from `from` on, and gives back where the first line begins that is not whole. */
  read(bytes: Uint8Array, from: number, searched: number): number;
  /** Ends the entry at hand, and what is left of its last line, at the end of `bytes`. */
  end(bytes: Uint8Array, from: number): void;
  /** What must still be at hand when the log goes on; `line` is what `read` gave back. */
  keepFrom(bytes: Uint8Array, line: number): number;
  moved(by: number): void;
  /** Events are whole: nothing in them opens another entry. `at` dates what gives no time itself. */
  event(at: number): void;
}

export function createMysqlEntries(taker: SlowLogTaker): MysqlEntries {
  const names = createNames();
  const header = newHeader();
  const clock = createMysqlClock();
  const unread = createUnreadLines(taker);
  const usual = createUsualEntries(header, names, taker.endOf);
  let place: Place = 'between';
  let entryAt = 0;
  let useFrom = -1;
  let useTo = -1;
  let hasUse = false;
  let textAt = 0;
  /** The bytes of an overlong statement that are kept, once its own are no longer at hand. */
  let kept: Uint8Array | undefined;
  /** The beginning of the line at hand was too long to be anything but text, and is gone. */
  let isRestOfLine = false;
  /** End of what is visible in bytes no longer at hand. */
  let visibleEnd = 0;
  /** It is a `;`. */
  let endsStatement = false;
  let quotes = outside;
  let quotesAt = 0;
  let doubtAt: number | undefined;
  let explain: Explain | undefined;
  let isWhole = false;

  function open(at: number): void {
    unread.tell();
    clearHeader(header);
    place = 'header';
    entryAt = at;
    hasUse = false;
    kept = undefined;
    doubtAt = undefined;
    explain = undefined;
  }

  function beginText(at: number): void {
    place = 'text';
    textAt = at;
    quotes = outside;
    quotesAt = at;
  }

  /** Ends the entry at hand at `to`. */
  function close(bytes: Uint8Array, to: number): void {
    if (place === 'between') return;
    const { said } = header;
    let over = 0;
    if (place === 'text') {
      const end = lastVisible(bytes, to);
      over = end - textAt - longestStatement;
      said.bytes = kept ?? bytes;
      said.from = kept === undefined ? textAt : 0;
      if (over > 0) said.to = said.from + longestStatement;
      else said.to = bytes[end - 1] === semicolon ? trimEnd(bytes, textAt, end - 1) : end;
    } else if (hasUse) {
      said.bytes = bytes;
      said.from = useFrom;
      said.to = useTo;
    } else {
      said.from = said.to;
    }
    place = 'between';
    doubtAt = undefined;
    if (said.to <= said.from) taker.unread(to - entryAt, 'cut');
    else if (!header.hasDuration) taker.unread(to - entryAt, 'no-duration');
    else {
      finish();
      taker.statement(said);
      if (over > 0) taker.unread(over, 'too-long');
    }
  }

  function finish(): void {
    const { said } = header;
    said.endedAt = clock.endOf(header);
    said.plan = explain?.steps();
    if (showsScan(header)) said.signs |= signBits['full-scan'];
  }

  function lastVisible(bytes: Uint8Array, to: number): number {
    const from = Math.max(0, textAt);
    const end = trimEnd(bytes, from, to);
    return end === from && kept !== undefined ? visibleEnd : end;
  }

  /** Does a statement end before the line at `at`, as far as its last byte tells? */
  function isBoundary(bytes: Uint8Array, at: number): boolean {
    const from = Math.max(0, textAt);
    const end = trimEnd(bytes, from, at);
    return end > from ? bytes[end - 1] === semicolon : kept !== undefined && endsStatement;
  }

  /** Is the line at `at` outside of every string? Overlong statements are not looked into. */
  function isOutside(bytes: Uint8Array, at: number): boolean {
    if (at - textAt > longestStatement) return true;
    quotes = quotesAfter(quotes, bytes, quotesAt, at);
    quotesAt = at;
    return quotes === outside;
  }

  /** Lets go of the bytes of an overlong statement before `to`. */
  function drop(bytes: Uint8Array, to: number): number {
    const from = Math.max(0, textAt);
    kept ??= bytes.slice(textAt, textAt + longestStatement);
    const end = trimEnd(bytes, from, to);
    if (end > from) {
      visibleEnd = end;
      endsStatement = bytes[end - 1] === semicolon;
    }
    isRestOfLine = to === bytes.length && bytes[to - 1] !== 0x0a;
    return to;
  }

  function banner(bytes: Uint8Array, from: number, to: number): void {
    unread.tell();
    clock.banner(bytes, from, to);
    header.said.database = '';
  }

  /** Reads a line between entries. */
  function lineBetween(bytes: Uint8Array, line: number, to: number): void {
    const from = afterExportPrefix(bytes, line, to);
    const isLong = to - line > longestLine;
    if (isLong) {
      unread.add(lineLength(bytes, line, to));
    } else if (isOpener(bytes, from, to)) {
      open(line);
      lineOfHeader(bytes, line, to);
    } else if (isBannerStart(bytes, from, to) || isBannerRest(bytes, from, to)) {
      banner(bytes, from, to);
    } else if (isCutNotice(bytes, line, to)) {
      unread.cut();
    } else if (unread.any || trimEnd(bytes, line, to) > line) {
      unread.add(lineLength(bytes, line, to));
    }
  }

  /** Reads a line before the statement. */
  function lineOfHeader(bytes: Uint8Array, line: number, to: number): void {
    const from = afterExportPrefix(bytes, line, to);
    if (to - line > longestLine) {
      beginText(line);
    } else if (bytes[from] !== hash) {
      if (trimEnd(bytes, from, to) === from || prefixLine(bytes, from, to)) return;
      if (isBannerStart(bytes, from, to) || isCutNotice(bytes, from, to))
        closeBefore(bytes, line, to);
      else beginText(line);
    } else if (place === 'header' && (isOpener(bytes, from, to) || isHeader(bytes, from, to))) {
      if (header.hasDuration && opensNext(bytes, from, to)) {
        close(bytes, line);
        open(line);
      }
      headerLine(bytes, from, to);
    } else if (isAdminCommand(bytes, from, to)) {
      beginText(from + 2);
    } else if (isOpener(bytes, from, to)) {
      closeBefore(bytes, line, to);
    } else {
      beginText(line);
    }
  }

  function closeBefore(bytes: Uint8Array, line: number, to: number): void {
    close(bytes, line);
    lineBetween(bytes, line, to);
  }

  function headerLine(bytes: Uint8Array, from: number, to: number): void {
    if (bytes[from + 2] === 0x65 && isExplainRow(bytes, from, to)) {
      explain ??= createExplain();
      explain.add(new TextDecoder().decode(bytes.subarray(from + 10, to)));
      return;
    }
    readHeader(header, names, bytes, from, to);
    clock.notice(header);
  }

  /** Reads a line the server puts before a statement. Is it one? What follows its SET is none. */
  function prefixLine(bytes: Uint8Array, from: number, to: number): boolean {
    if (!Number.isNaN(header.stampAt)) return false;
    const stamp = readSet(bytes, from, to);
    const use = hasUse || stamp !== undefined ? undefined : readUse(bytes, from, to);
    if (stamp === undefined && use === undefined) return false;
    place = 'prefix';
    if (stamp !== undefined && stamp >= 0) header.stampAt = stamp;
    if (use !== undefined) {
      header.said.database = names(bytes, use[0], use[1]);
      hasUse = true;
      useFrom = from;
      useTo = trimEnd(bytes, from, to);
      if (bytes[useTo - 1] === semicolon) useTo = trimEnd(bytes, from, useTo - 1);
    }
    return true;
  }

  /**
   * Reads a line of a statement. Gives back where reading must go on when that is not the next line:
   * at the line that is none of the statement.
   */
  function lineOfText(bytes: Uint8Array, line: number, to: number): number | undefined {
    if (doubtAt !== undefined && to - doubtAt > longestDoubt) return believe(bytes, doubtAt);
    if (to - line > longestLine) return undefined;
    const first = bytes[line] ?? 0;
    const last = bytes[to - 1] ?? 0;
    // `…started with:`, `…embedded library`, ` [Your log message was truncated]`, or blanks behind.
    const mayEnd = last === 0x3a || last === 0x79 || last === 0x20 || last === 0x5d;
    const isPlain = first > 0x39 && (first | 0x20) !== 0x74 && !mayEnd;
    if (isPlain) return undefined;
    const from = afterExportPrefix(bytes, line, to);
    if (bytes[from] === hash) {
      const isNext =
        !isWhole &&
        (isOpener(bytes, from, to) || isAdminCommand(bytes, from, to)) &&
        isBoundary(bytes, line);
      if (!isNext) return undefined;
    } else if (isCutNotice(bytes, from, to)) {
      closeBefore(bytes, line, to);
      return undefined;
    } else if (
      !isBannerStart(bytes, from, to) &&
      !(isBannerRest(bytes, from, to) && isBoundary(bytes, line))
    ) {
      return undefined;
    }
    if (isOutside(bytes, line)) return believe(bytes, line);
    doubtAt ??= line;
    return undefined;
  }

  /** At the end of the log, in doubt: was it the quotes that were misread? */
  function isMisread(bytes: Uint8Array): boolean {
    return !isOutside(bytes, bytes.length) && endsWithStatement(bytes);
  }

  function believe(bytes: Uint8Array, at: number): number {
    close(bytes, at);
    return at;
  }

  function readLine(bytes: Uint8Array, line: number, end: number): number | undefined {
    const to = end > line && bytes[end - 1] === 0x0d ? end - 1 : end;
    if (isRestOfLine) {
      isRestOfLine = false;
      if (place === 'between') unread.add(lineLength(bytes, line, to));
      return undefined;
    }
    if (place === 'text') return lineOfText(bytes, line, to);
    if (place === 'between') lineBetween(bytes, line, to);
    else lineOfHeader(bytes, line, to);
    return undefined;
  }

  /** Reads whole entries from `from` on as long as they are written as usual. */
  function readUsual(bytes: Uint8Array, from: number): number {
    let at = from;
    for (;;) {
      const next = usual.read(bytes, at);
      if (next === -1) return at;
      unread.tell();
      clock.notice(header);
      explain = undefined;
      finish();
      taker.statement(header.said);
      at = next;
    }
  }

  function read(bytes: Uint8Array, from: number, searched: number): number {
    let line = from;
    let search = searched;
    for (;;) {
      if (place === 'between' && bytes[line] === hash && !isWhole && !isRestOfLine) {
        const next = readUsual(bytes, line);
        if (next > line) search = next;
        line = next;
      }
      const end = bytes.indexOf(newline, search);
      if (end === -1) {
        if (doubtAt === undefined || bytes.length - doubtAt <= longestDoubt + 1) return line;
        line = believe(bytes, doubtAt);
      } else {
        line = readLine(bytes, line, end) ?? end + 1;
      }
      search = line;
    }
  }

  return {
    read,
    end(bytes, from) {
      let line: number | undefined = from;
      while (line !== undefined) {
        if (line < bytes.length) line = readLine(bytes, line, bytes.length);
        else line = undefined;
        if (line === undefined && doubtAt !== undefined && isMisread(bytes))
          line = believe(bytes, doubtAt);
        if (line !== undefined) line = read(bytes, line, line);
      }
      close(bytes, bytes.length);
      unread.tell();
      isRestOfLine = false;
    },
    keepFrom(bytes, line) {
      const isLong = bytes.length - line > longestLine + 1;
      if (isLong && (place === 'header' || place === 'prefix')) beginText(line);
      if (place === 'text') {
        if (bytes.length - textAt <= longestStatement + longestLine + 1 || doubtAt !== undefined)
          return textAt;
        return drop(bytes, isLong || isRestOfLine ? bytes.length : line);
      }
      if (place === 'prefix' && hasUse) return useFrom;
      if (!isLong && !isRestOfLine) return line;
      unread.add(bytes.length - line);
      isRestOfLine = true;
      return bytes.length;
    },
    moved(by) {
      entryAt -= by;
      useFrom -= by;
      useTo -= by;
      textAt -= by;
      visibleEnd -= by;
      quotesAt -= by;
      if (doubtAt !== undefined) doubtAt -= by;
    },
    event(at) {
      isWhole = true;
      clock.event(at);
    },
  };
}

/** With its line end, where it has one. */
function lineLength(bytes: Uint8Array, line: number, to: number): number {
  return Math.min(bytes.length, to + (bytes[to] === 0x0d ? 2 : 1)) - line;
}
