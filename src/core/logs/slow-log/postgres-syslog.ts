import { append, appendByte, type ByteBuffer, newBuffer } from './postgres-buffer.ts';
import { findLevel, type LevelMark } from './postgres-level.ts';
import { levels } from './postgres-levels.ts';
import { longestStatement, type UnreadReason } from './statement.ts';

/** A message put together from its lines, as a text log would have it. */
export interface SyslogMessage {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly pid: number;
  readonly line: number;
  /** NaN where the header has no year. */
  readonly at: number;
}

export interface SyslogLines {
  /** Takes a line of a syslog. Says whether it is one. */
  line(bytes: Uint8Array, from: number, to: number, size: number): boolean;
  /** The log ends here. */
  end(): void;
  /** Stands in for times that header and text do not give. */
  standInAt(at: number): void;
}

interface Open {
  readonly pid: number;
  readonly sequence: number;
  readonly at: number;
  /** The text before its level, numbers left out: what belongs to it has the same. */
  readonly shape: string | undefined;
  readonly text: ByteBuffer;
  part: number;
  isCut: boolean;
  size: number;
}

/** Messages put together at once; what is older is taken to be complete. */
const mostOpen = 512;
const longestHeader = 400;
const longestPrefix = 300;

/** `Nov 22 07:34:01 db-1 postgres[77]: `, or the same with an ISO time. */
const usual =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))) \S+ [^\s:[\]]+\[(\d{1,10})\]: /;
/** https://www.rfc-editor.org/rfc/rfc5424#section-6 */
const structured =
  /^<\d{1,3}>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) \S+ \S+ (\d{1,10}) \S+ (?:-|\[[^\]]*\]) (?:\xef\xbb\xbf)?/;

/**
 * Puts messages together that a server sent to a syslog. It sends each line, and pieces of at most
 * 900 bytes of a long one, by itself, numbered `[message-part]` unless `syslog_sequence_numbers` is
 * off; those of other processes come between. A piece that follows a line end begins with a tab,
 * which rsyslog writes as `#011`.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-SYSLOG-SEQUENCE-NUMBERS
 */
