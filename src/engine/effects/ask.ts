import type { Evidence } from '../../core/evidence/evidence.ts';
import type { Question } from '../../core/evidence/question.ts';
import type { EvidenceSource } from '../../core/evidence/source.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { type Doing, eventIdOf, type Handler } from './doing.ts';

/** How long a source may take, in real time. People wait with the phone in their hand. */
export const ordinaryBudgetMs = 20_000;
/** After this much more a source that ignores its budget is given up on. */
const graceMs = 3_000;

/** Asks the one source that can answer. Failing is an answer too, and says what to do. */
export const ask: Handler<'ask'> = async ({ question }, { claim, signal }, doing) => {
  const source = doing.sources.find((candidate) => candidate.canAnswer(question));
  const evidence = source
    ? await answerOf(source, question, signal, doing)
    : unanswerable(question, doing);
  return { id: eventIdOf(claim), kind: 'EvidenceAnswered', evidence };
};

/** The time until the second look is over. */
export const lookAgain: Handler<'look-again'> = async (_, { claim }) => ({
  id: eventIdOf(claim),
  kind: 'LookAgainDue',
});

/** One source's answer within its time; a source that fails or stays silent gives a failed one. */
export async function answerOf(
  source: EvidenceSource,
  question: Question,
  stopping: AbortSignal,
  doing: Pick<Doing, 'clock' | 'words' | 'evidenceBudgetMs'>,
): Promise<Evidence> {
  const budgetMs = doing.evidenceBudgetMs ?? ordinaryBudgetMs;
  const late = AbortSignal.timeout(budgetMs + graceMs);
  const signal = AbortSignal.any([late, stopping]);
  try {
    return await Promise.race([source.ask(question, { budgetMs, signal }), aborted(signal)]);
  } catch (error) {
    if (stopping.aborted) throw error;
    if (!(error instanceof OutsideError) && !late.aborted) throw error;
    return {
      questionId: question.id,
      kind: question.kind,
      source: source.name,
      status: 'failed',
      window: question.window,
      answeredAt: doing.clock.now(),
      ...source.describe(question),
      failure: late.aborted
        ? doing.words.causes.noAnswer(source.name, (budgetMs + graceMs) / 1000)
        : (error as OutsideError).message,
    };
  }
}

/** Never resolves; rejects as soon as `signal` aborts. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function unanswerable(question: Question, doing: Doing): Evidence {
  const { service, name } = question.environment;
  return {
    questionId: question.id,
    kind: question.kind,
    source: 'Firebreak',
    status: 'failed',
    window: question.window,
    answeredAt: doing.clock.now(),
    query: '',
    failure: doing.words.causes.noSource(question.kind, service, name),
  };
}
