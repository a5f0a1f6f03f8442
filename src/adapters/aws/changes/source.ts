import type { Change, ChangeOrigin } from '../../../core/evidence/change.ts';
import type { DatabaseEvent } from '../../../core/evidence/database-facts.ts';
import type { Question, Window } from '../../../core/evidence/question.ts';
import type { EvidenceSource } from '../../../core/evidence/source.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Environment } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import { type EventOrigin, readDatabaseEvents } from '../database/events.ts';
import { parameterGroupOf } from '../database/max-connections.ts';
import { type Deadline, startDeadline } from '../deadline.ts';
import { describeDatabase } from '../topology.ts';
import { readAlarmEdits } from './alarm-edits.ts';
import { readScaling } from './scaling.ts';

interface ChangesOptions {
  readonly clients: AwsClients;
  readonly now: () => number;
}

const sourceName = 'RDS, CloudWatch and ECS';
/** For the answer's way back. */
const reserveShare = 0.06;
/** What changed in the evening breaks in the morning: at least a day is looked at. */
const leastMs = 24 * 60 * 60_000;
/** What no one place records. Releases are known by the one who moves them. */
const untold: readonly ChangeOrigin[] = ['flags', 'migrations'];

/** What people and AWS did to the database, the alarms and the number of tasks, over a day at least. */
export function createChanges({ clients, now }: ChangesOptions): EvidenceSource {
  return {
    name: sourceName,
    kind: 'changes',
    canAnswer: ({ kind, environment }) => kind === 'changes' && isWatched(environment),
    describe,
    ask: async (question, { budgetMs, signal }) => {
      const { environment } = question;
      const deadline = startDeadline(budgetMs * (1 - reserveShare), signal);
      const window = widened(question.window);
      const request = { clients, window, deadline, now: now() };
      const { database, alarms, rollout } = environment;
      const asked: Asked[] = [
        ...(database
          ? [{ origin: 'database-events', changes: databaseChanges(request, environment) } as const]
          : []),
        ...(alarms.length > 0
          ? [{ origin: 'alarm-edits', changes: readAlarmEdits(request, environment) } as const]
          : []),
        ...(rollout
          ? [{ origin: 'scaling', changes: readScaling(request, rollout) } as const]
          : []),
      ];
      const answers = await Promise.allSettled(asked.map(({ changes }) => changes));
      const failures = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      const mistake = failures.find((reason) => !(reason instanceof OutsideError));
      if (mistake || failures.length === answers.length) throw mistake ?? failures[0];
      const changes = answers
        .flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
        .sort((a, b) => a.at - b.at);
      const missed = asked.filter((_, place) => answers[place]?.status === 'rejected');
      const unknown: readonly ChangeOrigin[] = rollout ? untold : ['scaling', ...untold];
      const partial = failures.map((reason: OutsideError) => reason.message).join('; ');
      return {
        questionId: question.id,
        kind: 'changes',
        source: sourceName,
        status: changes.length > 0 ? 'found' : 'empty',
        window,
        answeredAt: now(),
        ...describe(question),
        ...(partial ? { partial } : {}),
        changes: { changes, notAsked: [...missed.map(({ origin }) => origin), ...unknown] },
      };
    },
  };
}

interface Asked {
  readonly origin: ChangeOrigin;
  readonly changes: Promise<readonly Change[]>;
}

function isWatched({ database, alarms, rollout }: Environment): boolean {
  return database !== undefined || alarms.length > 0 || rollout !== undefined;
}

function describe({ environment }: Question): { readonly query: string } {
  const { database, alarms, rollout } = environment;
  const instances = [database?.cluster ?? [], ...(database?.instances ?? [])].flat();
  return {
    query: [
      ...(instances.length > 0 ? [`DescribeEvents of ${instances.join(', ')}`] : []),
      ...(alarms.length > 0 ? [`DescribeAlarmHistory of ${alarms.join(', ')}`] : []),
      ...(rollout ? [`DescribeServices of ${rollout.cluster}/${rollout.service}`] : []),
    ].join('; '),
  };
}

function widened({ fromAt, toAt }: Window): Window {
  return { fromAt: Math.min(fromAt, toAt - leastMs), toAt };
}

async function databaseChanges(
  request: {
    readonly clients: AwsClients;
    readonly window: Window;
    readonly deadline: Deadline;
    readonly now: number;
  },
  { database, region }: Environment,
): Promise<readonly Change[]> {
  if (!database) return [];
  const { clients, deadline } = request;
  const found = await describeDatabase(clients, region, database, deadline.signal);
  const groups = new Set(found.flatMap(({ described }) => parameterGroupOf(described) ?? []));
  const origins: readonly EventOrigin[] = [
    ...found.map(({ instance }): EventOrigin => ({ type: 'db-instance', id: instance.id })),
    ...(database.cluster ? [{ type: 'db-cluster', id: database.cluster } as const] : []),
    ...[...groups].map((id): EventOrigin => ({ type: 'db-parameter-group', id })),
  ];
  const events = await Promise.all(
    origins.map((origin) => readDatabaseEvents({ ...request, region }, origin)),
  );
  return events.flat().flatMap(readChange);
}

/** What RDS only tells about itself changes nothing. */
function readChange({ at, instance, kind, text }: DatabaseEvent): Change[] {
  if (kind === 'other') return [];
  const isSetting = kind === 'parameters' || kind === 'configuration';
  return [{ at, kind: isSetting ? 'configuration' : 'database', text: `${instance}: ${text}` }];
}
