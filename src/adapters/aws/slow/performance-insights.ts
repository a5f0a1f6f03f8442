import { DescribeDimensionKeysCommand, type DimensionKeyDescription } from '@aws-sdk/client-pi';
import type { Load, StatementLoad } from '../../../core/evidence/load.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { DatabaseEngine } from '../../../core/service/service.ts';
import { databaseInsightsLink } from '../console-link.ts';
import { patiently } from '../deadline.ts';
import { calling } from '../errors.ts';
import { describeInstance } from '../topology.ts';
import { fullText } from './full-text.ts';
import { loadOf, type SampledStatement } from './load.ts';
import { commonWindow, coveredPart, type Described, type Look, type SlowWay } from './way.ts';

/** Statements of one instance; also the API's own limit of a page.
 * https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html */
const mostStatements = 25;
/** The text of a dimension is cut here (same page). */
const longestTextBytes = 500;
/** So many cut texts are asked for in full: each costs two calls. */
const mostFullTexts = 3;
const minuteMs = 60_000;

/**
 * Calls a second and milliseconds a call. Not every engine and version has them: they are asked for
 * first, then done without.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/sql-statistics.html
 */
const statistics: Readonly<Record<DatabaseEngine, { calls: string; meanMs: string }>> = {
  mysql: {
    calls: 'db.sql_tokenized.stats.count_star_per_sec.avg',
    meanMs: 'db.sql_tokenized.stats.sum_timer_wait_per_call.avg',
  },
  mariadb: {
    calls: 'db.sql_tokenized.stats.count_star_per_sec.avg',
    meanMs: 'db.sql_tokenized.stats.sum_timer_wait_per_call.avg',
  },
  postgres: {
    calls: 'db.sql_tokenized.stats.calls_per_sec.avg',
    meanMs: 'db.sql_tokenized.stats.total_time_per_call.avg',
  },
};

interface InstanceLoad {
  readonly statements: readonly SampledStatement[];
  readonly covered: Window;
}

/** The statements that load the databases most, by Performance Insights where it is switched on. */
export function createPerformanceInsightsWay(): SlowWay {
  return {
    name: 'Performance Insights',
    describe: (look) => describe(look, look.database.instances),
    look: async (look) => {
      const found = await Promise.all(
        look.instances.map((id) =>
          describeInstance(look.clients, look.environment.region, id, look.deadline.signal),
        ),
      );
      const watched = found.flatMap((one) =>
        one?.PerformanceInsightsEnabled && one.DbiResourceId
          ? [{ id: one.DBInstanceIdentifier ?? '', resource: one.DbiResourceId }]
          : [],
      );
      if (watched.length === 0) return notOn;
      const answers = await Promise.allSettled(
        watched.map(({ resource }) => readLoad(look, resource)),
      );
      const failed = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      const mistake = failed.find((reason) => !(reason instanceof OutsideError));
      if (mistake || failed.length === answers.length) throw mistake ?? failed[0];
      const loads = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const covered = commonWindow([look.window, ...loads.map((one) => one.covered)]);
      const load: Load = loadOf(
        loads.flatMap((one) => one.statements),
        covered,
        look.database.engine,
      );
      return {
        is: 'seen',
        ...describe(
          look,
          watched.map(({ id }) => id),
        ),
        load,
        ...coveredPart(look.window, covered),
        notes: [
          ...(watched.length < look.instances.length
            ? [`it is on for ${watched.map(({ id }) => id).join(', ')} only`]
            : []),
          ...failed.map((reason: OutsideError) => reason.message),
        ],
      };
    },
  };
}

const notOn = {
  is: 'not-there',
  why: 'Performance Insights is off',
  advice: 'Switch on Performance Insights (Database Insights) for the instances.',
} as const;

