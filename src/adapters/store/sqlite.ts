import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { checkRoom, type DataDir, databaseFile, holdDataDir } from './data-dir.ts';
import {
  type Database,
  type Dialect,
  type Queries,
  type Session,
  storable,
  type Value,
} from './database.ts';
import { closedError, sqliteError, storeError } from './errors.ts';
import { createWaker } from './waker.ts';

export const sqliteDialect: Dialect = {
  identity: 'integer primary key autoincrement',
  forUpdate: '',
  skipLocked: '',
  nextPlace: (offset) => `(select max(
      coalesce((select max(place) from jobs), 0),
      coalesce((select max(next_place) from jobs where next_place is not null), 0)) + ${offset + 1})`,
  migrationGuard: [],
  appendOnly: (table) =>
    ['update', 'delete'].map(
      (change) =>
        `create trigger ${table}_no_${change} before ${change} on ${table} begin
           select raise(abort, '${table} is append-only'); end`,
    ),
};

/**
 * The embedded database. One connection; a transaction has it to itself from its begin to its end,
 * everything else waits its turn. A commit is on the disk before it is answered.
 */
export function openSqlite(dataDir: string): Database {
  const dir = holdDataDir(dataDir);
  const db = openFile(dir);
  const run = statementRunner(db, dir.path);
  const waker = createWaker();
  let lastTurn: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** One at a time, in the order asked; a failed turn is its asker's to hear of, not the next one's. */
  function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = lastTurn.then(() => {
      if (closed) throw closedError();
      return work();
    });
    lastTurn = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  async function transact<T>(work: (session: Session) => Promise<T>): Promise<T> {
    let woken = false;
    const session: Session = {
      query: async (sql, values) => run(sql, values),
      lock: async () => {},
      wake: () => {
        woken = true;
      },
    };
    run('begin immediate');
    let result: T;
    try {
      result = await work(session);
      run('commit');
    } catch (error) {
      // A full disk ends the transaction by itself: https://www.sqlite.org/lang_transaction.html
      if (db.isTransaction) run('rollback');
      throw error;
    }
    if (woken) waker.wake();
    return result;
  }

  return {
    dialect: sqliteDialect,
    name: dir.file,
    query: (sql, values) => inTurn(() => run(sql, values)),
    transaction: (work) => inTurn(() => transact(work)),
    onWork: waker.onWork,
    ping: () =>
      inTurn(() => {
        run('select 1');
        checkRoom(dir.path);
      }),
    close: async () => {
      if (closed) return;
      await inTurn(() => {
        closed = true;
        db.close();
        dir.release();
      });
    },
  };
}

/** Reads beside whoever holds the directory: a write-ahead log lets readers in at any time. */
export function openSqliteToRead(dataDir: string): Queries & { close(): Promise<void> } {
  const path = resolve(dataDir);
  const file = databaseFile(path);
  if (!existsSync(file)) {
    throw storeError(
      'open',
      'not-found',
      `There is no database in ${path}: name the running Firebreak's directory in FIREBREAK_DATA_DIR, or its DATABASE_URL.`,
    );
  }
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  } catch (error) {
    throw sqliteError('open', path, error);
  }
  const run = statementRunner(db, path);
  return {
    query: async (sql, values) => run(sql, values),
    close: async () => db.close(),
  };
}

function openFile(dir: DataDir): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(dir.file);
    db.exec('pragma busy_timeout = 2000');
    const mode = db.prepare('pragma journal_mode = wal').get()?.journal_mode;
    if (mode !== 'wal') {
      throw storeError(
        'open',
        'invalid',
        `The file system under ${dir.path} cannot keep a write-ahead log (journal mode ${mode}): name a directory on a local disk in FIREBREAK_DATA_DIR.`,
      );
    }
    db.exec('pragma synchronous = full');
    return db;
  } catch (error) {
    db?.close();
    dir.release();
    throw sqliteError('open', dir.path, error);
  }
}

/** More different statements than the store has; a multi-row insert has one for each length. */
const statementsKept = 300;

function statementRunner(db: DatabaseSync, dir: string) {
  const prepared = new Map<string, StatementSync>();
  return <Row extends object>(sql: string, values: readonly Value[] = []): readonly Row[] => {
    try {
      let statement = prepared.get(sql);
      if (!statement) {
        if (prepared.size >= statementsKept) prepared.clear();
        statement = db.prepare(sql);
        prepared.set(sql, statement);
      }
      return statement.all(...values.map(storable)) as readonly object[] as readonly Row[];
    } catch (error) {
      throw sqliteError(sql.trim().slice(0, 40), dir, error);
    }
  };
}
