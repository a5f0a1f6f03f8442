import { afterAll, expect, test } from 'vitest';
import { byEventBridge, bySns } from './alarms.ts';
import { type AwsManner, startForeignAws } from './aws-server.ts';
import { eventually } from './eventually.ts';
import {
  inThread,
  isCard,
  isPage,
  message,
  people,
  proposeRollback,
  type Stage,
} from './incident.ts';
import { signingSecret, startProgram } from './program.ts';
import { buttonsOf, type Manner, startForeignSlack, wordsOf } from './slack-server.ts';

const open: Stage[] = [];
afterAll(async () => {
  for (const { program, slack, aws } of open.splice(0)) {
    const stopped = program.stop();
    await aws.close();
    expect(await stopped).toBe(0);
    await slack.close();
  }
});

async function stage(options: {
  slack?: Manner;
  aws?: AwsManner;
  mode?: 'socket' | 'http';
  channel?: string;
  slowLog?: string;
}): Promise<Stage> {
  let programUrl = '';
  const door = { url: () => programUrl, secret: signingSecret };
  const slack = await startForeignSlack({
    ...options.slack,
    ...(options.mode === 'http' ? { door } : {}),
  });
  const aws = await startForeignAws(options.aws);
  const program = await startProgram({ slackUrl: slack.url(), awsUrl: aws.url, ...options });
  programUrl = program.url;
  const made = { slack, aws, program };
  open.push(made);
  return made;
}

/** The whole way: alarm, evidence, page, acknowledgement, rollback, approval, proof. */
async function wholeWay(at: Stage, alarm: (state: 'ALARM' | 'OK', at: number) => string) {
  const { slack, aws } = at;
  await eventually(() => aws.called('DescribeAlarms').length > 0);
  aws.alarm.state = 'ALARM';
  aws.alarm.since = Date.now();
  aws.send(alarm('ALARM', aws.alarm.since));
  const card = await message(at, isCard, 'SEV2', 'points-api', 'production');
  expect(card.blocks.length).toBeGreaterThan(0);
  const page = await message(at, isPage, 'points-api');
  const { paged, other } = people(page);
  await slack.click(page, 'offer:acknowledge', paged);
  await message(at, isCard, 'On it', paged);
  await eventually(() => buttonsOf(card).some((one) => one.action_id.startsWith('offer:rollback')));
  await proposeRollback(at, card, paged);
  const proposal = await message(at, (one) => inThread(one) && has(one, 'offer:approve'));
  await slack.click(proposal, 'offer:approve', paged);
  await eventually(() => slack.whispers.find((one) => one.to === paged));
  await slack.click(proposal, 'offer:approve', other);
  return { card, page, proposal, paged, other };
}

const has = (one: Parameters<typeof buttonsOf>[0], action: string) =>
  buttonsOf(one).some((button) => button.action_id.startsWith(action));

async function isConfirmed(at: Stage, alarm: typeof bySns) {
  const { aws } = at;
  await message(at, inThread, 'engine says it is done');
  aws.alarm.state = 'OK';
  aws.alarm.since = Date.now();
  aws.send(alarm('OK', aws.alarm.since));
  await message(at, inThread, /confirmed/i);
}

test.concurrent('a talkative Slack over Socket Mode, alarms by SNS, today’s ECS', async () => {
  const at = await stage({ slack: { pingMs: 500 } });
  const { proposal } = await wholeWay(at, bySns);
  await message(at, inThread, 'DatabaseError', 'shop');
  await message(at, inThread, 'point_entries');
  await isConfirmed(at, bySns);
  expect(wordsOf(proposal)).toContain('points-api');
  expect(at.aws.called('UpdateService')).toHaveLength(1);
}, 40_000);

test.concurrent('the tersest Slack over HTTP, alarms by EventBridge, an ECS without service deployments', async () => {
  const at = await stage({
    mode: 'http',
    slack: { terse: true, closes: true, leavesOut: ['response_url'], ts: (n) => `17900000${n}.1` },
    aws: {
      bareMessages: true,
      insights: 'unknown',
      prefixedErrors: true,
      alarmTimes: 'updated-only',
      ecs: { classic: { status: 400, body: { __type: 'UnknownOperationException' } } },
    },
  });
  await wholeWay(at, byEventBridge);
  await message(at, inThread, 'DatabaseError');
  await isConfirmed(at, byEventBridge);
  expect(at.aws.called('UpdateService')).toHaveLength(1);
}, 40_000);