async function readLoad(look: Look, resource: string): Promise<InstanceLoad> {
  const { calls, meanMs } = statistics[look.database.engine];
  const window = wholeMinutes(look.window);
  const answer = await topStatements(look, resource, window, [calls, meanMs]);
  const keys = answer.Keys ?? [];
  const statements = keys.map((key) => sampled(key, { calls, meanMs }));
  const cut = statements
    .filter(({ isCut, digestId }) => isCut && digestId !== '')
    .slice(0, mostFullTexts);
  const texts = new Map<string, string>();
  for (const { digestId } of cut) {
    const text = await fullText(look, resource, digestId, window);
    if (text !== undefined) texts.set(digestId, text);
  }
  return {
    statements: statements.map((one) => {
      const text = texts.get(one.digestId);
      return text === undefined ? one : { ...one, text, isCut: false };
    }),
    covered: {
      fromAt: answer.AlignedStartTime?.getTime() ?? window.fromAt,
      toAt: answer.AlignedEndTime?.getTime() ?? window.toAt,
    },
  };
}

/** Without the statistics where this engine does not have them. */
async function topStatements(
  look: Look,
  resource: string,
  window: Window,
  metrics: readonly string[],
) {
  try {
    return await describeKeys(look, resource, window, metrics);
  } catch (error) {
    if (!(error instanceof OutsideError) || error.kind !== 'invalid') throw error;
    return await describeKeys(look, resource, window, []);
  }
}

function describeKeys(
  { clients, environment, deadline, gates }: Look,
  resource: string,
  window: Window,
  metrics: readonly string[],
) {
  const { region } = environment;
  return patiently(deadline, () =>
    calling({ operation: 'pi:DescribeDimensionKeys', subject: resource }, () =>
      gates.performanceInsights(region).through(deadline.signal, () =>
        clients.pi(region).send(
          new DescribeDimensionKeysCommand({
            ServiceType: 'RDS',
            Identifier: resource,
            StartTime: new Date(window.fromAt),
            EndTime: new Date(window.toAt),
            Metric: 'db.load.avg',
            PeriodInSeconds: minuteMs / 1000,
            GroupBy: { Group: 'db.sql_tokenized', Limit: mostStatements },
            ...(metrics.length > 0 ? { AdditionalMetrics: [...metrics] } : {}),
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    ),
  );
}

function sampled(
  { Dimensions = {}, Total = 0, AdditionalMetrics = {} }: DimensionKeyDescription,
  names: { readonly calls: string; readonly meanMs: string },
): SampledStatement {
  const text = Dimensions['db.sql_tokenized.statement'] ?? '';
  const callsPerSecond = AdditionalMetrics[names.calls];
  const meanMs = AdditionalMetrics[names.meanMs];
  return {
    digestId: Dimensions['db.sql_tokenized.id'] ?? '',
    text,
    isCut: Buffer.byteLength(text) >= longestTextBytes,
    sessions: Total,
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    ...(meanMs === undefined ? {} : { meanMs }),
  };
}

/** The API takes whole minutes at this period, and nothing younger than the last one. */
function wholeMinutes({ fromAt, toAt }: Window): Window {
  const from = Math.floor(fromAt / minuteMs) * minuteMs;
  return { fromAt: from, toAt: Math.max(from + minuteMs, Math.floor(toAt / minuteMs) * minuteMs) };
}

function describe(
  { environment, window }: Pick<Look, 'environment' | 'window'>,
  instances: readonly string[],
): Described {
  const [first] = instances;
  const { fromAt, toAt } = wholeMinutes(window);
  const times = `${new Date(fromAt).toISOString()} to ${new Date(toAt).toISOString()}`;
  return {
    query: `DescribeDimensionKeys db.load.avg by db.sql_tokenized of ${instances.join(', ')}, ${times}`,
    ...(first ? { link: databaseInsightsLink(environment.region, first) } : {}),
  };
}

/** What a statement cost then, beside what it costs now. */
export function compareLoads(now: Load, before: Load): Load {
  const earlier = new Map(before.statements.map((one) => [one.id, one]));
  return { ...now, statements: now.statements.map((one) => beside(one, earlier.get(one.id))) };
}

function beside(now: StatementLoad, before: StatementLoad | undefined): StatementLoad {
  if (!before) return now;
  const { sessions, callsPerSecond, meanMs } = before;
  return {
    ...now,
    before: {
      sessions,
      ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
      ...(meanMs === undefined ? {} : { meanMs }),
    },
  };
}
