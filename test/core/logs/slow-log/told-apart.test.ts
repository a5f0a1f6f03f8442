import { expect, it } from 'vitest';
import { createSlowDigest } from '../../../../src/core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../../../src/core/logs/slow-log/slow-log-reader.ts';
import { realLog } from '../log-data.ts';

it.each([
  ['mysql', 'mariadb/slow-50ms-default.log'],
  ['postgres', 'postgres/replica-postgresql.log.2026-11-22-07'],
] as const)(
  'a %s log is told by what is in it, from one buffer filled again and again',
  (dialect, path) => {
    const log = realLog(path);
    const read = (whose: 'auto' | typeof dialect, piece: (from: number) => Uint8Array) => {
      const digest = createSlowDigest();
      const reader = createSlowLogReader({ dialect: whose, taker: digest });
      for (let from = 0; from < log.length; from += 1_000) reader.push(piece(from));
      reader.end();
      expect(reader.dialect()).toBe(dialect);
      return digest.result();
    };
    const buffer = Buffer.alloc(1_000);
    const refilled = (from: number) => {
      const length = log.copy(buffer, 0, from, from + 1_000);
      return buffer.subarray(0, length);
    };
    const whole = read(dialect, (from) => log.subarray(from, from + 1_000));
    expect(whole.events).toBeGreaterThan(0);
    expect(read('auto', refilled)).toEqual(whole);
  },
);
