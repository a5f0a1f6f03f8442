import { ascii, startsWith } from './bytes.ts';
import { append, newBuffer } from './postgres-buffer.ts';
import { beginsCsvRecord, createCsvRecords } from './postgres-csv.ts';
import { createJsonRecords } from './postgres-json.ts';
import { createByteLines, longestLine } from './postgres-lines.ts';
import { createPostgresStatements } from './postgres-statements.ts';
import { createSyslogLines, type SyslogMessage } from './postgres-syslog.ts';
import { createTextMessages } from './postgres-text.ts';
import type { LogReader, SlowLogTaker } from './statement.ts';

const tab = 0x09;
const newline = 0x0a;

/**
 * Reads PostgreSQL's log in any of its forms: stderr text or syslog with whatever
 * `log_line_prefix`, csvlog, jsonlog, and the wrappers log services put around them. The form is
 * told line by line, so a log may change it, or its prefix, half-way.
 *
 * Until the first `endEvent` or the first megabyte nothing is taken: only then it is known whether
 * events or a stream is read.
 */
export function createPostgresReader(taker: SlowLogTaker): LogReader {
  const statements = createPostgresStatements(taker);
  const text = createTextMessages(statements, taker);
  const csv = createCsvRecords(statements, taker);
  const syslog = createSyslogLines(syslogMessage, (bytes, reason) => taker.unread(bytes, reason));
  let json: ReturnType<typeof createJsonRecords> | undefined;
  const lines = createByteLines(line);
  const waiting = newBuffer();
  let leftOut = 0;
  let delivery: 'unknown' | 'stream' | 'events' = 'unknown';
  let isFirst = true;
  let eventAt = Number.NaN;

  function line(bytes: Uint8Array, lineFrom: number, to: number, size: number): void {
    const from = isFirst ? afterMark(bytes, lineFrom, to) : lineFrom;
    isFirst = false;
    if (csv.isOpen && !isCutNotice(bytes, from, to)) csv.line(bytes, from, to, size);
    else if (from < to) beginning(bytes, from, to, size);
  }

  /** A line that begins something, or goes on with a text message. */
  function beginning(bytes: Uint8Array, from: number, to: number, size: number): void {
    const first = bytes[from] ?? 0;
    if (first === tab) {
      if (!text.more(bytes, from + 1, to, size)) taker.unread(size, 'not-a-log-line');
    } else if (first === 0x7b && bytes[from + 1] === 0x22) {
      json ??= createJsonRecords(statements, taker, textEvent);
      json(bytes, from, to, size);
    } else if ((isDigit(first) || first === 0x22) && beginsCsvRecord(bytes, from, to)) {
      text.close();
      csv.line(bytes, from, to, size);
    } else if (!syslog.line(bytes, from, to, size) && !text.head(bytes, from, to, size)) {
      loose(bytes, from, to, size);
    }
  }

  function loose(bytes: Uint8Array, from: number, to: number, size: number): void {
    if (!isCutNotice(bytes, from, to)) {
      taker.unread(size, 'not-a-log-line');
      return;
    }
    text.close();
    csv.end();
    taker.unread(size, 'cut');
  }

  /** A text message with its lines, whatever these look like. */
  function textEvent(bytes: Uint8Array, from: number, to: number, size: number): void {
    let lineTo = endOfLine(bytes, from, to);
    const firstTo = beforeReturn(bytes, from, lineTo);
    const isRead =
      bytes[from] === tab
        ? text.more(bytes, from + 1, firstTo, size)
        : text.head(bytes, from, firstTo, size);
    if (!isRead) {
      taker.unread(size, 'not-a-log-line');
      return;
    }
    while (lineTo + 1 < to) {
      const start = bytes[lineTo + 1] === tab ? lineTo + 2 : lineTo + 1;
      lineTo = endOfLine(bytes, lineTo + 1, to);
      text.more(bytes, Math.min(start, lineTo), beforeReturn(bytes, start, lineTo), 0);
    }
    text.keep();
  }

  function syslogMessage({ bytes, from, to, size, pid, line: number, at }: SyslogMessage): void {
    text.close();
    text.standInAt(at);
    text.standInFor(pid, number);
    textEvent(bytes, from, to, size);
    text.close();
    text.standInAt(eventAt);
    text.standInFor(-1, 0);
  }

  function event(at: number): void {
    const { bytes, length } = waiting;
    const from = afterMark(bytes, 0, length);
    eventAt = at;
    text.standInAt(at);
    syslog.standInAt(at);
    if (leftOut > 0) taker.unread(leftOut, 'too-long');
    const isCsv = beginsCsvRecord(bytes, from, length);
    const isJson = bytes[from] === 0x7b && bytes[from + 1] === 0x22;
    if (isCsv || isJson) {
      const inner = createByteLines(line);
      inner.push(bytes.subarray(from, length));
      inner.end();
    } else if (from < length && !syslog.line(bytes, from, length, length - from)) {
      textEvent(bytes, from, length, length - from);
    }
    text.close();
    csv.end();
    waiting.length = 0;
    leftOut = 0;
  }

  return {
    push(piece) {
      if (delivery === 'stream') {
        lines.push(piece);
        text.keep();
        return;
      }
      leftOut += append(
        waiting,
        piece,
        0,
        piece.length,
        delivery === 'events' ? longestLine : Number.POSITIVE_INFINITY,
      );
      if (delivery === 'unknown' && waiting.length > largestEvent) stream();
    },
    endEvent(at) {
      if (delivery === 'stream') {
        lines.end();
        text.close();
        csv.end();
      } else event(at);
      delivery = 'events';
    },
    end() {
      if (delivery === 'unknown') stream();
      else if (delivery === 'events' && waiting.length > 0) event(Number.NaN);
      lines.end();
      text.close();
      csv.end();
      syslog.end();
      statements.end();
    },
  };

  function stream(): void {
    delivery = 'stream';
    lines.push(waiting.bytes.subarray(0, waiting.length));
    text.keep();
    waiting.bytes = new Uint8Array(0);
    waiting.length = 0;
  }
}

/**
 * CloudWatch's largest event is 1 MB: what is longer without an end is a stream.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const largestEvent = 1_048_576;

/** RDS's file API writes this where it cut a line. */
const cutNotice = ascii('[Your log message was truncated]');

function isCutNotice(bytes: Uint8Array, from: number, to: number): boolean {
  return startsWith(bytes, bytes[from] === 0x20 ? from + 1 : from, to, cutNotice);
}

const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

function afterMark(bytes: Uint8Array, from: number, to: number): number {
  return startsWith(bytes, from, to, byteOrderMark) ? from + byteOrderMark.length : from;
}

function endOfLine(bytes: Uint8Array, from: number, to: number): number {
  const at = bytes.indexOf(newline, from);
  return at === -1 || at > to ? to : at;
}

function beforeReturn(bytes: Uint8Array, from: number, to: number): number {
  return to > from && bytes[to - 1] === 0x0d ? to - 1 : to;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
