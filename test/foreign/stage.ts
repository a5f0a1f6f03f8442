import { afterAll, expect } from 'vitest';
import { type AwsManner, startForeignAws } from './aws-server.ts';
import { eventually } from './eventually.ts';
import type { Stage } from './incident.ts';
import { signingSecret, startProgram } from './program.ts';
import { type Manner, startForeignSlack } from './slack-server.ts';

const open: Stage[] = [];

/** Every program ends by itself when told to, whatever the servers around it did. */
afterAll(async () => {
  for (const { program, slack, aws } of open.splice(0)) {
    expect(program.hasEnded()).toBe(false);
    const stopped = program.stop();
    await aws.close();
    expect(await stopped).toBe(0);
    await slack.close();
  }
});

interface Options {
  readonly slack?: Manner;
  readonly aws?: AwsManner;
  readonly mode?: 'socket' | 'http';
  readonly channel?: string;
  readonly slowLog?: string;
}

/** Two foreign servers and the program between them. */
export async function stage(options: Options): Promise<Stage> {
  let programUrl = '';
  const door = { url: () => programUrl, secret: signingSecret };
  const slack = await startForeignSlack({
    ...options.slack,
    ...(options.mode === 'http' ? { door } : {}),
  });
  const aws = await startForeignAws(options.aws);
  const { slack: _slack, aws: _aws, ...around } = options;
  // With and without the slash at the end, as people write it.
  const slackUrl = options.mode === 'http' ? slack.url().replace(/\/$/, '') : slack.url();
  const program = await startProgram({ slackUrl, awsUrl: aws.url, ...around });
  programUrl = program.url;
  const made = { slack, aws, program };
  open.push(made);
  return made;
}

/** The alarm goes off and is told; not before the program has looked once by itself. */
export async function raise(
  { aws }: Stage,
  alarm: (state: 'ALARM' | 'OK', at: number) => string,
): Promise<void> {
  await eventually(() => aws.called('DescribeAlarms').length > 0);
  aws.alarm.state = 'ALARM';
  aws.alarm.since = Date.now();
  aws.send(alarm('ALARM', aws.alarm.since));
}

/** It clears. */
export function clear({ aws }: Stage, alarm: (state: 'ALARM' | 'OK', at: number) => string): void {
  aws.alarm.state = 'OK';
  aws.alarm.since = Date.now();
  aws.send(alarm('OK', aws.alarm.since));
}
