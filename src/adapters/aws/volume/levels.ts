import type { Window } from '../../../core/evidence/question.ts';
import type { LevelMix } from '../../../core/evidence/volume.ts';
import type { Log } from '../../../engine/log.ts';
import type { AwsClients } from '../clients.ts';
import type { Deadline } from '../deadline.ts';
import { runInsights } from '../insights.ts';
import { levelQuery, levelRows, readLevels } from './level-query.ts';

const dayMs = 24 * 60 * 60_000;
/** Long enough for errors that come a few times an hour to be among the lines. */
const stretchMs = 30 * 60_000;

interface LevelsRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly log: Log;
  readonly deadline: Deadline;
  readonly pollMs: number;
}

/**
 * What a silent group wrote at that hour of the day before it fell silent, and what it writes now.
 * Half an hour of each is scanned. Throws where Logs Insights does not answer, or not with all of it: a
 * part of the lines is no mix.
 */
export async function readLevelsAround(
  request: LevelsRequest,
  group: string,
  { sinceAt, window }: { readonly sinceAt: number; readonly window: Window },
): Promise<{ readonly levels: readonly LevelMix[]; readonly partial?: string }> {
  const now = { fromAt: Math.max(sinceAt, window.toAt - stretchMs), toAt: window.toAt };
  const back = Math.max(1, Math.ceil((now.toAt - sinceAt) / dayMs)) * dayMs;
  const before = { fromAt: now.toAt - stretchMs - back, toAt: now.toAt - back };
  const answers = await Promise.all(
    [before, now].map(async (stretch) => ({
      stretch,
      answer: await runInsights(request, {
        groups: [group],
        text: levelQuery,
        window: stretch,
        limit: levelRows,
      }),
    })),
  );
  if (answers.some(({ answer }) => !answer.isWhole)) {
    return { levels: [], partial: 'levels not read: Logs Insights had not finished' };
  }
  return {
    levels: answers.map(({ stretch, answer }) => ({
      window: stretch,
      lines: readLevels(answer.rows),
    })),
  };
}