export function createSyslogLines(
  take: (message: SyslogMessage) => void,
  unread: (bytes: number, reason: UnreadReason) => void,
): SyslogLines {
  const opened = new Map<number, Open>();
  const mark: LevelMark = { level: levels.other, from: 0, textFrom: 0 };
  let standIn = Number.NaN;

  function shapeOf(bytes: Uint8Array, from: number, to: number): string | undefined {
    if (!findLevel(bytes, from, Math.min(to, from + longestPrefix), mark)) return undefined;
    return latin(bytes, from, mark.from).replace(/\d+/g, '#');
  }

  /** DETAIL, STATEMENT and the like are told with their message, each with the prefix again. */
  function isOwn(open: Open, bytes: Uint8Array, from: number, to: number): boolean {
    if (open.shape === undefined || open.shape !== shapeOf(bytes, from, to)) return false;
    return mark.level === levels.other || mark.level === levels.statement;
  }

  function begin(open: Omit<Open, 'text' | 'isCut' | 'shape'>, piece: Piece): void {
    const { bytes, from, to } = piece;
    const shape = shapeOf(bytes, from, to);
    const begun: Open = { ...open, shape, text: newBuffer(), isCut: false };
    opened.delete(open.pid);
    if (opened.size >= mostOpen)
      for (const oldest of [...opened.values()].slice(0, 1)) close(oldest);
    opened.set(open.pid, begun);
    addText(begun.text, piece);
  }

  function goOn(open: Open, piece: Piece, size: number): void {
    open.size += size;
    if (beginsLine(piece)) appendByte(open.text, newline);
    const before = open.text.length;
    addText(open.text, piece);
    if (before >= longestStatement) unread(piece.to - piece.from, 'too-long');
  }

  function close(open: Open): void {
    opened.delete(open.pid);
    const { pid, sequence, at, size, text } = open;
    const { bytes, length } = text;
    let from = 0;
    // With `syslog_split_messages` off all of it is one line, its DETAIL and STATEMENT too.
    for (let end = 0; end < length; end++) {
      if (bytes[end] !== newline || bytes[end + 1] === tab) continue;
      take({ bytes, from, to: end, size: from === 0 ? size : 0, pid, line: sequence, at });
      from = end + 1;
    }
    if (from < length) {
      take({ bytes, from, to: length, size: from === 0 ? size : 0, pid, line: sequence, at });
    }
  }

  function numbered(piece: Piece, numbers: Numbers, pid: number, at: number, size: number): void {
    const open = opened.get(pid);
    const { sequence, part } = numbers;
    const isSame = open !== undefined && open.sequence === sequence && part > 1;
    if (!isSame) {
      if (open !== undefined) close(open);
      if (part > 1) unread(size, 'not-a-log-line');
      else begin({ pid, sequence, at, part, size }, piece);
      return;
    }
    if (open.isCut || part !== open.part + 1) {
      // A part was lost on the way: what follows it is none of the statement's.
      open.isCut = true;
      unread(size, 'cut');
      return;
    }
    open.part = part;
    if (!isOwn(open, piece.bytes, piece.from, piece.to)) goOn(open, piece, size);
    else {
      close(open);
      begin({ pid, sequence, at, part, size }, piece);
    }
  }

  function unnumbered(piece: Piece, pid: number, at: number, size: number): void {
    const open = opened.get(pid);
    const { bytes, from, to } = piece;
    const first = bytes[from];
    const isRest = beginsLine(piece) || first === 0x20 || shapeOf(bytes, from, to) === undefined;
    if (open !== undefined && isRest) {
      goOn(open, piece, size);
      return;
    }
    if (open !== undefined) close(open);
    begin({ pid, sequence: 0, at, part: 1, size }, piece);
  }

  return {
    line(bytes, from, to, size) {
      if (!mayBegin(bytes, from)) return false;
      const head = latin(bytes, from, Math.min(to, from + longestHeader));
      const found = usual.exec(head) ?? structured.exec(head);
      if (found === null) return false;
      const pid = Number(found[2]);
      const dated = found[1] === undefined ? standIn : Date.parse(found[1]);
      const rest = head.slice(found[0].length);
      const numbers = /^\[(\d{1,10})(?:-(\d{1,6}))?\] /.exec(rest);
      const textFrom = from + found[0].length + (numbers?.[0].length ?? 0);
      const piece = { bytes, from: textFrom, to };
      if (numbers === null) unnumbered(piece, pid, dated, size);
      else {
        const sequence = Number(numbers[1]);
        numbered(piece, { sequence, part: Number(numbers[2] ?? 1) }, pid, dated, size);
      }
      return true;
    },
    end() {
      for (const open of [...opened.values()]) close(open);
    },
    standInAt(at) {
      standIn = at;
    },
  };
}

interface Piece {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

interface Numbers {
  readonly sequence: number;
  readonly part: number;
}

const tab = 0x09;
const newline = 0x0a;
const hash = 0x23;

/** A month, a priority or an ISO time; nothing else is looked at any closer. */
function mayBegin(bytes: Uint8Array, from: number): boolean {
  const first = bytes[from] ?? 0;
  if (first >= 0x30 && first <= 0x39) return bytes[from + 10] === 0x54;
  return first === 0x3c || 'ADFJMNOS'.includes(String.fromCharCode(first));
}

function beginsLine({ bytes, from, to }: Piece): boolean {
  return bytes[from] === tab || controlAt(bytes, from, to) === tab;
}

/** `#011`, `#012`, `#015`: what rsyslog writes for a control character; 0 for anything else. */
function controlAt(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] !== hash || at + 4 > to || bytes[at + 1] !== 0x30 || bytes[at + 2] !== 0x31)
    return 0;
  const last = (bytes[at + 3] ?? 0) - 0x30;
  return last === 1 ? tab : last === 2 ? newline : last === 5 ? 0x0d : 0;
}

function addText(text: ByteBuffer, { bytes, from, to }: Piece): void {
  let start = from;
  for (let at = bytes.indexOf(hash, from); at !== -1 && at < to; at = bytes.indexOf(hash, at + 1)) {
    const control = controlAt(bytes, at, to);
    if (control === 0) continue;
    append(text, bytes, start, at, longestStatement);
    if (text.length < longestStatement) appendByte(text, control);
    start = at + 4;
  }
  append(text, bytes, start, to, longestStatement);
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
