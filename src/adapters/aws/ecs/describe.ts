import type { Release } from '../../../core/service/release.ts';
import type { RolloutState } from '../../../core/service/rollout.ts';
import { capabilitiesOf } from './capabilities.ts';
import { standing } from './phase.ts';
import { progressOf } from './progress.ts';
import { releaseOf } from './release.ts';
import type { Deployment, Revision } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

export function describeSnapshot(snapshot: Snapshot): RolloutState {
  const { deployment, service } = snapshot;
  const waiting = waitingFor(snapshot);
  return {
    observedAt: snapshot.observedAt,
    fence: snapshot.fence,
    phase: snapshot.phase,
    engineStatus: engineStatus(deployment),
    strategy: (deployment?.deploymentConfiguration ?? service.deploymentConfiguration).strategy,
    ...(snapshot.from ? { from: releaseOf(snapshot.from, undefined, service, snapshot.tags) } : {}),
    ...(snapshot.to ? { to: targetRelease(snapshot.to, snapshot) } : {}),
    progress: progressOf(snapshot),
    ...(waiting ? { waiting } : {}),
    capabilities: capabilitiesOf(snapshot),
  };
}

/** ECS's words, verbatim: status, stage, and the reason it gives. */
export function engineStatus(deployment: Deployment | undefined): string {
  if (!deployment) return 'no service deployment';
  const words = [deployment.status, deployment.lifecycleStage].filter((word) => word !== undefined);
  return deployment.statusReason
    ? `${words.join(' ')}: ${deployment.statusReason}`
    : words.join(' ');
}

function targetRelease(to: Revision, snapshot: Snapshot): Release {
  const { deployment } = snapshot;
  return releaseOf(
    to,
    deployment && { ...deployment, createdAt: deployment.createdAt ?? 0 },
    snapshot.service,
    snapshot.tags,
  );
}

function waitingFor(snapshot: Snapshot): RolloutState['waiting'] {
  const { deployment, hook, service } = snapshot;
  if (hook) {
    return {
      for: 'human',
      ...(hook.expiresAt === undefined ? {} : { expiresAt: hook.expiresAt }),
      onExpiry: hook.timeoutAction === 'CONTINUE' ? 'continue' : 'rollback',
    };
  }
  if (!deployment || standing(deployment) !== 'moving') return undefined;
  const since = deployment.startedAt ?? deployment.createdAt ?? 0;
  const starved = service.events.some(
    (event) => (event.createdAt ?? 0) >= since && /unable to place a task/.test(event.message),
  );
  if (starved) return { for: 'capacity' };
  return snapshot.phase === 'baking' ? { for: 'timer' } : undefined;
}
