import { mkdirSync, statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { directoryError, errorMarks, sqliteError, storeError } from './errors.ts';

/** Below this much room nothing new is promised: a write-ahead log and a checkpoint need some. */
export const roomNeeded = 50 * 1024 * 1024;

export interface DataDir {
  readonly path: string;
  /** Where the database's file is. */
  readonly file: string;
  release(): void;
}

export function databaseFile(path: string): string {
  return join(path, 'firebreak.db');
}

/**
 * Makes the directory (for our eyes only) and holds it until `release` or the end of the process.
 * The hold is a lock of the kernel on a file beside the database, so a killed process leaves none
 * behind. It needs a local disk: network file systems do not keep such locks.
 */
export function holdDataDir(dir: string): DataDir {
  const path = resolve(dir);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw directoryError('open', path, error);
  }
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, 'firebreak.lock'));
    lock.exec('begin exclusive');
  } catch (error) {
    lock?.close();
    throw (errorMarks(error).number & 0xff) === 5
      ? inUse(path, error)
      : sqliteError('open', path, error);
  }
  const held = lock;
  return { path, file: databaseFile(path), release: () => held.close() };
}

function inUse(path: string, cause: unknown): Error {
  return storeError(
    'open',
    'conflict',
    `The data directory ${path} is in use by another Firebreak: stop that one first, give this one its own FIREBREAK_DATA_DIR, or use DATABASE_URL to run several.`,
    cause,
  );
}

/** Throws when the disk under the directory is as good as full. */
export function checkRoom(path: string): void {
  let free: number;
  try {
    const disk = statfsSync(path);
    free = disk.bavail * disk.bsize;
  } catch (error) {
    throw directoryError('ping', path, error);
  }
  if (free >= roomNeeded) return;
  const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
  throw storeError(
    'ping',
    'unavailable',
    `The disk under the data directory ${path} has only ${megabytes(free)} MB left of the ${megabytes(roomNeeded)} MB Firebreak needs: make room there.`,
  );
}
