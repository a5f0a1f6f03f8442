import type { Database, Dialect, Queries } from './database.ts';
import { storeError } from './errors.ts';
import { firstTables } from './schema.ts';

/** A step from one shape of the tables to the next. Never changed once released: add another. */
export interface Migration {
  readonly name: string;
  statements(dialect: Dialect): readonly string[];
}

/** In order; the first one brings a database to version 1. */
export const migrations: readonly Migration[] = [{ name: 'first tables', statements: firstTables }];

/**
 * Brings the tables to the newest version, in one transaction and under a lock, so that any number
 * of replicas may start at once. Refuses a database that a newer Firebreak has already changed.
 */
export async function migrate(
  database: Database,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await database.transaction(async (session) => {
    for (const statement of database.dialect.migrationGuard) await session.query(statement);
    await session.query(
      'create table if not exists schema_versions (version bigint primary key, name text not null)',
    );
    const [row] = await session.query<{ version: number | null }>(
      'select max(version) as version from schema_versions',
    );
    const version = row?.version ?? 0;
    if (version > steps.length) throw tooNew(database.name, version, steps.length);
    for (const [index, step] of steps.entries()) {
      if (index < version) continue;
      for (const statement of step.statements(database.dialect)) await session.query(statement);
      await session.query('insert into schema_versions (version, name) values (?, ?)', [
        index + 1,
        step.name,
      ]);
    }
    // A real write at every start: a full disk or a read-only database shows now, not at 3 a.m.
    await session.query(
      `insert into counters (name, value) values ('starts', 1)
       on conflict (name) do update set value = counters.value + 1`,
    );
  });
}

/** For those who only read: the tables must be of the very version this program knows. */
export async function assertVersion(queries: Queries, name: string): Promise<void> {
  const [row] = await queries.query<{ version: number | null }>(
    'select max(version) as version from schema_versions',
  );
  const version = row?.version ?? 0;
  if (version > migrations.length) throw tooNew(name, version, migrations.length);
  if (version < migrations.length) {
    throw storeError(
      'open',
      'conflict',
      `The database ${name} is of an older Firebreak (schema version ${version}, this one knows ${migrations.length}): start this Firebreak once, it brings the tables up to date.`,
    );
  }
}

function tooNew(name: string, found: number, known: number): Error {
  return storeError(
    'open',
    'conflict',
    `The database ${name} was changed by a newer Firebreak (schema version ${found}, this one knows ${known}): start that version again, or put back a copy from before.`,
  );
}
