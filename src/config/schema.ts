import { z } from 'zod';
import { verbs } from '../core/service/rollout.ts';
import { severities } from '../core/triage/severity.ts';
import {
  channel,
  date,
  environmentPattern,
  handover,
  length,
  namePattern,
  region,
  slackUser,
  topicArn,
  webAddress,
  zone,
} from './forms.ts';

const words = (about: string) => z.array(z.string().min(1)).describe(about);

/** Things by name. The names themselves are checked with the references, so that a bad one does not
 * hide what is wrong inside it. */
const named = <T extends z.ZodType>(thing: T) =>
  z.record(z.string(), thing).meta({ propertyNames: { pattern: namePattern.source } });

const database = z
  .strictObject({
    engine: z.enum(['mysql', 'mariadb', 'postgres']),
    instances: z.array(z.string().min(1)).min(1).optional().describe('RDS instance identifiers.'),
    cluster: z.string().min(1).optional().describe('Aurora cluster; its instances are looked up.'),
    slowLog: z
      .union([
        z.literal('files'),
        z.strictObject({ group: z.string().min(1).describe('CloudWatch log group.') }),
      ])
      .default('files')
      .describe(
        'Where the slow query log is: files (of the instance), or { group: "/aws/rds/…" }.',
      ),
    showLiterals: z
      .boolean()
      .default(false)
      .describe('Show example statements with their values; personal data is taken out even then.'),
  })
  .describe('The database behind the service here.');

const rollout = z
  .strictObject({
    engine: z.enum(['ecs']),
    cluster: z.string().min(1).describe('ECS cluster, by name.'),
    service: z.string().min(1).describe('ECS service, by name.'),
    region: region.optional(),
  })
  .describe('What is rolled out, paused and rolled back.');

const environment = z
  .strictObject({
    alarms: words('Names of CloudWatch alarms that speak of it; * is a wildcard.').default([]),
    logs: words('CloudWatch log groups of the application.').default([]),
    database: database.optional(),
    rollout: rollout.optional(),
    region: region.optional().describe('When it is not the one under aws.'),
    channel: channel.optional().describe('When its incidents live in a channel of their own.'),
  })
  .describe('Where the service runs, and how to look at it and act on it there.');

const service = z.strictObject({
  rotation: z.string().min(1).optional().describe('Who is called: the name of a rotation.'),
  tenant: z.string().min(1).optional().describe('Field of the logs that names who is hit.'),
  environments: named(environment).describe('By name: production, staging, …'),
});

const rotation = z.strictObject({
  zone: zone.describe('IANA time zone the hand-over is meant in.'),
  start: date.describe('A day of the week in which the first person begins.'),
  handover: handover.describe('weekly, the day and the local time: weekly Mon 10:00'),
  people: z.array(z.string().min(1)).min(1).describe('In order, by name.'),
  escalateAfter: length({ min: '5s', max: '24h' })
    .prefault('5m')
    .describe('How long a page may stay unanswered before the next person is paged. Default 5m.'),
});

const policy = z.strictObject({
  environments: z.array(environmentPattern).min(1).describe('Names, * as wildcard.'),
  services: z.array(z.string().min(1)).min(1).optional().describe('Default: all.'),
  verbs: z.array(z.enum(verbs)).min(1),
  propose: z
    .array(z.string().min(1))
    .min(1)
    .describe('Who may ask: people, rotations, oncall, anyone.'),
  approve: z
    .union([
      z.literal('none'),
      z.strictObject({
        by: z.array(z.string().min(1)).min(1).describe('People, rotations, oncall, anyone.'),
        count: z.int().min(1).max(9).describe('How many besides the one who asked.'),
      }),
    ])
    .describe('Who must agree: none, or { by: [ backend ], count: 1 }.'),
});

const severityRule = z.strictObject({
  alarms: z.array(z.string().min(1)).min(1).default(['*']).describe('* is a wildcard.'),
  environments: z.array(environmentPattern).min(1).default(['*']),
  severity: z.enum(severities),
});

/** firebreak.yml. Unknown keys are faults: a misspelt one must not be a silent default. */
export const configFile = z.strictObject({
  slack: z.strictObject({
    channel: channel.describe('Where incidents live.'),
    language: z.enum(['en', 'ko']).default('en'),
  }),
  aws: z
    .strictObject({ region: region.optional().describe('Default: AWS_REGION.') })
    .prefault({})
    .describe('Default for everything below.'),
  intake: z
    .strictObject({
      sqs: z
        .array(z.strictObject({ queueUrl: webAddress, region: region.optional() }))
        .min(1)
        .optional()
        .describe('Queues that alarms are sent to.'),
      sns: z
        .strictObject({
          topics: z.array(topicArn).min(1).describe('Topics that may deliver to /alarms/sns.'),
          signatureVersion: z
            .literal([1, 2])
            .default(2)
            .describe('The topic’s SignatureVersion. 1 (SHA-1) only where it cannot be changed.'),
        })
        .optional(),
      backstop: length({ min: '10s', max: '1h' })
        .optional()
        .describe('How often to ask CloudWatch itself, in case a delivery was lost: 60s.'),
    })
    .describe('How alarms come in.'),
  people: named(z.strictObject({ slack: slackUser })),
  services: named(service),
  rotations: named(rotation).default({}),
  policies: z.array(policy).default([]).describe('The first that fits decides.'),
  severities: z
    .strictObject({
      default: z.enum(severities).optional().describe('Where no rule fits.'),
      page: z.array(z.enum(severities)).default(['SEV1', 'SEV2']).describe('Which page people.'),
      rules: z.array(severityRule).default([]).describe('The first that fits decides.'),
    })
    .prefault({}),
});
export type ConfigFile = z.output<typeof configFile>;

/** JSON Schema of firebreak.yml, for editors. */
export function configSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configFile, { io: 'input', target: 'draft-7' });
  return { title: 'firebreak.yml', ...schema };
}
