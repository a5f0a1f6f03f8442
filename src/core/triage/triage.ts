import type { AlarmChange } from '../intake/alarm.ts';
import type { Alert } from './alert.ts';

/** What triage needs to know of an incident. */
export interface Candidate {
  readonly id: string;
  readonly isOpen: boolean;
  readonly openedAt: number;
  /** When it was closed, if it was. */
  readonly closedAt?: number;
  /** Dismissed or reviewed: what comes back to it begins anew. */
  readonly isFinal?: boolean;
  readonly alerts: Readonly<Record<string, Alert>>;
}

/** What is done with one change of one alarm, always with the reason. */
export type Triage =
  /** A new incident begins. */
  | { readonly kind: 'open'; readonly reason: 'nothing-open' }
  /** It belongs to this incident. */
  | {
      readonly kind: 'attach';
      readonly incident: string;
      readonly reason: 'known-alert' | 'same-service';
    }
  /** The trouble came back to an incident closed a moment ago: same thread. */
  | { readonly kind: 'reopen'; readonly incident: string; readonly reason: 'came-back' }
  | {
      readonly kind: 'ignore';
      readonly reason: /** An all-clear of something we never had. */
        | 'not-firing'
        /** We know this state already: another copy, by another way. */
        | 'same-state'
        /** Something newer is known; messages are not delivered in order. */
        | 'older-than-known';
    };

/** A new alarm joins an open incident of its service while it is this fresh. */
const joinWithinMs = 60 * 60_000;
/** The ways an alarm comes may date one change a moment apart. */
export const echoWithinMs = 5_000;
/** A closed incident is taken up again by its own alarm for this long. */
const reopenWithinMs = 30 * 60_000;

/**
 * @param knows The newest incident that knows this alert, open or not.
 * @param open Open incidents of the same service and environment, newest first.
 */
export function triage(
  change: AlarmChange,
  knows: Candidate | undefined,
  open: readonly Candidate[],
  now: number,
): Triage {
  const known = knows?.alerts[change.alertKey];
  if (known && change.changedAt < known.changedAt) {
    return { kind: 'ignore', reason: 'older-than-known' };
  }
  if (known && change.state === known.state && (knows?.isOpen || change.state !== 'alarm')) {
    const isEcho = change.changedAt - known.changedAt < echoWithinMs;
    if (isEcho || !knows?.isOpen) return { kind: 'ignore', reason: 'same-state' };
    // What lay between is still on its way: it must find that something newer is known.
  }
  if (knows?.isOpen) return { kind: 'attach', incident: knows.id, reason: 'known-alert' };
  if (change.state !== 'alarm') return { kind: 'ignore', reason: 'not-firing' };
  if (known?.state === 'alarm' && change.changedAt - known.changedAt < echoWithinMs) {
    // Closed by a person while the alarm still stands: its echo is not news.
    return { kind: 'ignore', reason: 'same-state' };
  }
  const mayReturn = knows?.closedAt !== undefined && !knows.isFinal;
  if (mayReturn && now - (knows.closedAt ?? 0) <= reopenWithinMs) {
    return { kind: 'reopen', incident: knows.id, reason: 'came-back' };
  }
  const fresh = open.find((incident) => now - lastMoveAt(incident) <= joinWithinMs);
  if (fresh) return { kind: 'attach', incident: fresh.id, reason: 'same-service' };
  return { kind: 'open', reason: 'nothing-open' };
}

function lastMoveAt(incident: Candidate): number {
  return Math.max(
    incident.openedAt,
    ...Object.values(incident.alerts).map((alert) => alert.firstAlarmAt),
  );
}
