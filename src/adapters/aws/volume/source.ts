import type { Evidence } from '../../../core/evidence/evidence.ts';
import type { LogOrigins } from '../../../core/evidence/log-origins.ts';
import { quietSince } from '../../../core/evidence/log-silence.ts';
import type { Baseline, Question } from '../../../core/evidence/question.ts';
import type { EvidenceSource } from '../../../core/evidence/source.ts';
import type { GroupVolume } from '../../../core/evidence/volume.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import { type Log, silentLog } from '../../../engine/log.ts';
import type { AwsClients } from '../clients.ts';
import { insightsLink } from '../console-link.ts';
import { startDeadline } from '../deadline.ts';
import { levelQuery } from './level-query.ts';
import { readLevelsAround } from './levels.ts';
import { readLinesWritten } from './lines-written.ts';
import { originQuery } from './origin-query.ts';
import { readOrigins, stretchMinutes } from './origins.ts';

interface LogVolumeOptions {
  readonly clients: AwsClients;
  readonly now: () => number;
  readonly log?: Log;
  /** Milliseconds between two looks at a running query of Logs Insights. Default 500. */
  readonly pollMs?: number;
}

/** For the answer's way back. */
const reserveShare = 0.06;
/** The metric answers within a second or so; the rest is for the levels, and they may be lost. */
const metricShare = 0.5;
const levelShare = 0.9;
const dayMs = 24 * 60 * 60_000;
/** Minutes of longer windows are more than anybody looks at, and every one is kept. */
const longestMs = dayMs;
/** Three numbers of each are charged; a service of more groups is not read in an incident. */
const mostGroups = 10;
/** Each costs two queries that scan half an hour. */
const mostQuiet = 3;

/** How much the application logs beside what it used to, and where it fell silent, which levels are left. */
export function createLogVolume(options: LogVolumeOptions): EvidenceSource {
  return {
    name: 'CloudWatch',
    kind: 'log-volume',
    canAnswer: ({ kind, environment }) => kind === 'log-volume' && environment.logs.length > 0,
    describe,
    ask: async (question, { budgetMs, signal }) => {
      const { clients, now, log = silentLog, pollMs = 500 } = options;
      const { environment } = question;
      const { region } = environment;
      const { toAt } = question.window;
      const window = { fromAt: Math.max(question.window.fromAt, toAt - longestMs), toAt };
      const baseline = question.baseline ?? dayBefore(window);
      const deadline = startDeadline(budgetMs * (1 - reserveShare), signal);
      const times = { window, baseline: baseline.window };
      const originsBy = { clients, log, pollMs, deadline: deadline.part(levelShare) };
      const originsRead = readOrigins(originsBy, environment, times);
      // Awaited below; what it throws until then must not end the process.
      originsRead.catch(() => undefined);
      const { written, partial, failure } = await readLinesWritten(
        { clients, region, deadline: deadline.part(metricShare) },
        environment.logs.slice(0, mostGroups),
        { ...times, now: now() },
      ).catch(notCounted);
      const request = { clients, region, log, pollMs, deadline: deadline.part(levelShare) };
      const troubles = [
        ...(environment.logs.length > mostGroups
          ? [`the first ${mostGroups} log groups only`]
          : []),
        ...(window.fromAt > question.window.fromAt ? ['minutes of the last day only'] : []),
        ...partial,
      ];
      let asked = 0;
      const groups = await Promise.all(
        written.map(async (one): Promise<GroupVolume> => {
          const volume = { ...one, minutes: one.minutes ?? [] };
          const quiet = quietSince(volume);
          if (!quiet || ++asked > mostQuiet) return volume;
          try {
            const around = { sinceAt: quiet.sinceAt, window };
            const read = await readLevelsAround(request, one.group, around);
            if (read.partial) troubles.push(read.partial);
            return { ...volume, levels: read.levels };
          } catch (error) {
            if (!(error instanceof OutsideError)) throw error;
            troubles.push(`levels not read: ${error.message}`);
            return volume;
          }
        }),
      );
      const { origins, partial: untold } = await originsRead;
      if (failure && !origins) throw failure;
      troubles.push(...untold);
      return evidenceOf(question, { groups, origins, baseline, troubles, answeredAt: now() });
    },
  };
}

/** Where lines come from may be known all the same. */
function notCounted(error: unknown) {
  if (!(error instanceof OutsideError)) throw error;
  return { written: [], partial: [`lines not counted: ${error.message}`], failure: error };
}

function dayBefore({ fromAt, toAt }: Question['window']): Baseline {
  return { is: 'day-before', window: { fromAt: fromAt - dayMs, toAt: toAt - dayMs } };
}

function describe({ environment, window }: Question): {
  readonly query: string;
  readonly link: string;
} {
  const { region, logs, others = [] } = environment;
  const text = others.length > 0 ? originQuery(stretchMinutes(window)) : levelQuery;
  const lines = others.length > 0 ? `; the lines by where they say they come from: ${text}` : '';
  return {
    query: `Sum of AWS/Logs IncomingLogEvents of ${logs.join(', ')}${lines}`,
    link: insightsLink(region, { groups: logs, text, window }),
  };
}

function evidenceOf(
  question: Question,
  answer: {
    readonly groups: readonly GroupVolume[];
    readonly origins: LogOrigins | undefined;
    readonly baseline: Baseline;
    readonly troubles: readonly string[];
    readonly answeredAt: number;
  },
): Evidence {
  const partial = [...new Set(answer.troubles)].join('; ');
  return {
    questionId: question.id,
    kind: 'log-volume',
    source: 'CloudWatch',
    status: answer.groups.length > 0 || answer.origins ? 'found' : 'empty',
    window: question.window,
    baseline: answer.baseline,
    answeredAt: answer.answeredAt,
    ...describe(question),
    ...(partial ? { partial } : {}),
    volume: { groups: answer.groups, ...(answer.origins ? { origins: answer.origins } : {}) },
  };
}
