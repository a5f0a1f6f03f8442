import type { DBInstance } from '@aws-sdk/client-rds';
import type {
  DatabaseFacts,
  Holder,
  InstanceFacts,
} from '../../../core/evidence/database-facts.ts';
import { connectionStrain } from '../../../core/evidence/database-strain.ts';
import type { Evidence } from '../../../core/evidence/evidence.ts';
import type { Question, Window } from '../../../core/evidence/question.ts';
import type { EvidenceSource } from '../../../core/evidence/source.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Database, Environment } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import { databaseInsightsLink } from '../console-link.ts';
import { type Deadline, startDeadline } from '../deadline.ts';
import { createGates } from '../gate.ts';
import { describeDatabase } from '../topology.ts';
import { type EventOrigin, readDatabaseEvents } from './events.ts';
import { readHolders, watchedAs } from './holders.ts';
import { maxConnectionsOf, parameterGroupOf, readMaxConnections } from './max-connections.ts';
import { readDatabaseMetrics } from './metrics.ts';
import { rolesOverTime, type TopologySnapshot } from './roles-over-time.ts';

interface DatabaseFactsOptions {
  readonly clients: AwsClients;
  readonly now: () => number;
  /** The topologies that were kept over a window, oldest first. */
  readonly snapshots: (
    environment: Environment,
    window: Window,
  ) => Promise<readonly TopologySnapshot[]>;
}

/** For the answer's way back. */
const reserveShare = 0.06;
/** Who is who may take this much of the time; a silent RDS must not cost the metrics. */
const rolesShare = 0.5;
/** Whose sessions there are is the least of it: nothing waits for Performance Insights for long. */
const holdersShare = 0.5;
const performanceInsightsAtOnce = 4;

type Described = Awaited<ReturnType<typeof describeDatabase>>;

/** What is read of a database, each by itself: one that fails leaves the others theirs. */
interface Looked {
  readonly instances: Described;
  readonly events: DatabaseFacts['events'];
  readonly metrics: Awaited<ReturnType<typeof readDatabaseMetrics>>;
  /** `max_connections` by parameter group. */
  readonly limits: ReadonlyMap<string, string | undefined>;
  /** By instance: absent where Performance Insights is off or did not say. */
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  /** What Performance Insights could not be asked, told where it matters. */
  readonly holdersTroubles: readonly string[];
  readonly snapshots: readonly TopologySnapshot[];
}

/** Who writes and who did, what RDS says happened, and how full and busy every instance is. */
export function createDatabaseFacts(options: DatabaseFactsOptions): EvidenceSource {
  const gate = createGates(performanceInsightsAtOnce);
  return {
    name: 'RDS',
    kind: 'database',
    canAnswer: ({ kind, environment }) => kind === 'database' && environment.database !== undefined,
    describe,
    ask: async (question, { budgetMs, signal }) => {
      const { database } = question.environment;
      if (!database) throw new Error('a question about a database needs one');
      const deadline = startDeadline(budgetMs * (1 - reserveShare), signal);
      const troubles = createTroubles();
      const looked = await look(options, question, { database, deadline, troubles, gate });
      return evidenceOf(question, looked, troubles.texts(), options.now());
    },
  };
}

function describe({ environment }: Question): { readonly query: string; readonly link?: string } {
  const { region, database } = environment;
  const [first] = database?.instances ?? [];
  const names = [database?.cluster ?? [], ...(database?.instances ?? [])].flat().join(', ');
  return {
    query: `DescribeDBInstances, DescribeEvents, DescribeDBParameters and the AWS/RDS metrics of ${names}`,
    ...(first ? { link: databaseInsightsLink(region, first) } : {}),
  };
}

interface Looking {
  readonly database: Database;
  readonly deadline: Deadline;
  readonly troubles: Troubles;
  readonly gate: ReturnType<typeof createGates>;
}

