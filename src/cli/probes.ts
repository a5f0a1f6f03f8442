import { createChanges } from '../adapters/aws/changes/source.ts';
import { type AwsClients, createAwsClients } from '../adapters/aws/clients.ts';
import { createDatabaseFacts } from '../adapters/aws/database/facts.ts';
import { describeAlarms } from '../adapters/aws/describe-alarms.ts';
import { createEcsReleaseControl } from '../adapters/aws/ecs/release-control.ts';
import { createErrorLogs } from '../adapters/aws/error-logs.ts';
import { priceOf } from '../adapters/aws/insights-price.ts';
import { probeSlowQueries } from '../adapters/aws/slow/probe.ts';
import { createTopology } from '../adapters/aws/topology.ts';
import { createLogVolume } from '../adapters/aws/volume/source.ts';
import { clientOptions, createSlackApi } from '../adapters/slack/api.ts';
import { identify } from '../adapters/slack/identity.ts';
import { createSlackLogger } from '../adapters/slack/logger.ts';
import type { Settings } from '../config/settings.ts';
import type { Config } from '../config.ts';
import { matchesName } from '../core/kit/match.ts';
import type { Environment } from '../core/service/service.ts';
import type { Log } from '../engine/log.ts';
import { type Check, fail, pass, warn } from './check.ts';

/** What a probe of evidence asks for, and how long it waits: less than the doctor does. */
const probedMs = 15 * 60_000;
const probedForMs = 8_000;

/** What the doctor looks at outside: the same calls the program itself will make, reads only. */
export function createProbes(
  { world, settings }: Config,
  context: { log: Log; now: () => number },
): { checks: readonly Check[]; close(): void } {
  const { log, now } = context;
  const clients = createAwsClients({ defaultRegion: settings.aws.region, log, readAttempts: 2 });
  const environments = world.services.flatMap((service) => service.environments);
  const regions = [...new Set(environments.map((environment) => environment.region))];
  const control = createEcsReleaseControl({ clients, now, log });
  return {
    checks: [
      slackCheck(settings, log),
      ...regions.map((region) =>
        alarmsCheck(
          clients,
          region,
          environments.filter((environment) => environment.region === region),
        ),
      ),
      ...environments
        .filter(({ database }) => database)
        .flatMap((one) => [topologyCheck(clients, one), slowQueriesCheck(clients, one, now)]),
      ...environments.flatMap((one) => evidenceChecks(clients, one, now)),
      ...environments.flatMap(({ service, name, rollout }): Check[] => {
        if (rollout === undefined) return [];
        return [
          {
            name: `rollout ${service} ${name}`,
            look: async () => {
              const state = await control.describe(rollout);
              return pass(`ECS ${rollout.cluster}/${rollout.service}: ${state.engineStatus}`);
            },
          },
        ];
      }),
    ],
    close: () => clients.close(),
  };
}

function slackCheck(settings: Settings, log: Log): Check {
  return {
    name: 'Slack',
    look: async () => {
      const { botToken, apiUrl } = settings.slack;
      const options = clientOptions({ apiUrl, logger: createSlackLogger(log) });
      const { team, userId } = await identify(createSlackApi(botToken, options));
      return pass(`the token is ${userId} of ${team || 'its workspace'}, with every scope needed`);
    },
  };
}

/** A pattern that fits no alarm is most often a slip, and would stay unnoticed until the night. */
function alarmsCheck(
  clients: AwsClients,
  region: string,
  environments: readonly Environment[],
): Check {
  return {
    name: `alarms ${region}`,
    look: async () => {
      const alarms = await describeAlarms(clients, region, {});
      const idle = environments
        .flatMap((environment) => environment.alarms)
        .filter((pattern) => !alarms.some((alarm) => matchesName(pattern, alarm.name)));
      const text = `CloudWatch knows ${alarms.length} alarms`;
      if (idle.length === 0) return pass(text);
      return warn(`${text}; none fits ${idle.join(', ')}: look for a slip in firebreak.yml.`);
    },
  };
}

function topologyCheck(clients: AwsClients, environment: Environment): Check {
  return {
    name: `database ${environment.service} ${environment.name}`,
    look: async () => {
      const { instances } = await createTopology({ clients }).readTopology(environment);
      const text = instances.map(({ id, role, status }) => `${id} ${role} (${status})`).join(', ');
      const lost = instances.filter(({ status }) => status === 'not-found');
      if (lost.length > 0 || instances.length === 0) {
        return fail(`RDS: ${text || 'no instances'}. Correct database in firebreak.yml.`);
      }
      const hasWriter = instances.some(({ role }) => role === 'writer');
      return hasWriter ? pass(`RDS: ${text}`) : warn(`RDS: ${text}: none of them is the writer.`);
    },
  };
}

/** The calls an incident would make, of the last quarter of an hour; what they are paid by is told. */
function evidenceChecks(clients: AwsClients, environment: Environment, now: () => number): Check[] {
  const { service, name } = environment;
  const sources = [
    createErrorLogs({ clients, now }),
    createLogVolume({ clients, now }),
    createDatabaseFacts({ clients, now, snapshots: async () => [] }),
    createChanges({ clients, now }),
  ];
  return sources.flatMap((source): Check[] => {
    const { kind } = source;
    const window = { fromAt: now() - probedMs, toAt: now() };
    const question = { id: `doctor#${kind}`, kind, environment, window };
    if (!source.canAnswer(question)) return [];
    return [
      {
        name: `${kind} evidence ${service} ${name}`,
        look: async () => {
          const signal = AbortSignal.timeout(probedForMs);
          const evidence = await source.ask(question, { budgetMs: probedForMs, signal });
          const { partial, query, scannedBytes } = evidence;
          const asked = scannedBytes === undefined ? query : scanned(evidence.source, scannedBytes);
          return partial ? warn(`${asked}: ${partial}`) : pass(asked);
        },
      },
    ];
  });
}

function scanned(source: string, bytes: number): string {
  return `${source}: a quarter of an hour is ${priceOf(bytes)}; an incident asks for half an hour and what it is compared with`;
}

/** Where slow queries would come from tonight, and what looking there costs. */
function slowQueriesCheck(clients: AwsClients, environment: Environment, now: () => number): Check {
  return {
    name: `slow queries ${environment.service} ${environment.name}`,
    look: async () => {
      const ways = await probeSlowQueries({ clients, environment, now });
      const text = ways.map((one) => one.text).join('; ');
      if (!ways.some(({ isThere }) => isThere)) {
        return fail(`${text}. docs/connect.md says how to switch a slow query log on.`);
      }
      return ways[0]?.isThere ? pass(text) : warn(`not as configured: ${text}`);
    },
  };
}
