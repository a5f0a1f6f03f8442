import { homeBriefing } from '../../core/briefing/overview.ts';
import { parseCommand } from '../../core/intake/parse-command.ts';
import { isRefusal } from '../../core/kit/refusal.ts';
import { environmentOf } from '../../core/world.ts';
import type { Desk } from '../desk.ts';
import { controlOf } from '../effects/doing.ts';
import { propose } from './actions.ts';
import { type Front, say } from './front.ts';
import { obeyCommand, press } from './obey.ts';

const releasesListed = 20;

/** The desk: people's wishes become events, their questions become briefings. */
export function createDesk(front: Front): Desk {
  const { engine, doing } = front;
  const { store, world, words, clock } = doing;
  const environments = world.services.flatMap((service) => service.environments);
  const known = {
    services: world.services.map(({ name }) => name),
    environments: [...new Set(environments.map(({ name }) => name))],
    rotations: world.rotations.map(({ name }) => name),
    language: world.language,
  };

  function control(service: string, environment: string) {
    const target = environmentOf(world, service, environment)?.rollout;
    if (!target) throw new Error(`${service} in ${environment} has no rollout engine`);
    return { target, control: controlOf(doing, target) };
  }

  return {
    obey: async (line, asker) => {
      const command = parseCommand(line, known);
      return isRefusal(command) ? command : obeyCommand(command, asker, front);
    },
    obeyCommand: (command, asker) => obeyCommand(command, asker, front),
    press: (offer, subject, asker) => press(offer, subject, asker, front),
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
    propose: (form, asker) => propose(form, asker, front),
    home: async (person) =>
      homeBriefing(person, await store.openIncidents(), world.rotations, clock.now(), words),
  };
}