async function look(
  { clients, now, snapshots }: DatabaseFactsOptions,
  { environment, window }: Question,
  { database, deadline, troubles, gate }: Looking,
): Promise<Looked> {
  const { region } = environment;
  const rolesBy = deadline.part(rolesShare);
  const described = await troubles.spare(
    'roles',
    () => describeDatabase(clients, region, database, rolesBy.signal),
    undefined,
  );
  const instances = described ?? database.instances.map(unread);
  const ids = instances.map(({ instance }) => instance.id);
  if (ids.length === 0) throw troubles.first() ?? nothingThere(database);
  const request = { clients, region, window, deadline };
  const origins: readonly EventOrigin[] = [
    ...ids.map((id): EventOrigin => ({ type: 'db-instance', id })),
    ...(database.cluster ? [{ type: 'db-cluster', id: database.cluster } as const] : []),
  ];
  const groups = [...new Set(instances.flatMap((one) => parameterGroupOf(one.described) ?? []))];
  const aside = createTroubles();
  const watched = instances.flatMap(({ instance: { id }, described: one }) => {
    const resource = watchedAs(one);
    return resource === undefined ? [] : [{ id, resource }];
  });
  const holdersBy = deadline.part(holdersShare);
  const sessions = { ...request, deadline: holdersBy, engine: database.engine, gate };
  const [kept, metrics, events, limits, holders] = await Promise.all([
    troubles.spare('roles before', () => snapshots(environment, window), []),
    troubles.spare('metrics', () => readDatabaseMetrics(request, ids), undefined),
    troubles.spareEach('events', origins, (one) =>
      readDatabaseEvents({ ...request, now: now() }, one),
    ),
    troubles.spareEach('most connections', groups, async (group) => {
      return [group, await readMaxConnections(request, group)] as const;
    }),
    aside.spareEach('sessions', watched, async ({ id, resource }) => {
      return [id, await readHolders(sessions, resource)] as const;
    }),
  ]);
  if (!described && !metrics && events.length === 0) throw troubles.first();
  return {
    instances,
    events: events.flat().sort((a, b) => a.at - b.at),
    metrics: metrics ?? { byInstance: new Map(), partial: [] },
    limits: new Map(limits),
    holders: new Map(holders),
    holdersTroubles: aside.texts(),
    snapshots: kept,
  };
}

function unread(id: string): Described[number] {
  return { instance: { id, role: 'unknown', status: 'unknown' }, described: undefined };
}

function nothingThere({ cluster }: Database): OutsideError {
  return new OutsideError({
    system: 'AWS RDS',
    operation: 'DescribeDBClusters',
    kind: 'not-found',
    message: `Looked for the instances of ${cluster ?? 'the database'}; there are none. Correct database in firebreak.yml.`,
  });
}

function evidenceOf(
  question: Question,
  looked: Looked,
  troubles: readonly string[],
  answeredAt: number,
): Evidence {
  const { writers, roleBefore } = rolesOverTime(looked.snapshots);
  const instances = looked.instances.map(({ instance, described }): InstanceFacts => {
    const before = roleBefore.get(instance.id);
    const holders = looked.holders.get(instance.id);
    const most = mostConnections(described, looked);
    const seen = looked.metrics.byInstance.get(instance.id);
    return {
      ...instance,
      ...(before ? { roleBefore: before } : {}),
      metrics: seen?.metrics ?? [],
      ...(seen?.replicationStopped ? { replicationStopped: true } : {}),
      ...(most === undefined ? {} : { maxConnections: most }),
      ...(holders && holders.length > 0 ? { holders } : {}),
    };
  });
  const partial = [
    ...looked.metrics.partial,
    ...troubles,
    ...untoldHolders(looked, instances),
  ].join('; ');
  return {
    questionId: question.id,
    kind: 'database',
    source: 'RDS and CloudWatch',
    status: 'found',
    window: question.window,
    answeredAt,
    ...describe(question),
    ...(partial ? { partial } : {}),
    database: { instances, writers, events: looked.events },
  };
}

/** Who holds the connections is asked for where there are hardly any left; elsewhere it is no loss. */
function untoldHolders(looked: Looked, instances: readonly InstanceFacts[]): readonly string[] {
  const full = instances.filter((one) => connectionStrain(one).length > 0 && !one.holders);
  if (full.length === 0) return [];
  const isOff = (id: string) =>
    looked.instances.some(
      ({ instance, described }) => instance.id === id && described && !watchedAs(described),
    );
  const off = full.filter(({ id }) => isOff(id)).map(({ id }) => id);
  return [
    ...looked.holdersTroubles,
    ...(off.length > 0
      ? [
          `whose connections they are is not known: Performance Insights is off for ${off.join(', ')}`,
        ]
      : []),
  ];
}

function mostConnections(
  described: DBInstance | undefined,
  { limits }: Looked,
): number | undefined {
  return maxConnectionsOf(described, limits.get(parameterGroupOf(described) ?? ''));
}

type Troubles = ReturnType<typeof createTroubles>;

/** Collects what could not be read, so that the answer can name it. */
function createTroubles() {
  const found: { readonly what: string; readonly error: OutsideError }[] = [];
  /** What `run` answers, or `otherwise` when the outside fails. */
  async function spare<T, E>(what: string, run: () => Promise<T>, otherwise: E): Promise<T | E> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      found.push({ what, error });
      return otherwise;
    }
  }
  return {
    spare,
    /** One for each; of those that failed there is none. */
    async spareEach<T, R>(what: string, all: readonly T[], run: (one: T) => Promise<R>) {
      const answers = await Promise.all(
        all.map((one) => spare(what, async () => [await run(one)], [])),
      );
      return answers.flat();
    },
    first: () => found[0]?.error,
    /** The same trouble is told once, however many instances had it. */
    texts: () => [
      ...new Map(
        found.map(({ what, error }) => [
          `${what} ${error.kind}`,
          `${what} not read: ${error.message}`,
        ]),
      ).values(),
    ],
  };
}
