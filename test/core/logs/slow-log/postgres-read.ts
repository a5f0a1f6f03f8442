import { createPostgresReader } from '../../../../src/core/logs/slow-log/postgres-reader.ts';
import type {
  LoggedHappening,
  LogReader,
  TimedStatement,
} from '../../../../src/core/logs/slow-log/statement.ts';

/** What a reader told, in the order it did. */
export interface Told {
  readonly statements: (Omit<TimedStatement, 'bytes' | 'from' | 'to' | 'dialect'> & {
    readonly statement: string;
  })[];
  readonly happenings: LoggedHappening[];
  readonly unread: [number, string][];
}

export function tellingReader(): { readonly reader: LogReader; readonly told: Told } {
  const told: Told = { statements: [], happenings: [], unread: [] };
  const reader = createPostgresReader({
    statement({ bytes, from, to, dialect: _, ...rest }) {
      told.statements.push({
        ...rest,
        statement: new TextDecoder().decode(bytes.subarray(from, to)),
      });
    },
    happening: (happening) => told.happenings.push(happening),
    unread: (bytes, reason) => told.unread.push([bytes, reason]),
  });
  return { reader, told };
}

export function readPostgres(...pieces: (Uint8Array | string)[]): Told {
  const { reader, told } = tellingReader();
  for (const piece of pieces) {
    reader.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
  }
  reader.end();
  return told;
}
