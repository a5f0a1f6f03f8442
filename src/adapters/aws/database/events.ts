import { DescribeEventsCommand, type Event, type SourceType } from '@aws-sdk/client-rds';
import type { DatabaseEvent } from '../../../core/evidence/database-facts.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { redact } from '../../../core/logs/redact.ts';
import type { AwsClients } from '../clients.ts';
import { type Deadline, patiently } from '../deadline.ts';
import { calling } from '../errors.ts';

export interface EventOrigin {
  readonly type: SourceType;
  readonly id: string;
}

interface EventsRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly window: Window;
  readonly now: number;
  readonly deadline: Deadline;
}

/** RDS keeps its events for 14 days; an earlier start is refused by some of its endpoints. */
const keptMs = 14 * 24 * 60 * 60_000 - 60_000;
const mostPages = 5;

/** What RDS says happened to one of its things, oldest first. It may say so minutes late, or never. */
export async function readDatabaseEvents(
  request: EventsRequest,
  origin: EventOrigin,
): Promise<readonly DatabaseEvent[]> {
  const { clients, region, window, now, deadline } = request;
  const fromAt = Math.max(window.fromAt, now - keptMs);
  const found: DatabaseEvent[] = [];
  if (fromAt >= window.toAt) return found;
  let marker: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await patiently(deadline, () =>
      calling({ operation: 'rds:DescribeEvents', subject: origin.id }, () =>
        clients.rds(region).send(
          new DescribeEventsCommand({
            SourceType: origin.type,
            SourceIdentifier: origin.id,
            StartTime: new Date(fromAt),
            EndTime: new Date(window.toAt),
            ...(marker ? { Marker: marker } : {}),
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    );
    found.push(...(answer.Events ?? []).flatMap((event) => readEvent(event, origin)));
    marker = answer.Marker;
    if (!marker) break;
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Backups run every night and say so each time; nobody looks for them in an incident. */
function readEvent(event: Event, origin: EventOrigin): DatabaseEvent[] {
  const { Date: date, Message: message = '', EventCategories: categories = [] } = event;
  if (!date || categories.some((one) => one.toLowerCase() === 'backup')) return [];
  return [
    {
      at: date.getTime(),
      // Some of RDS's own examples put "rds:" before the name.
      instance: (event.SourceIdentifier ?? origin.id).replace(/^rds:/, ''),
      kind: kindOf(categories, message),
      text: redact(message.trim()),
    },
  ];
}

/**
 * By the categories, then by the sentence: this call gives no event ids.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
function kindOf(categories: readonly string[], message: string): DatabaseEvent['kind'] {
  const has = (name: string) => categories.some((one) => one.toLowerCase() === name);
  if (has('failover') || has('global-failover') || /\b(fail|switch)over\b/i.test(message)) {
    return 'failover';
  }
  if (has('low storage') || /\bstorage\b/i.test(message)) return 'storage';
  if (/\b(restart|reboot|shut ?down|shutting down)/i.test(message)) return 'restart';
  if (has('maintenance') || has('security patching') || /\bpatch/i.test(message)) {
    return 'maintenance';
  }
  if (/\bparameter/i.test(message)) return 'parameters';
  return has('configuration change') ? 'configuration' : 'other';
}
