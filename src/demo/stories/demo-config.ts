import {
  account,
  cluster,
  ordersDatabase,
  ordersSlowLogGroup,
  pointsDatabases,
  queueName,
  region,
  staging,
} from '../company/names.ts';

/** Who works there. Their Slack ids are those of the local workspace. */
export const people = [
  { name: 'ana', slack: 'U1' },
  { name: 'ben', slack: 'U2' },
  { name: 'chris', slack: 'U3' },
  { name: 'dana', slack: 'U4' },
] as const;

/** firebreak.yml of the simulated company, as its people would have written it. */
export function demoConfig(options: {
  /** Address of the local AWS: the queue is there. */
  awsUrl: string;
  channel?: string;
  language?: 'en' | 'ko';
  /** How long a page may stay unanswered. Default 5m. */
  escalateAfter?: string;
}): string {
  return `# The simulated company of the demo.
slack: { channel: "${options.channel ?? '#incidents'}", language: ${options.language ?? 'en'} }
aws: { region: ${region} }

intake:
  sqs: [ { queueUrl: "${options.awsUrl}/${account}/${queueName}" } ]
  backstop: 60s

people:
${people.map(({ name, slack }) => `  ${name}: { slack: ${slack} }`).join('\n')}

services:
  points-api:
    rotation: backend
    tenant: shopId
    environments:
      production:
        alarms: [ "points-api-*", "points-db-writes-*" ]
        logs: [ "/ecs/points-api" ]
        database: { engine: mysql, instances: [ ${pointsDatabases.join(', ')} ], slowLog: files }
        rollout: { engine: ecs, cluster: ${cluster}, service: points-api }
      staging:
        logs: [ "${staging.logGroup}" ]
        database: { engine: mysql, instances: [ ${staging.database} ], slowLog: files }
        rollout: { engine: ecs, cluster: ${staging.cluster}, service: points-api }
  orders-api:
    rotation: backend
    tenant: shopId
    environments:
      production:
        alarms: [ "orders-api-*" ]
        logs: [ "/ecs/orders-api" ]
        database: { engine: postgres, instances: [ ${ordersDatabase} ], slowLog: { group: "${ordersSlowLogGroup}" } }
        rollout: { engine: ecs, cluster: ${cluster}, service: orders-api }

rotations:
  backend:
    zone: Asia/Seoul
    start: 2026-11-02
    handover: weekly Mon 10:00
    people: [ ${people.map(({ name }) => name).join(', ')} ]
    escalateAfter: ${options.escalateAfter ?? '5m'}

policies:
  - { environments: [ production ], verbs: [ rollback, abort, promote ], propose: [ oncall, backend ], approve: { by: [ backend ], count: 1 } }
  - { environments: [ production ], verbs: [ pause, resume ], propose: [ oncall, backend ], approve: none }

severities:
  page: [ SEV1, SEV2 ]
  rules:
    - { alarms: [ "*-latency" ], environments: [ production ], severity: SEV3 }
    - { environments: [ production ], severity: SEV2 }
  default: SEV4
`;
}
