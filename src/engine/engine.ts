import { type Words, wordsOf } from '../core/briefing/words/words.ts';
import type { Dossier } from '../core/dossier.ts';
import type { Event, EventOf } from '../core/event.ts';
import { isOpen, mayMove } from '../core/incident/phase.ts';
import { type AlarmChange, redactAlarm } from '../core/intake/alarm.ts';
import { derivedId } from '../core/kit/ids.ts';
import { isRefusal, type Refusal } from '../core/kit/refusal.ts';
import { step } from '../core/step.ts';
import type { Context } from '../core/steps/change.ts';
import { environmentOfAlarm } from '../core/triage/route.ts';
import { severityOf } from '../core/triage/severity.ts';
import { type Candidate, triage } from '../core/triage/triage.ts';
import type { World } from '../core/world.ts';
import type { Clock } from './clock.ts';
import { jobOf } from './jobs.ts';
import type { Log } from './log.ts';
import type { Claim, Store, Transaction } from './store.ts';

/** What came of an event. */
export type Handled =
  | { readonly status: 'done'; readonly dossier: Dossier }
  /** This very event was taken before; nothing happened now. */
  | { readonly status: 'repeated'; readonly incident: string }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/** What a person states when declaring. */
export interface Declaration {
  readonly requestId: string;
  readonly title: string;
  readonly service: string;
  readonly environment: string;
  readonly channel: string;
  readonly severity: EventOf<'IncidentOpened'>['severity'];
  readonly by: string;
}

/**
 * Runs the core durably: each event is one transaction that loads the dossier under its lock, takes
 * the event once, and commits the new dossier, the timeline and the jobs together. What the jobs do
 * in the world comes back as the next event.
 */
export interface Engine {
  /** Takes an event of an incident. */
  handle(incident: string, event: Event): Promise<Handled>;
  /** A person declares an incident. The same request opens one. */
  declare(declaration: Declaration): Promise<Handled>;
  /**
   * Stores changes of alarms; returns when all are committed. The same change is taken once. One that
   * cannot be stored holds up none of the others and is thrown after them.
   */
  hear(changes: readonly AlarmChange[]): Promise<void>;
  /**
   * Ends a job with the event it brought, in one transaction. False: the claim was lost meanwhile
   * and nothing was written.
   */
  finish(claim: Claim, event: Event | undefined): Promise<boolean>;
}

/** Thrown inside a transaction to undo it when a claim turns out to be lost. */
class ClaimLost extends Error {}

