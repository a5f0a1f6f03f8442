import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { account, region } from './aws-server.ts';

const secret = 'f0f1f2f3f4f5f6f7f8f9';

export interface Program {
  /** Of its web server. */
  readonly url: string;
  readonly log: readonly string[];
  hasEnded(): boolean;
  /** SIGTERM; answers the exit status. */
  stop(): Promise<number | null>;
}

interface Surroundings {
  readonly slackUrl: string;
  readonly awsUrl: string;
  readonly mode?: 'socket' | 'http';
  readonly channel?: string;
  readonly slowLog?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `npm start` without npm: the shipped program as a child, told of the outside by its environment. */
export async function startProgram(around: Surroundings): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-foreign-'));
  writeFileSync(join(folder, 'firebreak.yml'), configuration(around));
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      LOG_LEVEL: 'info',
      PORT: '0',
      SLACK_BOT_TOKEN: 'xoxb-1-abc',
      ...(around.mode === 'http'
        ? { SLACK_SIGNING_SECRET: secret }
        : { SLACK_APP_TOKEN: 'xapp-1-abc' }),
      SLACK_API_URL: around.slackUrl,
      AWS_ENDPOINT_URL: around.awsUrl,
      AWS_ACCESS_KEY_ID: 'AKIA0000000000000000',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      ...around.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const url = await spoken(child, log);
  let ended = false;
  const end = once(child, 'close').then(([code]) => {
    ended = true;
    rmSync(folder, { recursive: true, force: true });
    return code as number | null;
  });
  return {
    url,
    log,
    hasEnded: () => ended,
    stop: () => {
      child.kill('SIGTERM');
      return end;
    },
  };
}

export const signingSecret = secret;

async function spoken(child: ChildProcess, log: string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.push(line);
      const url = /web server is (\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  }
  child.once('close', (code) => reject(new Error(`it ended with ${code}:\n${log.join('\n')}`)));
  return promise;
}

function configuration({ awsUrl, channel, slowLog }: Surroundings): string {
  return `
slack: { channel: "${channel ?? '#incidents'}", language: en }
aws: { region: ${region} }
intake:
  sqs: [ { queueUrl: "${awsUrl}/${account}/firebreak" } ]
  backstop: 60s
people:
  ana: { slack: U0ANA }
  ben: { slack: U0BEN }
services:
  points-api:
    rotation: backend
    tenant: shopId
    environments:
      production:
        alarms: [ "points-api-*" ]
        logs: [ "/ecs/points-api" ]
        database: { engine: mysql, instances: [ points-db-1 ], slowLog: ${slowLog ?? 'files'} }
        rollout: { engine: ecs, cluster: shop, service: points-api }
rotations:
  backend: { zone: Asia/Seoul, start: 2026-11-02, handover: weekly Mon 10:00, people: [ ana, ben ] }
severities: { default: SEV2 }
policies:
  - { environments: [ production ], verbs: [ rollback, abort, promote ], propose: [ oncall, backend ], approve: { by: [ backend ], count: 1 } }
  - { environments: [ production ], verbs: [ pause, resume ], propose: [ oncall, backend ], approve: none }
`;
}
