import type { Claim, NewJob } from '../../engine/store.ts';
import type { Dialect, Queries, Session, Value } from './database.ts';

const rowsAtOnce = 50;

/**
 * Inserts jobs in order. The lanes are held until the transaction ends, so that a lane's order is
 * the order of commits and nobody can see a later job without the earlier one.
 */
export async function insertJobs(
  session: Session,
  dialect: Dialect,
  jobs: readonly NewJob[],
  at: number,
): Promise<void> {
  if (jobs.length === 0) return;
  const lanes = new Set(jobs.flatMap((job) => (job.lane === undefined ? [] : [job.lane])));
  if (lanes.size > 0) await session.lock([...lanes].map((lane) => `lane ${lane}`));
  for (const rows of distinctKeys(jobs)) {
    const tuples = rows.map(
      (_, index) => `(?, ?, ?, ?, ?, ?, ?, ${dialect.nextPlace(index)}, 1, 0, 'waiting')`,
    );
    await session.query(
      insertSql(tuples),
      rows.flatMap((job) => rowOf(job, at)),
    );
  }
  session.wake();
}

/** One statement may not touch a row twice, so a repeated key begins another. */
function distinctKeys(jobs: readonly NewJob[]): NewJob[][] {
  const parts: NewJob[][] = [];
  let keys = new Set<string>();
  for (const job of jobs) {
    let part = parts.at(-1);
    if (!part || part.length >= rowsAtOnce || keys.has(job.key)) {
      part = [];
      parts.push(part);
      keys = new Set();
    }
    part.push(job);
    keys.add(job.key);
  }
  return parts;
}

function rowOf(job: NewJob, at: number): Value[] {
  const effect = JSON.stringify(job.effect);
  const { key, latest, incident, lane, dueAt } = job;
  return [key, latest ? 1 : 0, incident ?? null, effect, lane ?? null, dueAt, at];
}

/**
 * A once-only key that is known is left alone. A latest-wins row takes the new effect and the next
 * version: done, it begins anew at the end of its lane; waiting, it keeps its place, its tries and
 * the earlier due time; running, the new version waits until the running one ends.
 */
function insertSql(tuples: readonly string[]): string {
  return `insert into jobs
    (key, latest, incident, effect, lane, ready_at, created_at, place, version, attempt, status)
    values ${tuples.join(', ')}
    on conflict (key) do update set
      version = jobs.version + 1, effect = excluded.effect, incident = excluded.incident,
      created_at = excluded.created_at, done_at = null,
      status = case jobs.status when 'done' then 'waiting' else jobs.status end,
      attempt = case jobs.status when 'done' then 0 else jobs.attempt end,
      lane = case jobs.status when 'done' then excluded.lane else jobs.lane end,
      place = case jobs.status when 'done' then excluded.place else jobs.place end,
      ready_at = case
        when jobs.status = 'running' or jobs.ready_at < excluded.ready_at then jobs.ready_at
        else excluded.ready_at end,
      next_place = case jobs.status
        when 'running' then coalesce(jobs.next_place, excluded.place) end,
      next_ready_at = case when jobs.status <> 'running' then null
        when jobs.next_ready_at < excluded.ready_at then jobs.next_ready_at
        else excluded.ready_at end
    where jobs.latest = 1 and excluded.latest = 1`;
}

/** Still in the hands of the worker that took it, in that very try. */
const ours = `id = ? and status = 'running' and worker = ? and attempt = ? and claimed_version = ?`;
const fence = (claim: Claim): Value[] => [claim.jobId, claim.worker, claim.attempt, claim.version];

