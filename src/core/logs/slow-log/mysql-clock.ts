import type { MysqlHeader } from './mysql-header.ts';
import { stampsStart, versionAt } from './mysql-lines.ts';

/** Tells when statements ended, of all the times a MySQL log may give and the server it is of. */
export interface MysqlClock {
  /** The server that wrote the banner line from `from` to `to` writes what follows. */
  banner(bytes: Uint8Array, from: number, to: number): void;
  /** `at` dates what gives no time itself. */
  event(at: number): void;
  /** Takes notice of a header's lines: an old `# Time` holds until the next. */
  notice(header: MysqlHeader): void;
  /** Epoch milliseconds; NaN where nothing tells it. */
  endOf(header: MysqlHeader): number;
}

export function createMysqlClock(): MysqlClock {
  /** The last old `# Time`; left out by the server while the second lasts. */
  let oldTimeAt = Number.NaN;
  /** From MySQL 8.0.14 on SET timestamp is the start of a statement. */
  let stampIsStart = false;
  let eventAt = Number.NaN;

  return {
    banner(bytes, from, to) {
      const version = versionAt(bytes, from, to);
      if (version !== -1) stampIsStart = stampsStart(bytes, version, to);
    },
    event(at) {
      eventAt = at;
    },
    notice(header) {
      if (!Number.isNaN(header.oldTimeAt)) oldTimeAt = header.oldTimeAt;
    },
    endOf({ timeAt, stampAt, said, oldTimeAt: own }) {
      if (!Number.isNaN(timeAt)) return timeAt;
      if (!Number.isNaN(stampAt)) return stampIsStart ? stampAt + said.durationUs / 1_000 : stampAt;
      if (!Number.isNaN(own)) return own;
      return Number.isNaN(eventAt) ? oldTimeAt : eventAt;
    },
  };
}
