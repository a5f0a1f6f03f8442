import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createLocalEcs } from './aws/ecs/local-ecs.ts';
import { type LocalAws, startLocalAws } from './aws/server.ts';
import type { DemoClock } from './clock.ts';
import { type Company, createCompany } from './company/company.ts';
import { region } from './company/names.ts';
import { type LocalSlack, startLocalSlack } from './slack/server.ts';
import type { LocalSlackLimits } from './slack/timing.ts';
import { demoConfig, people } from './stories/demo-config.ts';

/** Everything at the far end of the network: a workspace, an AWS account, a company that lives. */
export interface Surroundings {
  readonly clock: DemoClock;
  readonly company: Company;
  readonly aws: LocalAws;
  readonly slack: LocalSlack;
  /** firebreak.yml for it. */
  readonly configText: string;
  /** The environment Firebreak is started with. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The channel incidents live in. */
const incidentsChannel = { id: 'C1', name: 'incidents' } as const;

export async function startSurroundings(options: {
  clock: DemoClock;
  /** Of the page and the local Slack; 0 (default) picks a free one. */
  port?: number;
  seed?: number;
  mode?: 'socket' | 'http';
  language?: 'en' | 'ko';
  escalateAfter?: string;
  limits?: Partial<LocalSlackLimits>;
  duplicates?: number;
  extraRoutes?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}): Promise<Surroundings> {
  const { clock } = options;
  const ecs = createLocalEcs({ clock });
  const company = createCompany({
    clock,
    ecs,
    seed: options.seed ?? 7,
    ...(options.duplicates === undefined ? {} : { duplicates: options.duplicates }),
  });
  const aws = await startLocalAws({ clock, services: [...company.services] });
  const slack = await startLocalSlack({
    clock,
    port: options.port ?? 0,
    manifestPath: join(import.meta.dirname, '../../manifest.yml'),
    people: people.map(({ name, slack: id }) => ({
      id,
      name,
      realName: name.charAt(0).toUpperCase() + name.slice(1),
      zone: 'Asia/Seoul',
    })),
    channels: [
      { ...incidentsChannel, topic: 'What is broken, and who is on it' },
      { id: 'C2', name: 'general', topic: 'Everything else', hasApp: false },
    ],
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.extraRoutes ? { extraRoutes: options.extraRoutes } : {}),
  });
  const isHttp = options.mode === 'http';
  return {
    clock,
    company,
    aws,
    slack,
    configText: demoConfig({
      awsUrl: aws.url,
      ...(options.language ? { language: options.language } : {}),
      ...(options.escalateAfter ? { escalateAfter: options.escalateAfter } : {}),
    }),
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      ...(isHttp
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
      SLACK_API_URL: slack.apiUrl,
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      PORT: '0',
    },
    stop: async () => {
      await slack.stop();
      await aws.stop();
    },
  };
}
