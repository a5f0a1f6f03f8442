import { createMysqlEntries } from './mysql-entry.ts';
import type { LogReader, SlowLogTaker } from './statement.ts';

/**
 * Largest event of CloudWatch Logs. Up to here it is open whether a log comes as a file or as events.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const largestEvent = 1024 * 1024;

/** An entry that began in an earlier piece is completed with this much of the next one at a time. */
const step = 64 * 1024;

const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Reads the slow log of MySQL 4.1 to 9, MariaDB, Percona Server and Aurora MySQL, as a file, with the
 * prefixes of an S3 export, or event by event. Holds no more than the entry at hand, one megabyte at
 * the beginning, and no statement past the longest kept.
 */
export function createMysqlReader(taker: SlowLogTaker): LogReader {
  const entries = createMysqlEntries(taker);
  let carry = new Uint8Array(0);
  let length = 0;
  /** Where the first line begins that is not whole, and up to where its end was looked for. */
  let line = 0;
  let searched = 0;
  let source: 'unknown' | 'file' | 'events' = 'unknown';
  let isFirst = true;

  function append(piece: Uint8Array): void {
    if (length + piece.length > carry.length) {
      const grown = new Uint8Array(Math.max(4_096, 2 * carry.length, length + piece.length));
      grown.set(carry.subarray(0, length));
      carry = grown;
    }
    carry.set(piece, length);
    length += piece.length;
  }

  function read(bytes: Uint8Array): void {
    if (isFirst && byteOrderMark.every((byte, at) => bytes[at] === byte)) line += 3;
    isFirst = false;
    line = entries.read(bytes, line, Math.max(line, searched));
    searched = bytes.length;
  }

  /** Positions in what is read next are smaller by this. */
  function move(by: number): void {
    entries.moved(by);
    line -= by;
    searched -= by;
  }

  /** Keeps what is still open of the carried bytes. */
  function keepCarried(from: number): void {
    carry.copyWithin(0, from, length);
    length -= from;
    move(from);
  }

  /** Reads `piece` from `at` on; what is carried, if anything, comes before it and is read. */
  function readFile(piece: Uint8Array): void {
    let at = 0;
    while (length > 0) {
      if (at >= piece.length) return;
      const own = length;
      append(piece.subarray(at, at + step));
      read(carry.subarray(0, length));
      const from = entries.keepFrom(carry.subarray(0, length), line);
      line = Math.max(line, from);
      if (from < own) {
        at += length - own;
        keepCarried(from);
      } else {
        // All that is still open lies in this piece: on without copying.
        move(own - at);
        length = 0;
      }
    }
    read(piece);
    const from = entries.keepFrom(piece, line);
    line = Math.max(line, from);
    append(piece.subarray(from));
    move(from);
  }

  function finish(): void {
    const bytes = carry.subarray(0, length);
    read(bytes);
    entries.end(bytes, line);
    length = 0;
    line = 0;
    searched = 0;
  }

  return {
    push(piece) {
      if (source === 'file') return readFile(piece);
      append(piece);
      if (length <= largestEvent) return;
      if (source === 'unknown') source = 'file';
      const bytes = carry.subarray(0, length);
      read(bytes);
      const from = entries.keepFrom(bytes, line);
      line = Math.max(line, from);
      keepCarried(from);
    },
    endEvent(at) {
      source = 'events';
      entries.event(at);
      finish();
    },
    end: finish,
  };
}
