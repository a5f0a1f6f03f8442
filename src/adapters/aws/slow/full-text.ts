import { DescribeDimensionKeysCommand, GetDimensionKeyDetailsCommand } from '@aws-sdk/client-pi';
import type { Window } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import { calling } from '../errors.ts';
import type { Look } from './way.ts';

/**
 * The whole text of a statement that was cut: only single statements have it, with their literals,
 * so one of the digest's is looked for first. Undefined when it cannot be had: the cut text stays.
 */
export async function fullText(
  look: Look,
  resource: string,
  digestId: string,
  window: Window,
): Promise<string | undefined> {
  const { clients, environment, deadline } = look;
  const pi = clients.pi(environment.region);
  const which = { ServiceType: 'RDS', Identifier: resource } as const;
  try {
    const child = await calling({ operation: 'pi:DescribeDimensionKeys', subject: resource }, () =>
      pi.send(
        new DescribeDimensionKeysCommand({
          ...which,
          StartTime: new Date(window.fromAt),
          EndTime: new Date(window.toAt),
          Metric: 'db.load.avg',
          PeriodInSeconds: 60,
          GroupBy: { Group: 'db.sql', Dimensions: ['db.sql.id'], Limit: 1 },
          Filter: { 'db.sql_tokenized.id': digestId },
        }),
        { abortSignal: deadline.signal },
      ),
    );
    const id = child.Keys?.[0]?.Dimensions?.['db.sql.id'];
    if (id === undefined) return undefined;
    const details = await calling(
      { operation: 'pi:GetDimensionKeyDetails', subject: resource },
      () =>
        pi.send(
          new GetDimensionKeyDetailsCommand({
            ...which,
            Group: 'db.sql',
            GroupIdentifier: id,
            RequestedDimensions: ['statement'],
          }),
          { abortSignal: deadline.signal },
        ),
    );
    const [detail] = details.Dimensions ?? [];
    return detail?.Status === 'AVAILABLE' ? detail.Value : undefined;
  } catch (error) {
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
}
