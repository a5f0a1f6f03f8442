import { approvalsNeeded, mayApprove, mayPropose } from '../core/decision/policy.ts';
import { type Verb, verbs } from '../core/service/rollout.ts';
import type { World } from '../core/world.ts';
import { type Check, pass, warn } from './check.ts';

/** Finds, by day, the rollback that nobody could approve by night. */
export function approvalsCheck(world: World, at: number): Check {
  return {
    name: 'approvals',
    look: async () => {
      const stuck = world.services.flatMap((service) =>
        service.environments
          .filter((environment) => environment.rollout !== undefined)
          .flatMap((environment) => {
            const closed = verbs.filter(
              (verb) => !isPossible(world, service.name, environment.name, verb, at),
            );
            return closed.length === 0
              ? []
              : [`${closed.join(', ')} of ${service.name} in ${environment.name}`];
          }),
      );
      if (stuck.length === 0) return pass('somebody can propose and approve every action');
      return warn(
        `Nobody could carry through: ${stuck.join('; ')}. Add people to the rotation, or a policy.`,
      );
    },
  };
}

/** Is there somebody who may propose, and are there enough others who may agree? */
function isPossible(world: World, service: string, environment: string, verb: Verb, at: number) {
  const wish = { service, environment, verb, at };
  const needed = approvalsNeeded(world, wish);
  return world.people.some(({ id: proposer }) => {
    if (mayPropose(world, { ...wish, person: proposer }) !== 'ok') return false;
    const agreeing = world.people.filter(
      ({ id }) => mayApprove(world, { ...wish, person: id, proposer }) === 'ok',
    );
    return agreeing.length >= needed;
  });
}
