import { onCall, sentence, timelineBriefing } from '../../core/briefing/overview.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import type { Command } from '../../core/intake/command.ts';
import { isRefusal, refuse } from '../../core/kit/refusal.ts';
import { environmentOf } from '../../core/world.ts';
import type { Asker, Reply } from '../desk.ts';
import { type Front, say } from './front.ts';
import { defaultLookBackMs, lookFor, statusOf } from './look.ts';
import { incidentOf, scopeOf } from './scope.ts';

/** Evidence: into the thread of the incident where there is one, else to the asker alone. */
export async function askEvidence(
  kinds: readonly Evidence['kind'][],
  command: Command,
  asker: Asker,
  front: Front,
): Promise<Reply> {
  const { engine, doing } = front;
  const { words } = doing;
  const scope = await scopeOf(command, asker, doing);
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
      ...(command.baseline ? { baseline: command.baseline } : {}),
    });
    if (handled.status === 'refused') return handled.refusal;
    return asker.incident === id ? { kind: 'done' } : say(words.overview.looking(id));
  }
  const [kind] = kinds;
  if (!kind) return { kind: 'done' };
  const afterwards = lookFor(kind, scope.environment, command, asker.requestId, doing);
  return {
    kind: 'say',
    briefing: sentence(words.evidenceBriefing.asking([words.evidence(kind)])),
    afterwards,
  };
}

export async function showStatus(command: Command, asker: Asker, front: Front): Promise<Reply> {
  const { doing } = front;
  const { world, words } = doing;
  const scope = await scopeOf(command, asker, doing);
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

export function showOnCall(command: Command, front: Front): Reply {
  const { world, words, clock } = front.doing;
  const name = command.rotation;
  const rotations = world.rotations.filter((rotation) => !name || rotation.name === name);
  if (rotations.length === 0) {
    const known = world.rotations.map((rotation) => rotation.name);
    return refuse('no-rotation', words.refusals.noRotation(name ?? '', known));
  }
  return { kind: 'say', briefing: onCall(rotations, clock.now(), words) };
}

export async function showTimeline(command: Command, asker: Asker, front: Front): Promise<Reply> {
  const { doing } = front;
  const { store, words } = doing;
  const found = await incidentOf(command, asker, doing);
  if (isRefusal(found)) return found;
  const entries = await store.timeline(found.id);
  return { kind: 'say', briefing: timelineBriefing(found, entries, words) };
}
