import type { Words } from '../../core/briefing/words/words.ts';
import type { Dossier } from '../../core/dossier.ts';
import type { Command } from '../../core/intake/command.ts';
import { type Refusal, refuse } from '../../core/kit/refusal.ts';
import type { Environment } from '../../core/service/service.ts';
import { environmentOf, type World } from '../../core/world.ts';
import type { Asker } from '../desk.ts';
import type { Store } from '../store.ts';

/** What a command speaks of: an incident, or a place without one. */
export type Scope =
  | { readonly kind: 'incident'; readonly dossier: Dossier }
  | { readonly kind: 'place'; readonly environment: Environment };

export interface ScopeParts {
  readonly store: Store;
  readonly world: World;
  readonly words: Words;
}

/**
 * Finds what a command is about: the incident it names, else the one of the thread it was said in,
 * else the open one of the service it names, else the only open one. Where several fit, it asks.
 */
export async function scopeOf(
  command: Command,
  asker: Asker,
  parts: ScopeParts,
): Promise<Scope | Refusal> {
  const { store, world, words } = parts;
  if (command.incident) return incidentScope(await store.incident(command.incident), words);
  if (asker.incident) {
    const dossier = await store.incident(asker.incident);
    if (dossier && speaksOf(command, dossier)) return { kind: 'incident', dossier };
  }
  const open = (await store.openIncidents()).filter((dossier) => speaksOf(command, dossier));
  const [only, ...others] = open;
  if (only && others.length === 0) return { kind: 'incident', dossier: only };
  if (only && command.service === undefined) {
    return refuse('which-incident', words.refusals.whichIncident(open.map(({ id }) => id)));
  }
  // Several incidents of one service in one environment: the newest is the one people mean.
  if (only && open.every(({ environment }) => environment === only.environment)) {
    return { kind: 'incident', dossier: only };
  }
  return placeScope(command, world, words);
}

/** The incident a command is about, where nothing else will do. */
export async function incidentOf(
  command: Command,
  asker: Asker,
  parts: ScopeParts,
): Promise<Dossier | Refusal> {
  const { store, words } = parts;
  if (command.incident || asker.incident) {
    const id = command.incident ?? asker.incident ?? '';
    return (await store.incident(id)) ?? refuse('no-incident', words.refusals.noIncident());
  }
  const open = (await store.openIncidents()).filter((dossier) => speaksOf(command, dossier));
  const [only, ...others] = open;
  if (only && others.length === 0) return only;
  return refuse('which-incident', words.refusals.whichIncident(open.map(({ id }) => id)));
}

function incidentScope(dossier: Dossier | undefined, words: Words): Scope | Refusal {
  return dossier
    ? { kind: 'incident', dossier }
    : refuse('no-incident', words.refusals.noIncident());
}

function speaksOf(command: Command, dossier: Dossier): boolean {
  if (command.service && command.service !== dossier.service) return false;
  return !command.environment || command.environment === dossier.environment;
}

/** Without an incident the environment must be named unless there is only one. */
function placeScope(command: Command, world: World, words: Words): Scope | Refusal {
  const names = world.services.map(({ name }) => name);
  const name = command.service ?? (names.length === 1 ? names[0] : undefined);
  const service = world.services.find((candidate) => candidate.name === name);
  if (!service) return refuse('which-service', words.refusals.whichService(names));
  const environments = service.environments.map((candidate) => candidate.name);
  const wanted = command.environment ?? (environments.length === 1 ? environments[0] : undefined);
  if (wanted === undefined) {
    return refuse('which-environment', words.refusals.whichEnvironment(service.name, environments));
  }
  const environment = environmentOf(world, service.name, wanted);
  return environment
    ? { kind: 'place', environment }
    : refuse('unknown-environment', words.refusals.unknownEnvironment(service.name, wanted));
}
