import { writeSync } from 'node:fs';
import pg from 'pg';
import { createStore } from '../../src/adapters/store/store.ts';
import { silentLog } from '../../src/engine/log.ts';
import type { Claim, Store } from '../../src/engine/store.ts';
import { aDossier, aJob, anEntry } from '../contracts/store-examples.ts';

/** One replica of the tests with several processes: `node replica.ts <mode> <url> <name> [lease]`. */
const [mode, databaseUrl, name, lease] = process.argv.slice(2) as [string, string, string, string?];
const say = (line: string) => writeSync(1, `${line}\n`);
const leaseMs = Number(lease ?? 3_000);

/** Takes jobs until killed; `spans` says from when to when it had each one. */
async function work(store: Store): Promise<void> {
  const spans = new pg.Pool({ connectionString: databaseUrl });
  say('working');
  for (;;) {
    const claims = await store.claimJobs({ worker: name, now: Date.now(), leaseMs, limit: 3 });
    await Promise.all(claims.map((claim) => carryOut(store, spans, claim)));
    if (claims.length === 0) await spans.query('select pg_sleep(0.02)');
  }
}

async function carryOut(store: Store, spans: pg.Pool, claim: Claim): Promise<void> {
  const lane = claim.key.split('/')[0];
  const { rows } = await spans.query<{ id: number }>(
    `insert into spans (key, lane, attempt, began)
     values ($1, $2, $3, clock_timestamp()) returning id`,
    [claim.key, lane, claim.attempt],
  );
  if (Math.random() < 0.1) {
    await spans.query('update spans set ended = clock_timestamp() where id = $1', [rows[0]?.id]);
    await store.retryJob(claim, { dueAt: Date.now() + 10, error: 'bad luck' });
    return;
  }
  await spans.query('select pg_sleep(random() * 0.01)');
  await spans.query('update spans set ended = clock_timestamp() where id = $1', [rows[0]?.id]);
  await store.transaction(async (tx) => {
    const slot = claim.effect.kind === 'show' ? claim.effect.slot : '';
    const detail = { key: claim.key, version: claim.version, slot };
    await tx.appendTimeline('effects', [anEntry(claim.key, { detail })]);
    if (!(await tx.finishJob(claim, Date.now()))) throw new Error(`lost the lease of ${claim.key}`);
  });
}

/** Fights for one target; the row of `holders` cannot be there twice. */
async function hold(store: Store): Promise<void> {
  const holders = new pg.Pool({ connectionString: databaseUrl });
  let held = 0;
  for (let i = 0; i < 100; i++) {
    if (!(await store.transaction((tx) => tx.holdTarget('ecs:points', name, 1)))) continue;
    held++;
    await holders.query(`insert into holders (target, holder) values ('ecs:points', $1)`, [name]);
    await holders.query(`delete from holders where target = 'ecs:points' and holder = $1`, [name]);
    await store.transaction((tx) => tx.releaseTarget('ecs:points', name));
  }
  await holders.end();
  say(`held ${held}`);
}

/** Sends the same events as every other replica, and opens an incident for each that was new. */
async function send(store: Store): Promise<void> {
  const opened: number[] = [];
  for (let i = 0; i < 100; i++) {
    const number = await store.transaction(async (tx) => {
      if (!(await tx.recordEvent({ id: `alarm ${i}`, incident: 'new', at: 1 }))) return undefined;
      const next = await tx.nextIncidentNumber();
      await tx.saveDossier(aDossier(next), 1);
      return next;
    });
    if (number !== undefined) opened.push(number);
  }
  say(`opened ${opened.join(' ')}`);
}

/** Dies (is killed) with a transaction open. */
async function hang(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    const dossier = await tx.dossier('INC-1');
    await tx.saveDossier({ ...dossier, ...aDossier(1), title: 'never kept' }, 1);
    await tx.insertJobs([aJob('never')], 1);
    say('inside');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
}

const store = await createStore({ databaseUrl, dataDir: '', log: silentLog });
switch (mode) {
  case 'work':
    await work(store);
    break;
  case 'hold':
    await hold(store);
    break;
  case 'send':
    await send(store);
    break;
  case 'hang':
    await hang(store);
    break;
  case 'claim':
    say(`claimed ${(await store.claimJobs({ worker: name, now: 0, leaseMs, limit: 1 }))[0]?.key}`);
    setTimeout(() => {}, 60_000);
    break;
  case 'insert':
    await store.transaction((tx) => tx.insertJobs([aJob(name)], 1));
    break;
  case 'start':
    break;
  default:
    throw new Error(`no such mode: ${mode}`);
}
if (mode !== 'claim') await store.close();