export function createEngine(parts: {
  store: Store;
  world: World;
  clock: Clock;
  log: Log;
}): Engine {
  const { store, world, clock, log } = parts;
  const words: Words = wordsOf(world.language);
  const context = (): Context => ({ now: clock.now(), world, words });

  async function take(
    tx: Transaction,
    incident: string,
    dossier: Dossier | undefined,
    event: Event,
  ): Promise<Handled> {
    const { now, ...rest } = context();
    if (!(await tx.recordEvent({ id: event.id, incident, at: now }))) {
      return { status: 'repeated', incident };
    }
    const change = step(dossier, event, { now, ...rest });
    const lines = log.child({ incident });
    if (isRefusal(change)) {
      lines.info({ event: event.kind, reason: change.reason }, 'event refused');
      return { status: 'refused', refusal: change };
    }
    await tx.saveDossier(change.dossier, now);
    await tx.appendTimeline(incident, change.timeline);
    const jobs = change.effects.map((effect, index) =>
      jobOf(effect, { eventId: event.id, index, dossier: change.dossier, now }),
    );
    await tx.insertJobs(jobs, now);
    lines.info(
      { event: event.kind, phase: change.dossier.phase, jobs: jobs.length },
      'event taken',
    );
    return { status: 'done', dossier: change.dossier };
  }

  async function handleIn(tx: Transaction, incident: string, event: Event): Promise<Handled> {
    return take(tx, incident, await tx.dossier(incident), event);
  }

  async function openIn(
    tx: Transaction,
    event: Omit<EventOf<'IncidentOpened'>, 'number'>,
  ): Promise<Handled> {
    const before = await tx.incidentOfEvent(event.id);
    if (before !== undefined) return { status: 'repeated', incident: before };
    const number = await tx.nextIncidentNumber();
    return take(tx, `INC-${number}`, undefined, { ...event, number });
  }

  /** Triage and what follows from it, for one change. Same-service alarms queue behind a lock. */
  async function hearOne(tx: Transaction, change: AlarmChange): Promise<void> {
    const environment = environmentOfAlarm(world.services, change.name);
    const service = environment?.service ?? 'unknown';
    const place = environment?.name ?? 'unknown';
    await tx.lock(`triage ${service} ${place} ${environment ? '' : change.alertKey}`);
    const newest = await tx.incidentOfAlert(change.alertKey);
    const open = environment ? await tx.openIncidents(service, place) : [];
    // An alarm is at home where people work on it, even if a newer incident has ended with it.
    const knows = open.find(({ alerts }) => alerts[change.alertKey]) ?? newest;
    await clearElsewhere(tx, change, open, knows?.id);
    // Told again, however late and whatever became of its incident, it is not news.
    if ((await tx.incidentOfEvent(change.changeId)) !== undefined) return;
    const verdict = triage(change, knows && candidate(knows), open.map(candidate), clock.now());
    log.info({ alarm: change.name, state: change.state, via: change.via, ...verdict }, 'triaged');
    const changed = { id: change.changeId, kind: 'AlarmChanged', change } as const;
    if (verdict.kind === 'attach') await handleIn(tx, verdict.incident, changed);
    if (verdict.kind === 'reopen') {
      const id = derivedId(change.changeId, 'reopen');
      await handleIn(tx, verdict.incident, { id, kind: 'IncidentReopened', by: 'firebreak' });
      await handleIn(tx, verdict.incident, changed);
    }
    if (verdict.kind === 'open') {
      const opened = await openIn(tx, {
        id: derivedId(change.changeId, 'open'),
        kind: 'IncidentOpened',
        title: change.description?.trim() || change.name,
        service,
        environment: place,
        channel: environment?.channel ?? world.channel,
        severity: severityOf(world.severities, change.name, place),
        by: 'firebreak',
      });
      if (opened.status === 'done') await handleIn(tx, opened.dossier.id, changed);
    }
  }

  /** An alarm has one home; others that know it, opened again by people, only hear that it is over. */
  async function clearElsewhere(
    tx: Transaction,
    change: AlarmChange,
    open: readonly Dossier[],
    home: string | undefined,
  ): Promise<void> {
    if (change.state === 'alarm') return;
    for (const { id, alerts } of open) {
      if (id === home || alerts[change.alertKey]?.state !== 'alarm') continue;
      await handleIn(tx, id, { id: derivedId(change.changeId, id), kind: 'AlarmChanged', change });
    }
  }

  return {
    handle: (incident, event) => store.transaction((tx) => handleIn(tx, incident, event)),
    declare: ({ requestId, ...declaration }) =>
      store.transaction(async (tx) => {
        await tx.lock(`declare ${requestId}`);
        return openIn(tx, { ...declaration, id: requestId, kind: 'IncidentOpened' });
      }),
    async hear(changes) {
      const failures: unknown[] = [];
      for (const change of changes) {
        try {
          await store.transaction((tx) => hearOne(tx, redactAlarm(change)));
        } catch (error) {
          log.error({ error, alarm: change.name, change: change.changeId }, 'alarm not stored');
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
    async finish(claim, event) {
      try {
        await store.transaction(async (tx) => {
          if (event && claim.incident) await handleIn(tx, claim.incident, event);
          if (!(await tx.finishJob(claim, clock.now()))) throw new ClaimLost();
        });
        return true;
      } catch (error) {
        if (error instanceof ClaimLost) return false;
        throw error;
      }
    },
  };
}

function candidate(dossier: Dossier): Candidate {
  return {
    id: dossier.id,
    isOpen: isOpen(dossier.phase),
    openedAt: dossier.openedAt,
    ...(dossier.closed ? { closedAt: dossier.closed.at } : {}),
    isFinal: !isOpen(dossier.phase) && !mayMove(dossier.phase, 'investigating'),
    alerts: dossier.alerts,
  };
}
