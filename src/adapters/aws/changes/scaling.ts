import { DescribeServicesCommand, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import type { Change } from '../../../core/evidence/change.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { redact } from '../../../core/logs/redact.ts';
import type { RolloutTarget } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import { type Deadline, patiently } from '../deadline.ts';
import { understand } from '../ecs/reader.ts';
import { deploymentBrief, type EcsService, ecsService } from '../ecs/schema.ts';
import { calling, isUnknownOperation } from '../errors.ts';

interface ScalingRequest {
  readonly clients: AwsClients;
  readonly window: Window;
  readonly deadline: Deadline;
}

const minuteMs = 60_000;
/** Tasks started and stopped this close together are one change. */
const togetherMs = 5 * minuteMs;
/** A deployment's tasks may still be stopped so long after it is called finished. */
const settlingMs = 5 * minuteMs;

/**
 * Tasks that ECS started and stopped while nothing was deployed: somebody or something changed how
 * many there are, or they died. ECS keeps the last hundred events of a service and says nothing of
 * who asked for it. Both calls are free.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html
 */
export async function readScaling(
  request: ScalingRequest,
  target: RolloutTarget,
): Promise<readonly Change[]> {
  const [service, deployments] = await Promise.all([
    readService(request, target),
    readDeployments(request, target),
  ]);
  const { fromAt, toAt } = request.window;
  const isDeploying = (at: number) => deployments?.some((one) => isIn(one, at)) ?? true;
  const events = (service?.events ?? [])
    .flatMap(({ createdAt: at, message }): Event[] => (at === undefined ? [] : [{ at, message }]))
    .filter(({ at }) => at >= fromAt && at < toAt)
    .toSorted((a, b) => a.at - b.at);
  const own = events.filter(({ at }) => !isDeploying(at));
  return [...counted(own, target.service), ...unplaced(events)].sort((a, b) => a.at - b.at);
}

async function readService(
  { clients, deadline }: ScalingRequest,
  target: RolloutTarget,
): Promise<EcsService | undefined> {
  const { cluster, service, region } = target;
  const subject = `${cluster}/${service}`;
  const answer = await patiently(deadline, () =>
    calling({ operation: 'ecs:DescribeServices', subject }, () =>
      clients.ecs(region).send(new DescribeServicesCommand({ cluster, services: [service] }), {
        abortSignal: deadline.signal,
      }),
    ),
  );
  return understand(ecsService.array(), answer.services ?? [], 'DescribeServices')[0];
}

interface Event {
  readonly at: number;
  readonly message: string;
}

interface Span {
  readonly fromAt: number;
  /** Undefined: going on. */
  readonly toAt: number | undefined;
}

/** Undefined where nobody can say: whether a task was started by a release is not known then. */
async function readDeployments(
  { clients, window, deadline }: ScalingRequest,
  { cluster, service, region }: RolloutTarget,
): Promise<readonly Span[] | undefined> {
  const subject = `${cluster}/${service}`;
  try {
    const answer = await patiently(deadline, () =>
      calling({ operation: 'ecs:ListServiceDeployments', subject }, () =>
        clients.ecs(region).send(
          new ListServiceDeploymentsCommand({
            cluster,
            service,
            // One that began before the window may still have moved tasks in it.
            createdAt: { after: new Date(window.fromAt - 24 * 60 * minuteMs) },
            maxResults: 100,
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    );
    const found = answer.serviceDeployments ?? [];
    const briefs = understand(deploymentBrief.array(), found, 'ListServiceDeployments');
    return briefs.map(({ createdAt, finishedAt }) => ({ fromAt: createdAt, toAt: finishedAt }));
  } catch (error) {
    // Endpoints that are not AWS's may not know it.
    if (isUnknownOperation(error)) return undefined;
    throw error;
  }
}

function isIn({ fromAt, toAt }: Span, at: number): boolean {
  return at >= fromAt && (toAt === undefined || at <= toAt + settlingMs);
}

/** How many were started and stopped together; of as many as were started and stopped, the number stays. */
function counted(events: readonly Event[], service: string): Change[] {
  const groups: { at: number; lastAt: number; started: number; stopped: number }[] = [];
  for (const { at, message } of events) {
    const [, verb, count] =
      /\bhas (started|stopped) (\d+) (?:running )?tasks\b/.exec(message) ?? [];
    if (verb === undefined) continue;
    let group = groups.at(-1);
    if (group === undefined || at - group.lastAt > togetherMs) {
      group = { at, lastAt: at, started: 0, stopped: 0 };
      groups.push(group);
    }
    group.lastAt = at;
    group[verb === 'started' ? 'started' : 'stopped'] += Number(count);
  }
  return groups.map(({ at, started, stopped }) => {
    const parts = [
      ...(started > 0 ? [`started ${started}`] : []),
      ...(stopped > 0 ? [`stopped ${stopped}`] : []),
    ];
    const kind = started === stopped ? 'other' : 'scaling';
    return { at, kind, text: `${service}: ECS ${parts.join(', ')} tasks, no deployment under way` };
  });
}

/** No room for a task is told over and over: the first time counts. */
function unplaced(events: readonly Event[]): Change[] {
  const first = events.find(({ message }) => /\bunable to place a task\b/.test(message));
  return first ? [{ at: first.at, kind: 'scaling', text: redact(first.message) }] : [];
}
