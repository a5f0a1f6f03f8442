import type { OfferId, OfferSubject } from '../../core/briefing/offer.ts';
import {
  helpBriefing,
  homeBriefing,
  onCall,
  overview,
  sentence,
  timelineBriefing,
} from '../../core/briefing/overview.ts';
import type { Event } from '../../core/event.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import type { Command } from '../../core/intake/command.ts';
import { helpLines, parseCommand } from '../../core/intake/parse-command.ts';
import { isRefusal, type Refusal, refuse } from '../../core/kit/refusal.ts';
import type { PlanRequest } from '../../core/service/plan.ts';
import type { Verb } from '../../core/service/rollout.ts';
import type { Environment } from '../../core/service/service.ts';
import { environmentOf } from '../../core/world.ts';
import type { Asker, Desk, Reply } from '../desk.ts';
import { controlOf, type Doing } from '../effects/doing.ts';
import type { Engine, Handled } from '../engine.ts';
import { lookFor, statusOf } from './look.ts';
import { incidentOf, scopeOf } from './scope.ts';

const defaultLookBackMs = 30 * 60_000;
const releasesListed = 20;

/** The desk: people's wishes become events, their questions become briefings. */
export function createDesk(parts: { engine: Engine; doing: Doing }): Desk {
  const { engine, doing } = parts;
  const { store, world, words, clock } = doing;
  const scopeParts = { store, world, words };

  async function tell(
    command: Command,
    asker: Asker,
    event: (incident: string) => Event,
  ): Promise<Reply> {
    const found = await incidentOf(command, asker, scopeParts);
    if (isRefusal(found)) return found;
    return replyTo(await engine.handle(found.id, event(found.id)));
  }

  /** Evidence: into the thread of the incident where there is one, else to the asker alone. */
  async function askEvidence(
    kinds: readonly Evidence['kind'][],
    command: Command,
    asker: Asker,
  ): Promise<Reply> {
    const scope = await scopeOf(command, asker, scopeParts);
    if (isRefusal(scope)) return scope;
    const { lookBackMs } = command;
    if (scope.kind === 'incident') {
      const { id } = scope.dossier;
      const handled = await engine.handle(id, {
        id: asker.requestId,
        kind: 'EvidenceRequested',
        by: asker.by,
        kinds,
        lookBackMs: lookBackMs ?? defaultLookBackMs,
      });
      if (handled.status === 'refused') return handled.refusal;
      return asker.incident === id ? { kind: 'done' } : say(words.overview.looking(id));
    }
    const [kind] = kinds;
    if (!kind) return { kind: 'done' };
    const afterwards = lookFor(kind, scope.environment, lookBackMs, asker.requestId, doing);
    return {
      kind: 'say',
      briefing: sentence(words.evidenceBriefing.asking([words.evidence(kind)])),
      afterwards,
    };
  }

  /** An action outside an incident declares one first: every change in production has a record. */
  async function act(verb: Verb, command: Command, asker: Asker): Promise<Reply> {
    const scope = await scopeOf(command, asker, scopeParts);
    if (isRefusal(scope)) return scope;
    const request: PlanRequest = { verb };
    if (scope.kind === 'incident')
      return requestAction(scope.dossier.id, request, undefined, asker);
    const opened = await openFor(verb, scope.environment, asker);
    return isRefusal(opened) ? opened : requestAction(opened, request, undefined, asker);
  }

  async function requestAction(
    incident: string,
    request: PlanRequest,
    planHash: string | undefined,
    asker: Asker,
  ): Promise<Reply> {
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
  ): Promise<string | Refusal> {
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

  async function rollbackForm(command: Command, asker: Asker): Promise<Reply> {
    const scope = await scopeOf(command, asker, scopeParts);
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

  async function showStatus(command: Command, asker: Asker): Promise<Reply> {
    const scope = await scopeOf(command, asker, scopeParts);
    if (isRefusal(scope)) return scope;
    const environment =
      scope.kind === 'place'
        ? scope.environment
        : environmentOf(world, scope.dossier.service, scope.dossier.environment);
    if (!environment) {
      return refuse('not-configured', words.refusals.notConfigured(command.service ?? ''));
    }
    return {
      kind: 'say',
      briefing: sentence(words.overview.lookingAtRollout(environment.service, environment.name)),
      afterwards: statusOf(environment, doing),
    };
  }

  function showOnCall(command: Command): Reply {
    const name = command.rotation;
    const rotations = world.rotations.filter((rotation) => !name || rotation.name === name);
    if (rotations.length === 0) {
      const known = world.rotations.map((rotation) => rotation.name);
      return refuse('no-rotation', words.refusals.noRotation(name ?? '', known));
    }
    return { kind: 'say', briefing: onCall(rotations, clock.now(), words) };
  }

  async function showTimeline(command: Command, asker: Asker): Promise<Reply> {
    const found = await incidentOf(command, asker, scopeParts);
    if (isRefusal(found)) return found;
    const entries = await store.timeline(found.id);
    return { kind: 'say', briefing: timelineBriefing(found, entries, words) };
  }

  async function obeyCommand(command: Command, asker: Asker): Promise<Reply> {
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
        return tell(command, asker, () => ({ ...by, kind: 'IncidentAcknowledged' }));
      case 'resolve':
        return tell(command, asker, () => ({ ...by, kind: 'IncidentResolved' }));
      case 'dismiss':
        return tell(command, asker, () => ({ ...by, kind: 'IncidentDismissed' }));
      case 'reopen':
        return tell(command, asker, () => ({ ...by, kind: 'IncidentReopened' }));
      case 'errors':
        return askEvidence(['errors'], command, asker);
      case 'slow':
        return askEvidence(['slow-queries'], command, asker);
      case 'status':
        return showStatus(command, asker);
      case 'rollback':
        return rollbackForm(command, asker);
      case 'pause':
      case 'resume':
      case 'promote':
      case 'abort':
        return act(command.verb, command, asker);
      case 'oncall':
        return showOnCall(command);
      case 'timeline':
        return showTimeline(command, asker);
    }
  }

  async function press(offer: OfferId, subject: OfferSubject, asker: Asker): Promise<Reply> {
    const at: Asker = subject.incident ? { ...asker, incident: subject.incident } : asker;
    const verb = (name: Command['verb']) => obeyCommand(commandOn(name, subject), at);
    switch (offer) {
      case 'acknowledge':
      case 'acknowledge-page':
        return verb('ack');
      case 'evidence':
        return askEvidence(['errors', 'slow-queries'], commandOn('errors', subject), at);
      case 'approve':
      case 'withdraw':
        return answerProposal(offer, subject, at);
      default:
        return verb(offer);
    }
  }

  async function answerProposal(
    offer: 'approve' | 'withdraw',
    subject: OfferSubject,
    asker: Asker,
  ): Promise<Reply> {
    const { incident, action, planHash } = subject;
    if (!incident || !action) return refuse('no-action', words.refusals.notProposed(undefined));
    const about = { id: asker.requestId, action, by: asker.by };
    const event: Event =
      offer === 'approve'
        ? { ...about, kind: 'ActionApproved', planHash: planHash ?? '' }
        : { ...about, kind: 'ActionWithdrawn' };
    return replyTo(await engine.handle(incident, event));
  }

  function control(service: string, environment: string) {
    const target = environmentOf(world, service, environment)?.rollout;
    if (!target) throw new Error(`${service} in ${environment} has no rollout engine`);
    return { target, control: controlOf(doing, target) };
  }

  return {
    obey: async (line, asker) => {
      const command = parseCommand(line, {
        services: world.services.map(({ name }) => name),
        environments: [
          ...new Set(world.services.flatMap((s) => s.environments.map(({ name }) => name))),
        ],
        rotations: world.rotations.map(({ name }) => name),
        language: world.language,
      });
      return isRefusal(command) ? command : obeyCommand(command, asker);
    },
    obeyCommand,
    press,
    declare: async (form, asker) => {
      const environment = environmentOf(world, form.service, form.environment);
      const handled = await engine.declare({
        ...form,
        requestId: asker.requestId,
        channel: environment?.channel ?? world.channel,
        by: asker.by,
      });
      if (handled.status === 'refused') return handled.refusal;
      const id = handled.status === 'done' ? handled.dossier.id : handled.incident;
      return say(words.overview.declared(id));
    },
    services: () =>
      world.services.map(({ name, environments }) => ({
        name,
        environments: environments.map((environment) => ({
          name: environment.name,
          canRollBack: environment.rollout !== undefined,
        })),
      })),
    incidentOfThread: (channel, ts) => store.incidentOfThread(channel, ts),
    releases: (service, environment) => {
      const found = control(service, environment);
      return found.control.history(found.target, releasesListed);
    },
    preview: (service, environment, request) => {
      const found = control(service, environment);
      return found.control.plan(found.target, request);
    },
    propose: async (form, asker) => {
      const command: Command = {
        verb: 'rollback',
        service: form.service,
        environment: form.environment,
        ...(asker.incident ? { incident: asker.incident } : {}),
      };
      const scope = await scopeOf(command, asker, scopeParts);
      if (isRefusal(scope)) return scope;
      const incident =
        scope.kind === 'incident'
          ? scope.dossier.id
          : await openFor(form.request.verb, scope.environment, asker);
      if (isRefusal(incident)) return incident;
      return requestAction(incident, form.request, form.planHash, asker);
    },
    home: async (person) =>
      homeBriefing(person, await store.openIncidents(), world.rotations, clock.now(), words),
  };

  function say(text: string): Reply {
    return { kind: 'say', briefing: sentence(text) };
  }
}

function replyTo(handled: Handled): Reply {
  return handled.status === 'refused' ? handled.refusal : { kind: 'done' };
}

function commandOn(verb: Command['verb'], subject: OfferSubject): Command {
  return {
    verb,
    ...(subject.service ? { service: subject.service } : {}),
    ...(subject.environment ? { environment: subject.environment } : {}),
    ...(subject.incident ? { incident: subject.incident } : {}),
  };
}
