import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { region } from '../src/demo/company/names.ts';
import { type LocalSlack, startLocalSlack } from '../src/demo/slack/server.ts';
import { demoConfig, people } from '../src/demo/stories/demo-config.ts';
import { systemClock } from '../src/engine/clock.ts';
import { type CompanyElsewhere, startCompany } from './company.ts';
import { firebreak, floor, type Program, startProgram } from './program.ts';

export type Mode = 'socket' | 'http';

/**
 * The far end of the network in real time: the local Slack in this thread, the company's AWS account
 * in another one. What is measured runs in a process of its own.
 */
export interface Stage {
  readonly slack: LocalSlack;
  readonly company: CompanyElsewhere;
  /** The program with an empty database, as its users start it. */
  startFirebreak(): Promise<Program>;
  /** In its place: the least that could do the same. */
  startFloor(name: string): Promise<Program>;
  end(): Promise<void>;
}

export const users = people.map(({ slack }) => slack);
export const incidents = 'C1';

export async function setStage(mode: Mode = 'socket'): Promise<Stage> {
  const company = await startCompany();
  const slack = await startLocalSlack({
    clock: systemClock,
    manifestPath: join(import.meta.dirname, '../manifest.yml'),
    people: people.map(({ name, slack: id }) => ({ id, name, zone: 'Asia/Seoul' })),
    channels: [{ id: incidents, name: 'incidents', topic: '' }],
    // What is measured is the program, not how long Slack would hold it back.
    limits: { postsPerSecond: 1_000, postBurst: 10_000 },
  });
  const dir = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
  const configFile = join(dir, 'firebreak.yml');
  writeFileSync(configFile, demoConfig({ awsUrl: company.awsUrl, escalateAfter: '4h' }));
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(mode === 'http'
      ? { SLACK_SIGNING_SECRET: slack.signingSecret }
      : { SLACK_APP_TOKEN: slack.appToken }),
    SLACK_API_URL: slack.apiUrl,
    AWS_ENDPOINT_URL: company.awsUrl,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    PORT: '0',
    FIREBREAK_CONFIG: configFile,
  };
  let started = 0;

  async function start(file: string, ready: RegExp): Promise<Program> {
    started += 1;
    const program = await startProgram({
      file,
      ready,
      cwd: dir,
      env: { ...env, FIREBREAK_DATA_DIR: join(dir, `data-${started}`) },
    });
    if (mode === 'http') slack.control.setRequestUrl(`${program.found}/slack/events`);
    return program;
  }

  return {
    slack,
    company,
    startFirebreak: () => start(firebreak, /is running; its web server is (\S+)/),
    startFloor: (name) => start(floor(name), /^ready (\S+)/),
    async end() {
      await slack.stop();
      await company.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
