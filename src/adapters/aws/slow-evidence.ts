import type { Evidence } from '../../core/evidence/evidence.ts';
import type { Question, Window } from '../../core/evidence/question.ts';
import { createSlowDigest } from '../../core/logs/slow-log/slow-digest.ts';
import type { Dialect, SlowQuery } from '../../core/logs/slow-log/slow-query.ts';
import type { DatabaseEngine } from '../../core/service/service.ts';

export function dialectOf(engine: DatabaseEngine): Dialect {
  return engine === 'postgres' ? 'postgres' : 'mysql';
}

/**
 * Gathers the statements that ended within the window. One without a time that can be read counts
 * too: leaving it out would make a busy log look quiet.
 */
export function createWindowedDigest(window: Window) {
  const digest = createSlowDigest();
  let undated = 0;
  return {
    take: (query: SlowQuery): void => {
      const at = query.endedAt;
      if (at === undefined) undated += 1;
      if (at === undefined || (at >= window.fromAt && at < window.toAt)) digest.add(query);
    },
    addUnread: digest.addUnread,
    result: digest.result,
    notes: (): readonly string[] =>
      undated > 0 ? [`${undated} statements without a readable time are counted too`] : [],
  };
}

export function slowEvidence(
  question: Question,
  answer: {
    readonly source: string;
    readonly query: string;
    readonly link?: string;
    readonly digest: ReturnType<typeof createWindowedDigest>;
    readonly notes: readonly string[];
    readonly answeredAt: number;
  },
): Evidence {
  const slow = answer.digest.result();
  const partial = [...answer.notes, ...answer.digest.notes()].join('; ');
  return {
    questionId: question.id,
    kind: 'slow-queries',
    source: answer.source,
    status: slow.events > 0 ? 'found' : 'empty',
    window: question.window,
    answeredAt: answer.answeredAt,
    query: answer.query,
    ...(answer.link ? { link: answer.link } : {}),
    ...(partial ? { partial } : {}),
    slow,
  };
}
