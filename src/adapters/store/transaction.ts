import type { Dossier } from '../../core/dossier.ts';
import type { Transaction } from '../../engine/store.ts';
import type { Dialect, Session } from './database.ts';
import { dossierOf, dossierOfAlert, openDossiersOf, saveDossier } from './incidents.ts';
import { finishJob, insertJobs } from './jobs.ts';
import { appendTimeline } from './timeline.ts';

/** The engine's transaction over one of the database's. */
export function createTransaction(session: Session, dialect: Dialect): Transaction {
  const lock = dialect.forUpdate;
  /** Alerts of the dossiers read here are in their table already. */
  const knownAlerts = new Map<string, ReadonlySet<string>>();

  function seen(dossier: Dossier): Dossier {
    knownAlerts.set(dossier.id, new Set(Object.keys(dossier.alerts)));
    return dossier;
  }

  return {
    lock: (name) => session.lock([`name ${name}`]),
    recordEvent: async ({ id, incident, at }) =>
      isChanged(
        await session.query(
          `insert into events (id, incident, at) values (?, ?, ?)
           on conflict (id) do nothing returning id`,
          [id, incident, at],
        ),
      ),
    incidentOfEvent: async (id) => {
      const [row] = await session.query<{ incident: string }>(
        'select incident from events where id = ?',
        [id],
      );
      return row?.incident;
    },
    nextIncidentNumber: async () => {
      const [row] = await session.query<{ value: number }>(
        `insert into counters (name, value) values ('incident', 1)
         on conflict (name) do update set value = counters.value + 1 returning value`,
      );
      if (!row) throw new Error('The counter of incidents gave no number');
      return row.value;
    },
    dossier: async (id) => {
      const dossier = await dossierOf(session, id, lock);
      return dossier && seen(dossier);
    },
    openIncidents: async (service, environment) =>
      (await openDossiersOf(session, service, environment, lock)).map(seen),
    incidentOfAlert: async (alert) => {
      const dossier = await dossierOfAlert(session, alert, lock);
      return dossier && seen(dossier);
    },
    saveDossier: async (dossier, at) => {
      const known = knownAlerts.get(dossier.id);
      const alerts = Object.keys(dossier.alerts).filter((alert) => !known?.has(alert));
      await saveDossier(session, dossier, alerts, at);
      seen(dossier);
    },
    appendTimeline: (incident, entries) => appendTimeline(session, incident, entries),
    insertJobs: (jobs, at) => insertJobs(session, dialect, jobs, at),
    finishJob: (claim, at) => finishJob(session, claim, at),
    holdTarget: async (target, action, at) =>
      isChanged(
        await session.query(
          `insert into targets (target, action, at) values (?, ?, ?)
           on conflict (target) do update set action = excluded.action
           where targets.action = excluded.action returning target`,
          [target, action, at],
        ),
      ),
    releaseTarget: async (target, action) => {
      await session.query('delete from targets where target = ? and action = ?', [target, action]);
    },
  };
}

function isChanged(rows: readonly object[]): boolean {
  return rows.length > 0;
}
