import type { Queries } from './database.ts';

/**
 * A job tried this often and still not finished is counted as dead: with the engine's waits it has
 * failed for about half an hour, or it ends the process each time. It is handed out all the same:
 * only the engine gives up, by finishing it with an `EffectFailed`, and then it counts no more.
 */
export const deadAfterAttempts = 20;

export async function takeLease(
  queries: Queries,
  name: string,
  holder: string,
  now: number,
  untilAt: number,
): Promise<boolean> {
  const rows = await queries.query(
    `insert into leases (name, holder, until_at) values (?, ?, ?)
     on conflict (name) do update set holder = excluded.holder, until_at = excluded.until_at
     where leases.holder = excluded.holder or leases.until_at <= ? returning name`,
    [name, holder, untilAt, now],
  );
  return rows.length > 0;
}

export async function saveSnapshot(
  queries: Queries,
  kind: string,
  name: string,
  at: number,
  value: unknown,
): Promise<void> {
  await queries.query(
    `insert into snapshots (kind, name, at, value) values (?, ?, ?, ?)
     on conflict (kind, name, at) do update set value = excluded.value`,
    [kind, name, at, JSON.stringify(value ?? null)],
  );
}

export async function snapshotAt(
  queries: Queries,
  kind: string,
  name: string,
  at: number,
): Promise<{ at: number; value: unknown } | undefined> {
  const [row] = await queries.query<{ at: number; value: string }>(
    `select at, value from snapshots where kind = ? and name = ? and at <= ?
     order by at desc limit 1`,
    [kind, name, at],
  );
  return row && { at: row.at, value: JSON.parse(row.value) as unknown };
}

export async function snapshots(
  queries: Queries,
  kind: string,
  name: string,
  range: { readonly fromAt: number; readonly toAt: number; readonly limit: number },
): Promise<readonly { at: number; value: unknown }[]> {
  const rows = await queries.query<{ at: number; value: string }>(
    `select at, value from snapshots where kind = ? and name = ? and at >= ? and at < ?
     order by at desc limit ?`,
    [kind, name, range.fromAt, range.toAt, range.limit],
  );
  return rows.toReversed().map(({ at, value }) => ({ at, value: JSON.parse(value) as unknown }));
}

export async function counts(
  queries: Queries,
  now: number,
): Promise<{ dueJobs: number; deadJobs: number; openIncidents: number }> {
  const [row] = await queries.query<{ due: number; dead: number; open: number }>(
    `select (select count(*) from jobs where ready_at <= ?) as due,
       (select count(*) from jobs where ready_at is not null and attempt >= ?) as dead,
       (select count(*) from incidents where is_open = 1) as open`,
    [now, deadAfterAttempts],
  );
  return {
    dueJobs: row?.due ?? 0,
    deadJobs: row?.dead ?? 0,
    openIncidents: row?.open ?? 0,
  };
}

const rowsAtOnce = 1_000;

/**
 * Old rows go a portion at a time, so that nobody waits long behind them. Of each thing's snapshots
 * the newest old one stays: it says how the thing was when the kept time begins.
 */
export async function prune(queries: Queries, beforeAt: number): Promise<void> {
  // Events first: a job that is gone may be made anew under its key, and must then find no event of
  // its old life.
  const old = {
    events: 'select id from events where at < ?',
    jobs: 'select id from jobs where done_at < ?',
  };
  for (const [table, select] of Object.entries(old)) {
    await inPortions(() =>
      queries.query(
        `delete from ${table} where id in (${select} limit ${rowsAtOnce}) returning id`,
        [beforeAt],
      ),
    );
  }
  await inPortions(() =>
    queries.query(
      `delete from snapshots where (kind, name, at) in (
         select s.kind, s.name, s.at from snapshots s
         where s.at < ? and exists (select 1 from snapshots n
           where n.kind = s.kind and n.name = s.name and n.at > s.at and n.at <= ?)
         limit ${rowsAtOnce}) returning at`,
      [beforeAt, beforeAt],
    ),
  );
}

async function inPortions(remove: () => Promise<readonly object[]>): Promise<void> {
  while ((await remove()).length === rowsAtOnce);
}
