import type { Window } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Environment } from '../../../core/service/service.ts';
import type { Log } from '../../../engine/log.ts';
import type { AwsClients } from '../clients.ts';
import type { Deadline } from '../deadline.ts';
import { type InsightsAnswer, runInsights } from '../insights.ts';

export interface OriginsRequest {
  readonly clients: AwsClients;
  readonly log: Log;
  readonly deadline: Deadline;
  readonly pollMs: number;
}

export interface Times {
  readonly window: Window;
  readonly baseline: Window;
}

export interface Logs {
  readonly region: string;
  readonly groups: readonly string[];
}

/** Throws where Insights had not finished: a part does not tell which came first, or who is missing. */
export async function readWhole(
  request: OriginsRequest,
  { region, groups }: Logs,
  query: { readonly text: string; readonly window: Window; readonly limit: number },
): Promise<InsightsAnswer['rows']> {
  const { rows, isWhole } = await runInsights({ ...request, region }, { groups, ...query });
  if (isWhole) return rows;
  throw new OutsideError({
    system: 'AWS CloudWatch Logs',
    operation: 'GetQueryResults',
    kind: 'timed-out',
    message: 'Logs Insights had not finished.',
  });
}

/** A group that environments share says of itself what both say. */
export function ownGroups(
  { logs, region }: Pick<Environment, 'logs' | 'region'>,
  others: readonly Pick<Environment, 'logs' | 'region'>[],
): readonly string[] {
  return logs.filter(
    (group) => !others.some((other) => other.region === region && other.logs.includes(group)),
  );
}
