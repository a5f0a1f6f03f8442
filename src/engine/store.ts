import type { Briefing } from '../core/briefing/briefing.ts';
import type { Dossier } from '../core/dossier.ts';
import type { Effect } from '../core/effect.ts';
import type { TimelineEntry } from '../core/incident/timeline.ts';

/** Work of the engine that belongs to no incident: a message to a channel, said once. */
export interface Announcement {
  readonly kind: 'announce';
  readonly channel: string;
  readonly briefing: Briefing;
}

/** An effect on its way. */
export interface NewJob {
  /**
   * Once-only jobs: unique for ever (event id + place); a second insert is ignored.
   * Latest-wins jobs (`latest: true`): one row a key; a second insert brings it back to life with
   * the new effect and the next version, keeping the earlier of the two due times while it waits.
   */
  readonly key: string;
  readonly latest: boolean;
  readonly incident?: string;
  readonly effect: Effect | Announcement;
  /** Epoch ms: not to be run before. */
  readonly dueAt: number;
  /** Jobs of one lane run one at a time, in the order they were inserted, retries included; a
   * job whose time has not come does not hold up those behind it unless it was tried before. */
  readonly lane?: string;
}

/** A job in the hands of one worker until `leaseUntil`. */
export interface Claim {
  readonly jobId: number;
  readonly key: string;
  readonly version: number;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly worker: string;
  readonly incident?: string;
  readonly effect: Effect | Announcement;
  /** When the job was first inserted (this version). */
  readonly createdAt: number;
}

/** Everything one event changes, together or not at all. Holds its locks until it ends. */
export interface Transaction {
  /** Two transactions that hold the same name run one after the other. */
  lock(name: string): Promise<void>;
  /** Remembers an event id; false when it was known already. */
  recordEvent(event: { id: string; incident: string; at: number }): Promise<boolean>;
  /** The incident that took this event, if any did. */
  incidentOfEvent(id: string): Promise<string | undefined>;
  nextIncidentNumber(): Promise<number>;
  /** Locked until the transaction ends. */
  dossier(id: string): Promise<Dossier | undefined>;
  /** Open incidents of a service in an environment, newest first, locked. */
  openIncidents(service: string, environment: string): Promise<readonly Dossier[]>;
  /** The newest incident that knows this alert, open or not, locked. */
  incidentOfAlert(alertKey: string): Promise<Dossier | undefined>;
  saveDossier(dossier: Dossier, at: number): Promise<void>;
  /** Appends in order; each entry's hash covers the one before it. */
  appendTimeline(incident: string, entries: readonly TimelineEntry[]): Promise<void>;
  insertJobs(jobs: readonly NewJob[], at: number): Promise<void>;
  /**
   * Ends a job as this worker's. False when the claim is no longer ours (lease lost): the caller
   * must then roll back. A latest-wins job that got a newer version meanwhile stays due.
   */
  finishJob(claim: Claim, at: number): Promise<boolean>;
  /** One live action a target: true when it is (now or already) held by this action. */
  holdTarget(target: string, action: string, at: number): Promise<boolean>;
  releaseTarget(target: string, action: string): Promise<void>;
}

/**
 * Port: the memory of the program. Every method may throw `StoreError`-like trouble as
 * `OutsideError { system: 'store' }`. Two adapters keep it: SQLite (one process) and PostgreSQL
 * (any number). SQL never reads a clock: times come in as epoch milliseconds.
 */
export interface Store {
  /** Serializable enough for what the engine does: locked rows, unique keys. Nothing else inside. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;

  incident(id: string): Promise<Dossier | undefined>;
  /** Open ones, newest first. */
  openIncidents(): Promise<readonly Dossier[]>;
  /** The newest incidents, open or not. */
  recentIncidents(limit: number): Promise<readonly Dossier[]>;
  /** The incident whose thread hangs under this message. */
  incidentOfThread(channel: string, ts: string): Promise<string | undefined>;
  /** Oldest first, with the hash chain. */
  timeline(
    incident: string,
  ): Promise<readonly (TimelineEntry & { readonly seq: number; readonly hash: string })[]>;

  /** Takes up to `limit` due jobs, oldest first, heads of lanes only; also those whose lease ended. */
  claimJobs(request: {
    worker: string;
    now: number;
    leaseMs: number;
    limit: number;
  }): Promise<readonly Claim[]>;
  /** Keeps claims alive; answers the job ids that are still this worker's. */
  extendClaims(claims: readonly Claim[], leaseUntil: number): Promise<readonly number[]>;
  /** Puts a job back, due later. Ignored when the claim is no longer ours. */
  retryJob(claim: Claim, retry: { dueAt: number; error: string }): Promise<void>;
  /** When the next job is due (claimed ones: when their lease ends); undefined: none. */
  nextJobAt(): Promise<number | undefined>;
  /** Called (soon, perhaps once for many) when jobs were inserted by anyone. Returns: stop. */
  onWork(listener: () => void): () => void;

  /** Periodic work, one replica at a time: true when `holder` has it until `untilAt`. */
  takeLease(name: string, holder: string, now: number, untilAt: number): Promise<boolean>;
  /** Keeps what the world looked like: `who` was the writer at `at`. */
  saveSnapshot(kind: string, key: string, at: number, value: unknown): Promise<void>;
  /** The newest snapshot not newer than `at`. */
  snapshotAt(
    kind: string,
    key: string,
    at: number,
  ): Promise<{ at: number; value: unknown } | undefined>;
  /** The newest `limit` snapshots in [fromAt, toAt), oldest first. */
  snapshots(
    kind: string,
    key: string,
    range: { readonly fromAt: number; readonly toAt: number; readonly limit: number },
  ): Promise<readonly { readonly at: number; readonly value: unknown }[]>;

  /** Counts for /metrics and the doctor. */
  counts(now: number): Promise<{ dueJobs: number; deadJobs: number; openIncidents: number }>;
  /** Forgets done jobs, event ids and snapshots older than `beforeAt`; never incidents. */
  prune(beforeAt: number): Promise<void>;
  /** Can it answer, and has it room to write? Throws when not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
