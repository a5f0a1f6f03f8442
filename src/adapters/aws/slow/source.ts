import type { Evidence } from '../../../core/evidence/evidence.ts';
import type { Question } from '../../../core/evidence/question.ts';
import type { EvidenceSource } from '../../../core/evidence/source.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Database } from '../../../core/service/service.ts';
import { type Log, silentLog } from '../../../engine/log.ts';
import type { AwsClients } from '../clients.ts';
import { startDeadline } from '../deadline.ts';
import { instancesOf } from '../topology.ts';
import { compareReadings } from './compare.ts';
import { createFilesWay } from './files.ts';
import { createSlowGates } from './gates.ts';
import { createGroupWay } from './group.ts';
import { createPerformanceInsightsWay } from './performance-insights.ts';
import type { Look, NotThere, Seen, SlowWay } from './way.ts';

interface SlowQueriesOptions {
  readonly clients: AwsClients;
  readonly now: () => number;
  readonly log?: Log;
  /** Bytes read of one instance's files, for the window and for its baseline each. */
  readonly bytesPerInstance?: number;
  /** Milliseconds between two looks at a running query of Logs Insights. Default 500. */
  readonly pollMs?: number;
}

/** For the answer's way back. */
const reserveShare = 0.1;
/**
 * Of the time that is left, for one way: a silent one must not cost the others all of it, nor the
 * baseline.
 */
const wayShare = 0.7;

/**
 * Slow statements, from where there are any: the way the configuration names, else the next one that
 * has them. The answer says which it was, why it was not the first, and what part of the window was
 * read; the baseline is read the same way, in the time that is left.
 */
export function createSlowQueries(options: SlowQueriesOptions): EvidenceSource {
  const log = options.log ?? silentLog;
  const { bytesPerInstance, pollMs } = options;
  const gates = createSlowGates();
  const files = createFilesWay(bytesPerInstance === undefined ? {} : { bytesPerInstance });
  const group = createGroupWay({ log, ...(pollMs === undefined ? {} : { pollMs }) });
  const insights = createPerformanceInsightsWay();
  const waysOf = ({ slowLog }: Database): readonly [SlowWay, ...SlowWay[]] =>
    slowLog.from === 'group' ? [group, files, insights] : [files, group, insights];

  return {
    name: 'Slow queries',
    kind: 'slow-queries',
    canAnswer: ({ kind, environment }) =>
      kind === 'slow-queries' && environment.database !== undefined,
    describe: ({ environment, window }) => {
      const { database } = environment;
      return database
        ? waysOf(database)[0].describe({ environment, database, window })
        : { query: '' };
    },
    ask: async (question, { budgetMs, signal }) => {
      const { environment, window, baseline } = question;
      const { database } = environment;
      if (!database) throw new Error('a question about slow queries needs a database');
      const deadline = startDeadline(budgetMs * (1 - reserveShare), signal);
      const { clients } = options;
      const instances = await instancesOf(
        clients,
        environment.region,
        database,
        new Map(),
        deadline.signal,
      );
      const look = { clients, gates, environment, database, instances, window };
      const found = await firstThatSees(waysOf(database), { ...look, deadline });
      const compared = await compareReadings(
        found.way,
        { ...look, deadline },
        found.seen,
        baseline,
      );
      return evidenceOf(question, { ...found, ...compared }, options.now());
    },
  };
}

interface Found {
  readonly way: SlowWay;
  readonly seen: Seen;
  /** Why it was not a way before it. */
  readonly passed: readonly string[];
}

async function firstThatSees(ways: readonly SlowWay[], look: Look): Promise<Found> {
  const passed: string[] = [];
  const absent: NotThere[] = [];
  const troubles: OutsideError[] = [];
  for (const way of ways) {
    if (look.deadline.signal.aborted) break;
    try {
      const answer = await way.look({ ...look, deadline: look.deadline.part(wayShare) });
      if (answer.is === 'seen') return { way, seen: answer, passed };
      absent.push(answer);
      passed.push(answer.why);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      troubles.push(error);
      passed.push(error.message);
    }
  }
  throw nothingSeen(absent, troubles);
}

/** All ways failed: what they said, the one that might have worked first. */
function nothingSeen(absent: readonly NotThere[], troubles: readonly OutsideError[]): OutsideError {
  const [trouble] = troubles;
  const absence = absent.map(({ why }) => why).join('; ');
  const sentences = [
    ...(troubles.length > 1 && troubles.every(({ kind }) => kind === 'denied')
      ? [deniedEveryWay(troubles)]
      : troubles.map(({ message }) => message)),
    ...(absent[0] ? [`Looked for slow queries; ${absence}. ${absent[0].advice}`] : []),
  ];
  return new OutsideError({
    system: trouble?.system ?? 'AWS RDS',
    operation: trouble?.operation ?? 'DescribeDBLogFiles',
    kind: trouble?.kind ?? 'not-found',
    message: sentences.join(' Then: '),
    ...(trouble ? { cause: trouble } : {}),
  });
}

/** Refused every way needs one sentence, not the policy's story three times. */
function deniedEveryWay(troubles: readonly OutsideError[]): string {
  const actions = troubles.map(
    ({ system, operation }) => `${prefixes[system] ?? system}:${operation}`,
  );
  return `AWS lets Firebreak look at slow queries in no way. Allow one of ${actions.join(', ')} in the IAM policy of Firebreak's role.`;
}

const prefixes: Readonly<Record<string, string>> = {
  'AWS RDS': 'rds',
  'AWS CloudWatch Logs': 'logs',
  'AWS Performance Insights': 'pi',
};

function evidenceOf(
  question: Question,
  { way, seen, passed, baseline, notes }: Found & Awaited<ReturnType<typeof compareReadings>>,
  answeredAt: number,
): Evidence {
  const { digest, load, covered, query, link } = seen;
  const partial = [...seen.notes, ...notes].join('; ');
  const isFound = (digest?.events ?? 0) > 0 || (load?.statements.length ?? 0) > 0;
  return {
    questionId: question.id,
    kind: 'slow-queries',
    source: way.name,
    status: isFound ? 'found' : 'empty',
    window: question.window,
    ...(covered ? { covered } : {}),
    ...(baseline ? { baseline } : {}),
    answeredAt,
    query,
    ...(link ? { link } : {}),
    ...(passed.length > 0 ? { instead: passed.join('; ') } : {}),
    ...(partial ? { partial } : {}),
    ...(digest ? { slow: digest } : {}),
    ...(load ? { load } : {}),
  };
}
