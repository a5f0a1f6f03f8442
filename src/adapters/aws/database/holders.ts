import { DescribeDimensionKeysCommand } from '@aws-sdk/client-pi';
import type { DBInstance } from '@aws-sdk/client-rds';
import type { Holder } from '../../../core/evidence/database-facts.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { clip } from '../../../core/kit/text.ts';
import { redact } from '../../../core/logs/redact.ts';
import type { DatabaseEngine } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import { type Deadline, patiently } from '../deadline.ts';
import { calling } from '../errors.ts';
import type { Gate } from '../gate.ts';

interface HoldersRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly window: Window;
  readonly deadline: Deadline;
  readonly engine: DatabaseEngine;
  /** Looks at once in one region, whichever incident they are for. */
  readonly gate: (region: string) => Gate;
}

/** Of each kind; also what a person compares at a glance. */
const mostOfKind = 5;
const longestName = 80;
const minuteMs = 60_000;
/** Who holds it now, not who did before it began. */
const newestMs = 15 * minuteMs;

/** Only PostgreSQL says which application it is.
 * https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DimensionGroup.html */
const kindsOf: Readonly<Record<DatabaseEngine, readonly Holder['by'][]>> = {
  mysql: ['user', 'host'],
  mariadb: ['user', 'host'],
  postgres: ['user', 'host', 'application'],
};

/** Is it watched? Undefined where nobody says. */
export function watchedAs(described: DBInstance | undefined): string | undefined {
  return described?.PerformanceInsightsEnabled ? described.DbiResourceId : undefined;
}

/**
 * Whose sessions were at work on an instance in the newest minutes, most first, each kind by itself.
 * Performance Insights samples sessions that do something: a connection that idles is nobody's here.
 */
export async function readHolders(
  request: HoldersRequest,
  resource: string,
): Promise<readonly Holder[]> {
  const kinds = await Promise.all(
    kindsOf[request.engine].map((by) => holdersBy(by, request, resource)),
  );
  return kinds.flat();
}

async function holdersBy(
  by: Holder['by'],
  { clients, region, window, deadline, gate }: HoldersRequest,
  resource: string,
): Promise<readonly Holder[]> {
  const toAt = Math.floor(window.toAt / minuteMs) * minuteMs;
  const answer = await patiently(deadline, () =>
    calling({ operation: 'pi:DescribeDimensionKeys', subject: resource }, () =>
      gate(region).through(deadline.signal, () =>
        clients.pi(region).send(
          new DescribeDimensionKeysCommand({
            ServiceType: 'RDS',
            Identifier: resource,
            StartTime: new Date(toAt - newestMs),
            EndTime: new Date(toAt),
            Metric: 'db.load.avg',
            PeriodInSeconds: minuteMs / 1000,
            GroupBy: { Group: `db.${by}`, Limit: mostOfKind },
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    ),
  );
  return (answer.Keys ?? []).flatMap(({ Dimensions = {}, Total: load = 0 }): Holder[] => {
    const name = Dimensions[`db.${by}.name`] ?? '';
    return name === '' || load <= 0 ? [] : [{ by, name: clip(redact(name), longestName), load }];
  });
}
