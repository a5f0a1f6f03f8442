import { OutsideError } from '../../core/kit/outside-error.ts';
import { environmentOf } from '../../core/world.ts';
import { controlOf, eventIdOf, type Handler } from './doing.ts';

const releasesKept = 12;

/** Reads how the rollout stands and what could be rolled back to. Failing is an answer too. */
export const observeRollout: Handler<'observe-rollout'> = async (_, { dossier, claim }, doing) => {
  const target = environmentOf(doing.world, dossier.service, dossier.environment)?.rollout;
  if (!target) return undefined;
  const control = controlOf(doing, target);
  const id = eventIdOf(claim);
  try {
    const [state, history] = await Promise.all([
      control.describe(target),
      control.history(target, releasesKept),
    ]);
    return { id, kind: 'RolloutObserved', state, releases: history.releases };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { id, kind: 'RolloutObserved', failure: error.message };
  }
};
