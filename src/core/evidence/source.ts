import type { Evidence } from './evidence.ts';
import type { Question } from './question.ts';

/**
 * Port: somebody who can answer one kind of question about one environment.
 *
 * May be asked the same twice. Answers within `budgetMs` of real time, partly if need be and then
 * says so; stops its work when `signal` aborts. Never throws for "nothing found" (`empty`); outside trouble may be thrown as
 * `OutsideError` and becomes a failed answer. Always gives the query as run and, where one exists,
 * a link to look oneself. Log text in the answer is redacted and holds no query literals.
 */
export interface EvidenceSource {
  readonly name: string;
  readonly kind: Question['kind'];
  canAnswer(question: Question): boolean;
  /** The query and the link, known before asking, so that a silent source can still be shown. */
  describe(question: Question): { readonly query: string; readonly link?: string };
  ask(question: Question, limits: { budgetMs: number; signal: AbortSignal }): Promise<Evidence>;
}
