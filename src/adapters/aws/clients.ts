import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { PIClient } from '@aws-sdk/client-pi';
import { RDSClient } from '@aws-sdk/client-rds';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Log, silentLog } from '../../engine/log.ts';
import { createGates, type Gate } from './gate.ts';

/**
 * The SDK's clients, one a service and region, made when first asked for. Without a region it is
 * the default one. Credentials and endpoints come from the SDK's own environment variables and
 * files, AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE> included.
 */
export interface AwsClients {
  cloudwatch(region?: string): CloudWatchClient;
  logs(region?: string): CloudWatchLogsClient;
  rds(region?: string): RDSClient;
  pi(region?: string): PIClient;
  sns(region?: string): SNSClient;
  sqs(region?: string): SQSClient;
  /** For reads: repeats failed calls by itself. */
  ecs(region?: string): ECSClient;
  /** For changes: one attempt a call, because a lost answer must be looked into, not repeated. */
  ecsForChanges(region?: string): ECSClient;
  /** Places for queries of Logs Insights, shared by everything that asks this region at once. */
  insightsPlaces(region?: string): Gate;
  /** Lets go of all sockets; the clients cannot be used afterwards. */
  close(): void;
}

interface AwsClientOptions {
  readonly defaultRegion: string;
  readonly log?: Log;
  /** Milliseconds until a connection must stand. Default 3 000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds until an answer must have begun, and the longest pause in it. Default 15 000. */
  readonly answerTimeoutMs?: number;
  /** Attempts of a read, the first included. Default 3, the SDK's own. */
  readonly readAttempts?: number;
  /** Where to look for endpoint variables. Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Overrides both the environment's endpoint and its credentials: local endpoints. */
  readonly local?: { readonly endpoint: string };
}

/**
 * An account has a hundred a region, of which dashboards, alarms and people take theirs too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const insightsPlaces = 20;
/** A long poll is silent for up to 20 s by design; this much is added for the answer itself. */
const longPollMs = 20_000;

export function createAwsClients(options: AwsClientOptions): AwsClients {
  const env = options.env ?? process.env;
  const log = options.log ?? silentLog;
  const made = new Map<string, { destroy(): void }>();
  const gates = createGates(insightsPlaces);

  function settings(region: string, limits: { attempts?: number; extraMs?: number } = {}) {
    const silenceMs = (options.answerTimeoutMs ?? 15_000) + (limits.extraMs ?? 0);
    return {
      region,
      maxAttempts: limits.attempts ?? options.readAttempts ?? 3,
      retryMode: 'standard' as const,
      requestHandler: {
        connectionTimeout: options.connectTimeoutMs ?? 3_000,
        // requestTimeout ends when the headers are there; socketTimeout guards the body after it.
        requestTimeout: silenceMs,
        socketTimeout: silenceMs,
        throwOnRequestTimeout: true,
      },
      ...(options.local
        ? {
            endpoint: options.local.endpoint,
            credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
          }
        : {}),
    };
  }

  function once<T extends { destroy(): void }>(
    name: string,
    region: string | undefined,
    make: (region: string) => T,
  ): T {
    const where = region ?? options.defaultRegion;
    const key = `${name} ${where}`;
    const known = made.get(key);
    if (known) return known as T;
    log.debug({ service: name, region: where }, 'AWS client made');
    const client = make(where);
    made.set(key, client);
    return client;
  }

  return {
    cloudwatch: (region) => once('cloudwatch', region, (at) => new CloudWatchClient(settings(at))),
    logs: (region) => once('logs', region, (at) => new CloudWatchLogsClient(settings(at))),
    rds: (region) => once('rds', region, (at) => new RDSClient(settings(at))),
    pi: (region) => once('pi', region, (at) => new PIClient(settings(at))),
    sns: (region) => once('sns', region, (at) => new SNSClient(settings(at))),
    sqs: (region) =>
      once(
        'sqs',
        region,
        (at) =>
          new SQSClient({
            ...settings(at, { extraMs: longPollMs }),
            // The SDK would otherwise call the host in the queue's URL, past a local endpoint.
            useQueueUrlAsEndpoint: !options.local && !endpointFor('SQS', env),
            // Servers other than Amazon's leave the checksum out, and the SDK then drops every
            // message of the answer; TLS and JSON already tell a broken one.
            md5: false,
          }),
      ),
    ecs: (region) => once('ecs', region, (at) => new ECSClient(settings(at))),
    ecsForChanges: (region) =>
      once('ecs for changes', region, (at) => new ECSClient(settings(at, { attempts: 1 }))),
    insightsPlaces: (region) => gates(region ?? options.defaultRegion),
    close: () => {
      for (const client of made.values()) client.destroy();
      made.clear();
    },
  };
}

/** The endpoint the environment gives for one service: its own variable before the common one. */
export function endpointFor(
  service: 'SNS' | 'SQS',
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL || undefined;
}
