import type { Dossier } from '../../src/core/dossier.ts';
import type { TimelineEntry } from '../../src/core/incident/timeline.ts';
import type { NewJob, Store } from '../../src/engine/store.ts';

export function aDossier(number: number, patch: Partial<Dossier> = {}): Dossier {
  return {
    id: `INC-${number}`,
    number,
    title: 'points cannot be used',
    service: 'points-api',
    environment: 'production',
    channel: '#incidents',
    severity: 'SEV2',
    phase: 'investigating',
    openedAt: 1_000,
    openedBy: 'firebreak',
    alerts: {},
    asking: [],
    evidence: {},
    actions: [],
    pages: [],
    messages: {},
    notices: {},
    ...patch,
  };
}

export function anAlert(key: string): Dossier['alerts'] {
  return {
    [key]: {
      key,
      name: key,
      state: 'alarm',
      changedAt: 1,
      reason: '',
      firstAlarmAt: 1,
      changes: 1,
    },
  };
}

export function anEntry(id: string, patch: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id,
    at: 1_000,
    by: 'ana',
    kind: 'IncidentAcknowledged',
    text: `Ana said ${id}.`,
    ...patch,
  };
}

export function aJob(key: string, patch: Partial<NewJob> = {}): NewJob {
  return { key, latest: false, effect: { kind: 'page', page: key }, dueAt: 0, ...patch };
}

/** A latest-wins job whose effect says which of several inserts it came from. */
export function aLook(key: string, slot: string, patch: Partial<NewJob> = {}): NewJob {
  return aJob(key, { latest: true, effect: { kind: 'show', slot: `notice:${slot}` }, ...patch });
}

export async function insert(store: Store, jobs: readonly NewJob[], at = 0): Promise<void> {
  await store.transaction((tx) => tx.insertJobs(jobs, at));
}

/** Takes what is due at `now` as one worker, for 100 ms. */
export async function take(store: Store, now = 0, worker = 'w1', limit = 10) {
  return store.claimJobs({ worker, now, leaseMs: 100, limit });
}
