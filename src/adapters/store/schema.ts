import type { Dialect } from './database.ts';

/**
 * The tables of version 1. Moments are epoch milliseconds; documents are JSON in text, because
 * PostgreSQL's jsonb cannot hold every string (NUL) and the timeline's hashes need the exact text.
 */
export function firstTables(dialect: Dialect): readonly string[] {
  return [
    'create table counters (name text primary key, value bigint not null)',
    'create table events (id text primary key, incident text not null, at bigint not null)',
    'create index events_at on events (at)',
    ...incidents,
    `create table timeline (
       incident text not null, seq bigint not null, hash text not null, entry text not null,
       primary key (incident, seq))`,
    ...dialect.appendOnly('timeline'),
    ...jobs(dialect),
    'create table leases (name text primary key, holder text not null, until_at bigint not null)',
    'create table targets (target text primary key, action text not null, at bigint not null)',
    `create table snapshots (
       kind text not null, name text not null, at bigint not null, value text not null,
       primary key (kind, name, at))`,
  ];
}

const incidents = [
  `create table incidents (
     id text primary key, number bigint not null, service text not null,
     environment text not null, is_open bigint not null, card_channel text, card_ts text,
     saved_at bigint not null, dossier text not null)`,
  'create index incidents_number on incidents (number)',
  'create index incidents_open on incidents (service, environment) where is_open = 1',
  'create index incidents_card on incidents (card_channel, card_ts)',
  `create table incident_alerts (
     alert text not null, incident text not null, number bigint not null,
     primary key (alert, incident))`,
];

/**
 * One row a job. `status` is waiting, running or done. `ready_at` is the moment somebody may take
 * it: its due time while it waits, the end of its lease while it runs, null when done. `place` is
 * its rank in its lane. A newer version that arrives while the job runs waits in `next_place` and
 * `next_ready_at`. The unique index is what keeps two workers out of one lane.
 */
function jobs(dialect: Dialect): readonly string[] {
  return [
    `create table jobs (
       id ${dialect.identity}, key text not null unique, latest bigint not null, incident text,
       effect text not null, lane text, place bigint not null, version bigint not null,
       status text not null, attempt bigint not null, ready_at bigint, created_at bigint not null,
       worker text, claimed_version bigint, next_place bigint, next_ready_at bigint,
       error text, done_at bigint)`,
    'create index jobs_ready on jobs (ready_at, place) where ready_at is not null',
    `create index jobs_lane on jobs (lane, place) where status <> 'done'`,
    `create unique index jobs_one_running_a_lane on jobs (lane) where status = 'running'`,
    'create index jobs_done on jobs (done_at) where done_at is not null',
    'create index jobs_place on jobs (place)',
    'create index jobs_next_place on jobs (next_place) where next_place is not null',
  ];
}
