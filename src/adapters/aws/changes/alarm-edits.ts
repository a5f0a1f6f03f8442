import { type AlarmHistoryItem, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import type { Change } from '../../../core/evidence/change.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { matchesAny } from '../../../core/kit/match.ts';
import { redact } from '../../../core/logs/redact.ts';
import type { Environment } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import { type Deadline, patiently } from '../deadline.ts';
import { calling } from '../errors.ts';

interface EditsRequest {
  readonly clients: AwsClients;
  readonly window: Window;
  readonly deadline: Deadline;
}

/** Three calls a second an account, and 100 items each: more edits than this are a deployment. */
const mostPages = 5;

/** Edits of the alarms of an environment: a threshold that moved explains an alarm that did not. */
export async function readAlarmEdits(
  { clients, window, deadline }: EditsRequest,
  { alarms, region }: Environment,
): Promise<readonly Change[]> {
  const found: Change[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await patiently(deadline, () =>
      calling({ operation: 'cloudwatch:DescribeAlarmHistory', subject: alarms.join(', ') }, () =>
        clients.cloudwatch(region).send(
          new DescribeAlarmHistoryCommand({
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
            HistoryItemType: 'ConfigurationUpdate',
            StartDate: new Date(window.fromAt),
            EndDate: new Date(window.toAt),
            MaxRecords: 100,
            ...(token ? { NextToken: token } : {}),
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    );
    found.push(...(answer.AlarmHistoryItems ?? []).flatMap((item) => readItem(item, alarms)));
    token = answer.NextToken;
    if (!token) break;
  }
  return found;
}

function readItem(item: AlarmHistoryItem, patterns: readonly string[]): Change[] {
  const { AlarmName: name, Timestamp: at, HistorySummary: summary = '' } = item;
  if (!name || !at || !matchesAny(patterns, name)) return [];
  const text = summary.includes(name) ? summary : `${name}: ${summary}`;
  return [{ at: at.getTime(), kind: 'alarm', text: redact(text) }];
}
