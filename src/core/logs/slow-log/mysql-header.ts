import { newStatement, type TimedStatement } from './statement.ts';

/** What the lines before a statement said; one for all entries, emptied for each. */
export interface MysqlHeader {
  readonly said: TimedStatement;
  hasDuration: boolean;
  /** Of a `# Time` with a zone (MySQL 5.7 and later) or an `End:`: the end of the statement. */
  timeAt: number;
  /** Of an old `# Time`. */
  oldTimeAt: number;
  /** Of the server's `SET timestamp`, milliseconds. */
  stampAt: number;
  /** Handler calls of log_slow_extra. */
  readFirst: number;
  readKey: number;
  readNext: number;
  readRndNext: number;
}

export function newHeader(): MysqlHeader {
  return {
    said: newStatement('mysql'),
    hasDuration: false,
    timeAt: Number.NaN,
    oldTimeAt: Number.NaN,
    stampAt: Number.NaN,
    readFirst: 0,
    readKey: 0,
    readNext: 0,
    readRndNext: 0,
  };
}

/** All as it was, but for the database, which stays until a line names another. */
export function clearHeader(header: MysqlHeader): void {
  const { said } = header;
  said.durationUs = 0;
  said.lockUs = -1;
  said.rowsExamined = -1;
  said.rowsSent = -1;
  said.rowsAffected = -1;
  said.bytesSent = -1;
  said.signs = 0;
  said.weight = 1;
  said.user = '';
  said.host = '';
  said.plan = undefined;
  header.hasDuration = false;
  header.timeAt = Number.NaN;
  header.oldTimeAt = Number.NaN;
  header.stampAt = Number.NaN;
  header.readFirst = 0;
  header.readKey = 0;
  header.readNext = 0;
  header.readRndNext = 0;
}
