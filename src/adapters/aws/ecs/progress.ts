import type { RolloutState } from '../../../core/service/rollout.ts';
import { standing } from './phase.ts';
import type { Snapshot } from './snapshot.ts';

/** How far it is, by traffic where ECS moves traffic, else by tasks. */
export function progressOf(snapshot: Snapshot): RolloutState['progress'] {
  const { deployment, toLabel, fromLabel } = snapshot;
  if (!deployment) return { basis: 'none', text: 'No rollout that ECS remembers.' };
  if (deployment.status === 'SUCCESSFUL') {
    return { percent: 100, basis: 'none', text: `Everything runs ${toLabel}.` };
  }
  if (deployment.status === 'ROLLBACK_SUCCESSFUL') {
    return { percent: 0, basis: 'none', text: `Back on ${fromLabel}.` };
  }
  const target = deployment.targetServiceRevision;
  const weight = target?.requestedProductionTrafficWeight;
  const back = standing(deployment) === 'rolling-back' ? `, going back to ${fromLabel}` : '';
  if (weight !== undefined) {
    return {
      percent: weight,
      basis: 'traffic',
      text: `${weight} % of traffic on ${toLabel}${back}.`,
    };
  }
  if (target && target.requestedTaskCount > 0) {
    const { runningTaskCount: running, requestedTaskCount: wanted } = target;
    return {
      percent: Math.min(100, Math.round((100 * running) / wanted)),
      basis: 'tasks',
      text: `${running} of ${wanted} tasks run ${toLabel}${back}.`,
    };
  }
  return { basis: 'none', text: `ECS does not say how far it is; status ${deployment.status}.` };
}
