import { append, appendByte, newBuffer } from './postgres-buffer.ts';
import { inEnglish, mayBeForeign } from './postgres-languages.ts';
import { findLevel, type LevelMark } from './postgres-level.ts';
import { levels } from './postgres-levels.ts';
import { newMessage, type Subject, subjectOf, subjects } from './postgres-message.ts';
import { createPrefixes } from './postgres-prefix.ts';
import { createStamps, isWall, type Stamp } from './postgres-stamp.ts';
import type { PostgresStatements } from './postgres-statements.ts';
import type { SlowLogTaker } from './statement.ts';
import { longestStatement } from './statement.ts';

/** Messages of a text log: a line with the prefix and the level, and the lines that go on with it. */
export interface TextMessages {
  /** Takes a line that begins a message. Says whether it does. */
  head(bytes: Uint8Array, from: number, to: number, size: number): boolean;
  /** A line, without its tab, that goes on with the message. Says whether one is open. */
  more(bytes: Uint8Array, from: number, to: number, size: number): boolean;
  /** The message is complete. */
  close(): void;
  /** The bytes given so far are about to be overwritten. */
  keep(): void;
  /** Stands in for times the text does not give. */
  standInAt(at: number): void;
  /** Whose the following messages are, where something around the text says so: counts more. */
  standInFor(pid: number, line: number): void;
}

export function createTextMessages(
  statements: PostgresStatements,
  taker: SlowLogTaker,
): TextMessages {
  const message = newMessage();
  const mark: LevelMark = { level: levels.other, from: 0, textFrom: 0 };
  const stamp: Stamp = { from: 0, to: 0, at: Number.NaN };
  const stamps = createStamps();
  const factsOf = createPrefixes();
  const joined = newBuffer();
  let isOpen = false;
  let subject: Subject = subjects.none;
  let isJoined = false;
  let standIn = Number.NaN;
  const sender = { pid: -1, line: 0 };

  function join(): void {
    if (isJoined) return;
    isJoined = true;
    joined.length = 0;
    addBytes(message.bytes, message.from, message.to);
  }

  function addBytes(bytes: Uint8Array, from: number, to: number): void {
    const leftOut = append(joined, bytes, from, to, longestStatement);
    if (leftOut > 0) taker.unread(leftOut, 'too-long');
  }

  function readPrefix(bytes: Uint8Array, from: number, to: number): void {
    let factsFrom = from;
    message.at = standIn;
    if (stamps.find(bytes, from, to, stamp)) {
      if (!Number.isNaN(stamp.at)) message.at = stamp.at;
      if (stamp.from === from) factsFrom = stamp.to;
    }
    const facts = factsOf(bytes, factsFrom, to);
    message.pid = sender.pid === -1 ? facts.pid : sender.pid;
    message.line = facts.line === 0 ? sender.line : facts.line;
    message.user = facts.user;
    message.database = facts.database;
    message.host = facts.host;
    message.caller = facts.caller;
  }

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    if (subject === subjects.none) return;
    if (isJoined) {
      message.bytes = joined.bytes;
      message.from = 0;
      message.to = joined.length;
    } else if (message.to - message.from > longestStatement) {
      taker.unread(message.to - message.from - longestStatement, 'too-long');
      message.to = message.from + longestStatement;
    }
    statements.take(subject, message);
  }

  return {
    head(bytes, from, to, size) {
      if (!findLevel(bytes, stamps.skip(bytes, from), to, mark)) return false;
      close();
      isOpen = true;
      isJoined = false;
      subject = subjectOf(mark.level, bytes, mark.textFrom, to);
      const english = mayBeForeign(mark.level, subject)
        ? inEnglish(bytes, mark.textFrom, to)
        : undefined;
      if (english !== undefined) subject = subjectOf(mark.level, english, 0, english.length);
      if (subject === subjects.none) return true;
      readPrefix(bytes, afterExportPrefix(bytes, from, mark.from), mark.from);
      message.level = mark.level;
      message.bytes = english ?? bytes;
      message.from = english === undefined ? mark.textFrom : 0;
      message.to = english?.length ?? to;
      message.size = size;
      return true;
    },
    more(bytes, from, to, size) {
      if (!isOpen || subject === subjects.none) return isOpen;
      join();
      if (joined.length < longestStatement) appendByte(joined, 0x0a);
      addBytes(bytes, from, to);
      message.size += size;
      return true;
    },
    close,
    keep() {
      if (isOpen && subject !== subjects.none) join();
    },
    standInAt(at) {
      standIn = at;
    },
    standInFor(pid, line) {
      sender.pid = pid;
      sender.line = line;
    },
  };
}

const exportPrefixLength = '2026-11-22T07:34:01.000Z '.length;

/** CloudWatch puts the event's time before its first line when it exports to S3. */
export function afterExportPrefix(bytes: Uint8Array, from: number, to: number): number {
  return bytes[from + 10] === 0x54 &&
    bytes[from + 23] === 0x5a &&
    bytes[from + 24] === 0x20 &&
    isWall(bytes, from, to) &&
    isWall(bytes, from + exportPrefixLength, to)
    ? from + exportPrefixLength
    : from;
}
