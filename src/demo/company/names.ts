/** Names of the simulated company, said once. */
export const region = 'ap-northeast-2';
export const account = '123456789012';
export const cluster = 'shop';
export const topicArn = `arn:aws:sns:${region}:${account}:alarms`;
export const queueName = 'firebreak';
export const queueArn = `arn:aws:sqs:${region}:${account}:${queueName}`;

export const pointsDatabases = ['points-db-1', 'points-db-2'] as const;
export const ordersDatabase = 'orders-db-1';
/** Where a release of points-api is tried before it goes to the shops. */
export const staging = {
  cluster: 'shop-staging',
  database: 'points-staging-db',
  logGroup: '/ecs/points-api-staging',
} as const;

export const ordersSlowLogGroup = `/aws/rds/instance/${ordersDatabase}/postgresql`;

export function databaseHost(instance: string): string {
  return `${instance}.c9akciq32x.${region}.rds.amazonaws.com`;
}

/** What Performance Insights knows an instance by. */
export function watchedAs(instance: string): string {
  return `db-${instance.toUpperCase().replaceAll('-', '')}`;
}
