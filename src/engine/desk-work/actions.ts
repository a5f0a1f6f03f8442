import type { OfferSubject } from '../../core/briefing/offer.ts';
import type { Event } from '../../core/event.ts';
import type { Command } from '../../core/intake/command.ts';
import { isRefusal, type Refusal, refuse } from '../../core/kit/refusal.ts';
import type { PlanRequest } from '../../core/service/plan.ts';
import type { Verb } from '../../core/service/rollout.ts';
import type { Environment } from '../../core/service/service.ts';
import { environmentOf } from '../../core/world.ts';
import type { Asker, Desk, Reply } from '../desk.ts';
import { type Front, replyTo, say } from './front.ts';
import { scopeOf } from './scope.ts';

/** An action outside an incident declares one first: every change in production has a record. */
export async function act(
  verb: Verb,
  command: Command,
  asker: Asker,
  front: Front,
): Promise<Reply> {
  const { doing } = front;
  const scope = await scopeOf(command, asker, doing);
  if (isRefusal(scope)) return scope;
  const request: PlanRequest = { verb };
  if (scope.kind === 'incident')
    return requestAction(scope.dossier.id, request, undefined, asker, front);
  const opened = await openFor(verb, scope.environment, asker, front);
  return isRefusal(opened) ? opened : requestAction(opened, request, undefined, asker, front);
}

export async function rollbackForm(command: Command, asker: Asker, front: Front): Promise<Reply> {
  const { doing } = front;
  const { world, words } = doing;
  const scope = await scopeOf(command, asker, doing);
  if (isRefusal(scope)) {
    // The form itself can ask which service and where.
    return scope.reason.startsWith('which-') ? { kind: 'form', form: 'rollback' } : scope;
  }
  const place =
    scope.kind === 'incident'
      ? { service: scope.dossier.service, environment: scope.dossier.environment }
      : { service: scope.environment.service, environment: scope.environment.name };
  if (!environmentOf(world, place.service, place.environment)?.rollout) {
    return refuse('no-rollout', words.refusals.noRollout(place.service, place.environment));
  }
  const incident = scope.kind === 'incident' ? { incident: scope.dossier.id } : {};
  return { kind: 'form', form: 'rollback', ...place, ...incident };
}

export async function answerProposal(
  offer: 'approve' | 'withdraw',
  subject: OfferSubject,
  asker: Asker,
  front: Front,
): Promise<Reply> {
  const { engine, doing } = front;
  const { words } = doing;
  const { incident, action, planHash } = subject;
  if (!incident || !action) return refuse('no-action', words.refusals.notProposed(undefined));
  const about = { id: asker.requestId, action, by: asker.by };
  const event: Event =
    offer === 'approve'
      ? { ...about, kind: 'ActionApproved', planHash: planHash ?? '' }
      : { ...about, kind: 'ActionWithdrawn' };
  return replyTo(await engine.handle(incident, event));
}

/** The confirmed form; opens an incident first if there is none. */
export async function propose(
  form: Parameters<Desk['propose']>[0],
  asker: Asker,
  front: Front,
): Promise<Reply> {
  const command: Command = {
    verb: 'rollback',
    service: form.service,
    environment: form.environment,
    ...(asker.incident ? { incident: asker.incident } : {}),
  };
  const scope = await scopeOf(command, asker, front.doing);
  if (isRefusal(scope)) return scope;
  const incident =
    scope.kind === 'incident'
      ? scope.dossier.id
      : await openFor(form.request.verb, scope.environment, asker, front);
  if (isRefusal(incident)) return incident;
  return requestAction(incident, form.request, form.planHash, asker, front);
}

async function requestAction(
  incident: string,
  request: PlanRequest,
  planHash: string | undefined,
  asker: Asker,
  front: Front,
): Promise<Reply> {
  const { engine, doing } = front;
  const { words } = doing;
  const handled = await engine.handle(incident, {
    id: asker.requestId,
    kind: 'ActionRequested',
    by: asker.by,
    request,
    ...(planHash === undefined ? {} : { planHash }),
  });
  if (handled.status === 'refused') return handled.refusal;
  return asker.incident === incident ? { kind: 'done' } : say(words.overview.asked(incident));
}

async function openFor(
  verb: Verb,
  environment: Environment,
  asker: Asker,
  front: Front,
): Promise<string | Refusal> {
  const { engine, doing } = front;
  const { words } = doing;
  if (!environment.rollout) {
    return refuse('no-rollout', words.refusals.noRollout(environment.service, environment.name));
  }
  const handled = await engine.declare({
    requestId: `${asker.requestId}/declare`,
    title: `${words.actionName(verb)} ${environment.service}`,
    service: environment.service,
    environment: environment.name,
    channel: environment.channel,
    severity: 'SEV4',
    by: asker.by,
  });
  if (handled.status === 'refused') return handled.refusal;
  return handled.status === 'done' ? handled.dossier.id : handled.incident;
}
