import type { LogLevel } from '../adapters/log/pino-log.ts';
import type { Environment, Variables } from './environment.ts';
import type { ConfigFile } from './schema.ts';

/** What the adapters need to know, each its own part. Holds secrets: never log it whole. */
export interface Settings {
  readonly slack: {
    readonly botToken: string;
    /** Ends in a slash; absent: Slack's own. */
    readonly apiUrl?: string;
    readonly mode:
      | { readonly kind: 'socket'; readonly appToken: string }
      | { readonly kind: 'http'; readonly signingSecret: string };
  };
  readonly aws: { readonly region: string; readonly endpointUrl?: string };
  readonly intake: {
    readonly queues: readonly { readonly url: string; readonly region: string }[];
    readonly sns?: { readonly topics: readonly string[]; readonly signatureVersion: 1 | 2 };
    readonly backstopMs?: number;
  };
  readonly web: { readonly host: string; readonly port: number };
  readonly log: { readonly level: LogLevel };
  readonly database: DatabaseSettings;
}

/** As `createStore` takes them. */
export interface DatabaseSettings {
  readonly databaseUrl?: string;
  readonly dataDir: string;
}

export function settingsFrom(file: ConfigFile, env: Environment, region: string): Settings {
  const { sqs = [], sns, backstop } = file.intake;
  return {
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      ...(env.SLACK_API_URL ? { apiUrl: env.SLACK_API_URL.replace(/\/*$/, '/') } : {}),
      mode: env.SLACK_APP_TOKEN
        ? { kind: 'socket', appToken: env.SLACK_APP_TOKEN }
        : { kind: 'http', signingSecret: env.SLACK_SIGNING_SECRET ?? '' },
    },
    aws: { region, ...(env.AWS_ENDPOINT_URL ? { endpointUrl: env.AWS_ENDPOINT_URL } : {}) },
    intake: {
      queues: sqs.map((queue) => ({
        url: queue.queueUrl,
        region: queue.region ?? regionOfQueue(queue.queueUrl) ?? region,
      })),
      ...(sns ? { sns } : {}),
      ...(backstop === undefined ? {} : { backstopMs: backstop }),
    },
    web: { host: env.HOST, port: Number(env.PORT) },
    log: { level: env.LOG_LEVEL },
    database: readDatabaseSettings(env),
  };
}

/** The values that must never be seen in a log. */
export function secretsOf(settings: Settings): readonly string[] {
  const { slack, database } = settings;
  return [
    slack.botToken,
    slack.mode.kind === 'socket' ? slack.mode.appToken : slack.mode.signingSecret,
    ...(database.databaseUrl ? [database.databaseUrl] : []),
  ];
}

/** https://docs.aws.amazon.com/general/latest/gr/sqs-service.html: the host names the region. */
function regionOfQueue(url: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1];
}

/** Only the database, for commands that need nothing else. */
export function readDatabaseSettings(env: Variables): DatabaseSettings {
  const url = env.DATABASE_URL?.trim();
  return {
    dataDir: env.FIREBREAK_DATA_DIR?.trim() || './data',
    ...(url ? { databaseUrl: url } : {}),
  };
}
