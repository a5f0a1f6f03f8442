import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../src/adapters/store/database.ts';
import { migrate, migrations } from '../../../src/adapters/store/migrations.ts';
import { openSqlite } from '../../../src/adapters/store/sqlite.ts';

let dataDir: string;
let database: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'firebreak-migrations-'));
  database = openSqlite(dataDir);
});
afterEach(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true });
});

const known = () => database.query('select version, name from schema_versions order by version');
const first = { version: 1, name: 'first tables' };
const second = {
  name: 'a second',
  statements: () => ['create table second (id text primary key)'],
};

test('runs each step once, those that are missing only', async () => {
  await migrate(database);
  await migrate(database);
  expect(await known()).toEqual([first]);
  await migrate(database, [...migrations, second]);
  await migrate(database, [...migrations, second]);
  expect(await known()).toEqual([first, { version: 2, name: 'a second' }]);
  await expect(migrate(database)).rejects.toThrow(/schema version 2, this one knows 1\)/);
});

test('leaves the database as it was when a step fails', async () => {
  await migrate(database);
  const broken = { name: 'broken', statements: () => ['create table half (id text)', 'nonsense'] };
  await expect(migrate(database, [...migrations, second, broken])).rejects.toThrow('nonsense');
  expect(await known()).toEqual([first]);
  await migrate(database, [...migrations, second]);
  expect(await known()).toHaveLength(2);
});
