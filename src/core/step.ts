import type { Dossier } from './dossier.ts';
import type { Event } from './event.ts';
import { isRefusal, refuse } from './kit/refusal.ts';
import {
  actionDoubted,
  actionFailed,
  actionGuarded,
  actionHeldUp,
  actionProgressed,
  actionStarted,
  actionVoided,
} from './steps/acting.ts';
import { actionApproved, actionPlanned, actionRequested, actionWithdrawn } from './steps/action.ts';
import { alarmChanged } from './steps/alarm.ts';
import { filesAttached } from './steps/attach.ts';
import { withinBounds } from './steps/bounds.ts';
import type { Context, Step } from './steps/change.ts';
import {
  evidenceAnswered,
  evidenceRequested,
  lookAgainDue,
  messageShown,
  rolloutObserved,
} from './steps/evidence.ts';
import { effectFailed } from './steps/failure.ts';
import { acknowledged, closed, incidentOpened, reopened } from './steps/opening.ts';
import { escalationDue, pageDelivered } from './steps/paging.ts';
import { recoveryMeasured } from './steps/recovery.ts';

/**
 * The whole life of an incident: what one event does to a dossier. Pure: the same dossier, event
 * and context give the same change. A refusal changes nothing.
 */
export function step(dossier: Dossier | undefined, event: Event, context: Context): Step {
  const change = decide(dossier, event, context);
  return isRefusal(change) ? change : { ...change, dossier: withinBounds(change.dossier) };
}

function decide(dossier: Dossier | undefined, event: Event, context: Context): Step {
  if (event.kind === 'IncidentOpened') {
    return dossier
      ? refuse('opened', `${dossier.id} is open already.`)
      : incidentOpened(event, context);
  }
  if (!dossier) return refuse('no-incident', context.words.refusals.noIncident());
  switch (event.kind) {
    case 'AlarmChanged':
      return alarmChanged(dossier, event, context);
    case 'IncidentAcknowledged':
      return acknowledged(dossier, event, context);
    case 'IncidentResolved':
    case 'IncidentDismissed':
      return closed(dossier, event, context);
    case 'IncidentReopened':
      return reopened(dossier, event, context);
    case 'EvidenceRequested':
      return evidenceRequested(dossier, event, context);
    case 'EvidenceAnswered':
      return evidenceAnswered(dossier, event, context);
    case 'LookAgainDue':
      return lookAgainDue(dossier, event, context);
    case 'RolloutObserved':
      return rolloutObserved(dossier, event, context);
    case 'MessageShown':
      return messageShown(dossier, event);
    case 'FilesAttached':
      return filesAttached(dossier, event);
    case 'PageDelivered':
      return pageDelivered(dossier, event, context);
    case 'EscalationDue':
      return escalationDue(dossier, event, context);
    case 'ActionRequested':
      return actionRequested(dossier, event, context);
    case 'ActionPlanned':
      return actionPlanned(dossier, event, context);
    case 'ActionApproved':
      return actionApproved(dossier, event, context);
    case 'ActionWithdrawn':
      return actionWithdrawn(dossier, event, context);
    case 'ActionGuarded':
      return actionGuarded(dossier, event, context);
    case 'ActionStarted':
      return actionStarted(dossier, event, context);
    case 'ActionHeldUp':
      return actionHeldUp(dossier, event, context);
    case 'ActionDoubted':
      return actionDoubted(dossier, event, context);
    case 'ActionVoided':
      return actionVoided(dossier, event, context);
    case 'ActionFailed':
      return actionFailed(dossier, event, context);
    case 'ActionProgressed':
      return actionProgressed(dossier, event, context);
    case 'RecoveryMeasured':
      return recoveryMeasured(dossier, event, context);
    case 'EffectFailed':
      return effectFailed(dossier, event, context);
    default:
      return unreachable(event);
  }
}

function unreachable(event: never): never {
  throw new Error(`No case for the event ${JSON.stringify(event)}`);
}
