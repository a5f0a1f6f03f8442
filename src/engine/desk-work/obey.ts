import type { OfferId, OfferSubject } from '../../core/briefing/offer.ts';
import { helpBriefing, overview } from '../../core/briefing/overview.ts';
import type { Event } from '../../core/event.ts';
import { evidenceKinds } from '../../core/evidence/question.ts';
import type { Command } from '../../core/intake/command.ts';
import { helpLines } from '../../core/intake/parse-command.ts';
import { isRefusal } from '../../core/kit/refusal.ts';
import type { Asker, Reply } from '../desk.ts';
import { act, answerProposal, rollbackForm } from './actions.ts';
import { type Front, replyTo } from './front.ts';
import { askEvidence, showOnCall, showStatus, showTimeline } from './questions.ts';
import { incidentOf } from './scope.ts';

/** What each verb of `/incident` does: an event, a form, or an answer. */
export async function obeyCommand(command: Command, asker: Asker, front: Front): Promise<Reply> {
  const { store, world, words, clock } = front.doing;
  const by = { id: asker.requestId, by: asker.by };
  switch (command.verb) {
    case 'help':
      return { kind: 'say', briefing: helpBriefing(helpLines(world.language), words) };
    case 'overview':
      return {
        kind: 'say',
        briefing: overview(await store.openIncidents(), world.rotations, clock.now(), words),
      };
    case 'declare':
      return {
        kind: 'form',
        form: 'declare',
        ...(command.service ? { service: command.service } : {}),
        ...(command.environment ? { environment: command.environment } : {}),
        ...(command.rest ? { title: command.rest } : {}),
      };
    case 'ack':
      return tell(command, asker, { ...by, kind: 'IncidentAcknowledged' }, front);
    case 'resolve':
      return tell(command, asker, { ...by, kind: 'IncidentResolved' }, front);
    case 'dismiss':
      return tell(command, asker, { ...by, kind: 'IncidentDismissed' }, front);
    case 'reopen':
      return tell(command, asker, { ...by, kind: 'IncidentReopened' }, front);
    case 'errors':
      return askEvidence(['errors'], command, asker, front);
    case 'slow':
      return askEvidence(['slow-queries'], command, asker, front);
    case 'changes':
      return askEvidence(['changes'], command, asker, front);
    case 'db':
      return askEvidence(['database'], command, asker, front);
    case 'status':
      return showStatus(command, asker, front);
    case 'rollback':
      return rollbackForm(command, asker, front);
    case 'pause':
    case 'resume':
    case 'promote':
    case 'abort':
      return act(command.verb, command, asker, front);
    case 'oncall':
      return showOnCall(command, front);
    case 'timeline':
      return showTimeline(command, asker, front);
  }
}

/** A button is a verb about what it stands on; only approving and taking back have no verb. */
export async function press(
  offer: OfferId,
  subject: OfferSubject,
  asker: Asker,
  front: Front,
): Promise<Reply> {
  const at: Asker = subject.incident ? { ...asker, incident: subject.incident } : asker;
  const verb = (name: Command['verb']) => obeyCommand(commandOn(name, subject), at, front);
  switch (offer) {
    case 'acknowledge':
    case 'acknowledge-page':
      return verb('ack');
    case 'evidence':
      return askEvidence(evidenceKinds, commandOn('errors', subject), at, front);
    case 'approve':
    case 'withdraw':
      return answerProposal(offer, subject, at, front);
    default:
      return verb(offer);
  }
}

async function tell(command: Command, asker: Asker, event: Event, front: Front): Promise<Reply> {
  const { engine, doing } = front;
  const found = await incidentOf(command, asker, doing);
  if (isRefusal(found)) return found;
  return replyTo(await engine.handle(found.id, event));
}

function commandOn(verb: Command['verb'], subject: OfferSubject): Command {
  return {
    verb,
    ...(subject.service ? { service: subject.service } : {}),
    ...(subject.environment ? { environment: subject.environment } : {}),
    ...(subject.incident ? { incident: subject.incident } : {}),
  };
}
