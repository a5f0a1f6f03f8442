import type { Plan } from '../../../core/service/plan.ts';
import type { Past } from './history.ts';
import { isManaged } from './phase.ts';
import type { Configuration } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

const minute = 60_000;

/** How long a new deployment takes: as the last ones did, else by arithmetic. */
export function redeployEta(past: Past): Plan['eta'] {
  const took = past.entries
    .filter(({ brief }) => brief.status === 'SUCCESSFUL')
    .map(({ brief }) => (brief.finishedAt ?? 0) - (brief.startedAt ?? brief.createdAt))
    .filter((ms) => ms > 0)
    .slice(0, 5);
  const configuration = past.service.deploymentConfiguration;
  const bakesMs = plannedWaitMs(configuration);
  if (took.length > 0) {
    return {
      lowMs: Math.max(bakesMs, Math.min(...took)),
      highMs: Math.max(bakesMs + minute, ...took.map((ms) => ms * 1.5)),
      basis:
        took.length === 1 ? 'as the last deployment' : `as the last ${took.length} deployments`,
    };
  }
  return {
    lowMs: bakesMs + minute,
    highMs: bakesMs + 10 * minute,
    basis:
      bakesMs > 0
        ? `${Math.round(bakesMs / minute)} min of waiting set in the ${configuration.strategy} strategy, and the start of new tasks`
        : 'start and health checks of new tasks, draining of old ones',
  };
}

/** How long ECS's own rollback takes. */
export function backOutEta(snapshot: Snapshot): Plan['eta'] {
  const { deployment } = snapshot;
  if (deployment && isManaged(deployment.deploymentConfiguration)) {
    return {
      lowMs: 10_000,
      highMs: 2 * minute,
      basis: 'only traffic moves: the tasks before it still run',
    };
  }
  const began = deployment?.startedAt ?? snapshot.observedAt;
  return {
    lowMs: 30_000,
    highMs: Math.max(10 * minute, snapshot.observedAt - began),
    basis: 'the tasks replaced so far are started anew',
  };
}

/** Waiting that the strategy prescribes, whatever else happens. */
export function plannedWaitMs(configuration: Configuration): number {
  const final = configuration.bakeTimeInMinutes ?? 0;
  switch (configuration.strategy) {
    case 'LINEAR': {
      const { stepPercent = 10, stepBakeTimeInMinutes = 6 } =
        configuration.linearConfiguration ?? {};
      return ((Math.ceil(100 / stepPercent) - 1) * stepBakeTimeInMinutes + final) * minute;
    }
    case 'CANARY':
      return ((configuration.canaryConfiguration?.canaryBakeTimeInMinutes ?? 10) + final) * minute;
    case 'BLUE_GREEN':
      return final * minute;
    default:
      return 0;
  }
}
