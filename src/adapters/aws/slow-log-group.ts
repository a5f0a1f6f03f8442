import type { Question } from '../../core/evidence/question.ts';
import type { EvidenceSource } from '../../core/evidence/source.ts';
import { readSlowEvents } from '../../core/logs/slow-log/slow-log-reader.ts';
import type { AwsClients } from './clients.ts';
import { logGroupLink } from './console-link.ts';
import { startDeadline } from './deadline.ts';
import { readEvents } from './filter-events.ts';
import { createWindowedDigest, dialectOf, slowEvidence } from './slow-evidence.ts';

interface SlowLogGroupOptions {
  readonly clients: AwsClients;
  readonly now: () => number;
}

const reserveShare = 0.1;
const mostPages = 60;
const mostEvents = 50_000;
/** PostgreSQL logs everything into one group; only lines that time a statement are wanted. */
const postgresPattern = '"duration: "';

/** Slow statements out of the log group RDS exports to. */
export function createSlowLogGroup(options: SlowLogGroupOptions): EvidenceSource {
  return {
    name: 'CloudWatch Logs of the database',
    kind: 'slow-queries',
    canAnswer: (question) => question.kind === 'slow-queries' && groupOf(question) !== undefined,
    describe,
    ask: async (question, { budgetMs, signal }) => {
      const { database, region } = question.environment;
      const group = groupOf(question);
      if (!database || !group) throw new Error('a question about slow queries needs a log group');
      const dialect = dialectOf(database.engine);
      const { events, partial } = await readEvents({
        clients: options.clients,
        region,
        group,
        window: question.window,
        ...(dialect === 'postgres' ? { pattern: postgresPattern } : {}),
        deadline: startDeadline(budgetMs * (1 - reserveShare), signal),
        pages: mostPages,
        limit: mostEvents,
      });
      const digest = createWindowedDigest(question.window);
      // Each instance writes a stream of its own; lines of two servers must not be joined.
      for (const stream of new Set(events.map((event) => event.stream))) {
        const own = events.filter((event) => event.stream === stream);
        digest.addUnread(readSlowEvents(dialect, own, digest.take).unreadBytes);
      }
      return slowEvidence(question, {
        source: 'CloudWatch Logs of the database',
        ...describe(question),
        digest,
        notes: partial ? [partial] : [],
        answeredAt: options.now(),
      });
    },
  };
}

function groupOf({ environment }: Question): string | undefined {
  const slowLog = environment.database?.slowLog;
  return slowLog?.from === 'group' ? slowLog.group : undefined;
}

function describe(question: Question): { readonly query: string; readonly link: string } {
  const group = groupOf(question) ?? '';
  const { environment, window } = question;
  const pattern = environment.database?.engine === 'postgres' ? ` ${postgresPattern}` : '';
  return {
    query: `FilterLogEvents ${group}${pattern}`,
    link: logGroupLink(environment.region, group, window),
  };
}
