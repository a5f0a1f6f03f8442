import { type DBInstance, DescribeDBParametersCommand } from '@aws-sdk/client-rds';
import type { AwsClients } from '../clients.ts';
import { type Deadline, patiently } from '../deadline.ts';
import { calling } from '../errors.ts';
import { memoryOfClass } from './class-memory.ts';
import { evaluateParameter } from './parameter-formula.ts';

const parameter = 'max_connections';
/** For an endpoint that knows no filter: a group holds some 600 parameters, 100 a page. */
const mostPages = 8;

interface Asking {
  readonly clients: AwsClients;
  readonly region: string;
  readonly deadline: Deadline;
}

export function parameterGroupOf(instance: DBInstance | undefined): string | undefined {
  return instance?.DBParameterGroups?.[0]?.DBParameterGroupName;
}

/** `max_connections` as the group has it, formulas as they are. Undefined: it is not set there. */
export async function readMaxConnections(
  { clients, region, deadline }: Asking,
  group: string,
): Promise<string | undefined> {
  let marker: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await patiently(deadline, () =>
      calling({ operation: 'rds:DescribeDBParameters', subject: group }, () =>
        clients.rds(region).send(
          new DescribeDBParametersCommand({
            DBParameterGroupName: group,
            Filters: [{ Name: 'parameter-name', Values: [parameter] }],
            ...(marker ? { Marker: marker } : {}),
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    );
    const found = answer.Parameters?.find(({ ParameterName }) => ParameterName === parameter);
    if (found) return found.ParameterValue;
    marker = answer.Marker;
    if (!marker) return undefined;
  }
  return undefined;
}

/** The most connections an instance takes, where class and group say a number. */
export function maxConnectionsOf(
  instance: DBInstance | undefined,
  value: string | undefined,
): number | undefined {
  if (value === undefined) return undefined;
  const most = evaluateParameter(value, memoryOfClass(instance?.DBInstanceClass ?? ''));
  return most !== undefined && most > 0 ? most : undefined;
}