export async function finishJob(session: Session, claim: Claim, at: number): Promise<boolean> {
  const [row] = await session.query<{ status: string; lane: string | null }>(
    `update jobs set
       status = case when next_place is null then 'done' else 'waiting' end,
       done_at = case when next_place is null then cast(? as bigint) end,
       ready_at = next_ready_at, place = coalesce(next_place, place),
       attempt = case when next_place is null then attempt else 0 end,
       next_place = null, next_ready_at = null, worker = null, claimed_version = null, error = null
     where ${ours} returning status, lane`,
    [at, ...fence(claim)],
  );
  if (!row) return false;
  // The next of its lane, or its own newer version, may run now.
  if (row.status === 'waiting' || row.lane !== null) session.wake();
  return true;
}

export async function retryJob(
  database: Queries,
  claim: Claim,
  retry: { dueAt: number; error: string },
): Promise<void> {
  await database.query(
    `update jobs set status = 'waiting', worker = null, claimed_version = null, error = ?,
       ready_at = case when next_ready_at < ? then next_ready_at else cast(? as bigint) end,
       next_place = null, next_ready_at = null
     where ${ours}`,
    [retry.error, retry.dueAt, retry.dueAt, ...fence(claim)],
  );
}

export async function extendClaims(
  database: Queries,
  claims: readonly Claim[],
  leaseUntil: number,
): Promise<readonly number[]> {
  if (claims.length === 0) return [];
  const rows = await database.query<{ id: number }>(
    `update jobs set ready_at = ? where ${claims.map(() => `(${ours})`).join(' or ')} returning id`,
    [leaseUntil, ...claims.flatMap(fence)],
  );
  return rows.map((row) => row.id);
}

interface ClaimedRow {
  id: number;
  key: string;
  version: number;
  attempt: number;
  worker: string;
  incident: string | null;
  effect: string;
  created_at: number;
  place: number;
}

/**
 * Which jobs `j` may be taken at `now` (a value or a column). A waiting one when nothing of its
 * lane runs and it is the first there of those that are due or were tried already. A running one
 * (its lease ended) always: it is the only one of its lane that runs. The minimum is asked for each
 * row on its own; written as "none before it", PostgreSQL compares every two jobs of a long lane.
 */
const takeable = (now: string) => `(j.lane is null or j.status = 'running' or (
  not exists (select 1 from jobs r where r.lane = j.lane and r.status = 'running')
  and j.place = (select min(b.place) from jobs b where b.lane = j.lane
    and b.status <> 'done' and (b.attempt > 0 or b.ready_at <= ${now}))))`;

/** Takes due jobs; two that take from one lane at once meet at its unique index, and one goes again. */
export async function claimJobs(
  database: Queries,
  dialect: Dialect,
  request: { worker: string; now: number; leaseMs: number; limit: number },
): Promise<readonly Claim[]> {
  const { worker, now, leaseMs, limit } = request;
  const rows = await database.query<ClaimedRow>(
    `with picked as (
       select j.id from jobs j
       where j.ready_at <= ? and ${takeable('?')}
       order by j.ready_at, j.place limit ? ${dialect.skipLocked})
     update jobs set status = 'running', worker = ?, attempt = attempt + 1,
       claimed_version = version, ready_at = ?, next_place = null, next_ready_at = null
     where id in (select id from picked)
     returning id, key, version, attempt, worker, incident, effect, created_at, place`,
    [now, now, limit, worker, now + leaseMs],
  );
  return [...rows].sort((a, b) => a.place - b.place).map(claimFrom);
}

function claimFrom(row: ClaimedRow): Claim {
  return {
    jobId: row.id,
    key: row.key,
    version: row.version,
    attempt: row.attempt,
    worker: row.worker,
    ...(row.incident === null ? {} : { incident: row.incident }),
    effect: JSON.parse(row.effect) as Claim['effect'],
    createdAt: row.created_at,
  };
}

/** Jobs that would still be held up in their lane when their own time comes do not count. */
export async function nextJobAt(database: Queries): Promise<number | undefined> {
  const [row] = await database.query<{ at: number }>(
    `select j.ready_at as at from jobs j
     where j.ready_at is not null and ${takeable('j.ready_at')}
     order by j.ready_at limit 1`,
  );
  return row?.at;
}
