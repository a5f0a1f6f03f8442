import { expect, test } from 'vitest';
import { byEventBridge, bySns } from './alarms.ts';
import { eventually } from './eventually.ts';
import {
  has,
  inThread,
  isCard,
  isPage,
  message,
  people,
  proposeRollback,
  type Stage,
} from './incident.ts';
import { buttonsOf, wordsOf } from './slack-server.ts';
import { clear, raise, stage } from './stage.ts';

/** Alarm, evidence, page, acknowledgement, rollback, approval by another one. */
async function untilApproved(at: Stage, alarm: typeof bySns, to = 'points-api:41') {
  const { slack } = at;
  await raise(at, alarm);
  const card = await message(at, isCard, 'SEV2', 'points-api', 'production');
  expect(card.blocks.length).toBeGreaterThan(0);
  const page = await message(at, isPage, 'points-api');
  const { paged, other } = people(page);
  await slack.click(page, 'offer:acknowledge', paged);
  await message(at, isCard, 'On it', paged);
  await eventually(() => buttonsOf(card).some((one) => one.action_id.startsWith('offer:rollback')));
  await proposeRollback(at, card, paged, to);
  const proposal = await message(at, (one) => inThread(one) && has(one, 'offer:approve'));
  const proposed = wordsOf(proposal);
  const whispers = slack.whispers.length;
  await slack.click(proposal, 'offer:approve', paged);
  await eventually(() => slack.whispers.length > whispers);
  expect(slack.whispers.at(-1)?.to).toBe(paged);
  await slack.click(proposal, 'offer:approve', other);
  return { proposed };
}

async function untilConfirmed(at: Stage, alarm: typeof bySns) {
  await message(at, inThread, 'engine says it is done');
  clear(at, alarm);
  await message(at, inThread, /Confirmed/i);
}

test.concurrent('an ECS that says next to nothing, numbers as texts, no tasks to list, all late', async () => {
  const at = await stage({
    channel: 'C0INCIDENTS',
    slack: { secondSocket: 'refused', hello: { type: 'hello' }, delayMs: 20 },
    aws: {
      delayMs: 20,
      insights: 'denied',
      slowFile: { name: 'logs/slow.log', lists: 'name-only' },
      ecs: {
        terse: true,
        textNumbers: true,
        leavesOutDigests: true,
        classic: { status: 501, body: '<html>The action has not been implemented</html>' },
        lacks: ['ListTaskDefinitions', 'ListTasks'],
      },
    },
  });
  await untilApproved(at, bySns);
  await message(at, inThread, 'point_entries');
  await untilConfirmed(at, bySns);
  expect(at.aws.ecs.runs()).toBe(41);
}, 40_000);

test.concurrent('a talkative Slack over Socket Mode, alarms by SNS, today’s ECS', async () => {
  const at = await stage({ slack: { pingMs: 500 } });
  const { proposed } = await untilApproved(at, bySns);
  await message(at, inThread, '--read-only option', '3 shops');
  await message(at, inThread, 'point_entries');
  await untilConfirmed(at, bySns);
  expect(proposed).toContain('points-api:41');
  expect(at.aws.called('UpdateService')).toHaveLength(1);
}, 40_000);

test.concurrent('the tersest Slack over HTTP, alarms by EventBridge, an ECS without service deployments', async () => {
  const at = await stage({
    mode: 'http',
    slack: {
      terse: true,
      closes: true,
      leavesOut: ['response_url'],
      ts: (count) => `17900000${count}.1`,
    },
    aws: {
      bareMessages: true,
      insights: 'unknown',
      prefixedErrors: true,
      alarmTimes: 'updated-only',
      ecs: { classic: { status: 400, body: { __type: 'UnknownOperationException' } } },
    },
  });
  const { proposed } = await untilApproved(at, byEventBridge);
  await message(at, inThread, '--read-only option', 'without Logs Insights');
  await message(at, inThread, 'Roll back to points-api:41', 'ever served here is not known');
  await untilConfirmed(at, byEventBridge);
  expect(proposed).toContain('whether it ever served here is not known');
  expect(at.aws.called('UpdateService')).toHaveLength(1);
  expect(at.aws.ecs.runs()).toBe(41);
}, 40_000);

test.concurrent('a rolling deployment is aborted by two people', async () => {
  const at = await stage({
    slack: { terse: true, idsOnly: true },
    aws: { ecs: { rollout: 'rolling' }, simpleQueue: true },
    slowLog: '{ group: "/aws/rds/instance/points-db-1/slowquery" }',
  });
  const { slack, aws } = at;
  await raise(at, bySns);
  const card = await message(at, isCard, 'points-api:43');
  const { paged, other } = people(await message(at, isPage, 'points-api'));
  await message(at, inThread, 'point_entries');
  await eventually(() => buttonsOf(card).some((one) => one.action_id.startsWith('offer:abort')));
  await slack.click(card, 'offer:abort', paged);
  const proposal = await message(at, (one) => inThread(one) && has(one, 'offer:approve'));
  await slack.click(proposal, 'offer:approve', other);
  await eventually(() => aws.called('StopServiceDeployment')[0]);
  await message(at, inThread, 'engine says it is done');
  clear(at, bySns);
  await message(at, inThread, /Confirmed/i);
  expect(aws.queue).toEqual([]);
  expect(aws.called('ReceiveMessage').length).toBeLessThan(40);
}, 40_000);

test.concurrent('one Socket Mode connection at a time, renewals, noise, and every verb', async () => {
  const at = await stage({
    slack: {
      secondSocket: 'replaces',
      hello: { type: 'hello', connection_info: {} },
      envelope: { accepts_response_payload: false, retry_attempt: 1, retry_reason: 'timeout' },
      lacks: ['conversations.history', 'conversations.replies', 'views.publish'],
    },
    aws: { slowFile: { name: 'slowquery/mysql-slowquery.log.2026-11-22.7', lists: 'name-only' } },
  });
  const { slack, program } = at;
  for (const noise of ['null', '7', '"x"', 'not json', '{}', '{"type":"events_api"}', '[]']) {
    for (const socket of slack.sockets) socket.send(noise);
  }
  const told = async (text: string, user: string, answer: RegExp) => {
    const before = slack.whispers.length;
    await slack.command(text, user);
    await eventually(() => slack.whispers.slice(before).some((one) => answer.test(wordsOf(one))), {
      seen: () => `${text}: ${slack.whispers.slice(before).map(wordsOf).join('\n')}`,
    });
  };
  await told('', 'U0ANA', /nothing|No incident|quiet/i);
  await told('help', 'U0ANA', /rollback/);
  await told('rolback points-api', 'U0BEN', /rollback/);
  await told('oncall', 'U0NOBODY', /U0ANA|U0BEN/);
  await told('status points-api', 'U0ANA', /points-api:42/);
  await told('slow points-api 30m', 'U0ANA', /point_entries/);
  slack.renew('warning');
  slack.renew('refresh_requested');
  await eventually(() => slack.sockets.size === 0 || undefined, { within: 2_000 }).catch(() => {});
  await eventually(() => slack.sockets.size > 0);
  await told('errors points-api', 'U0BEN', /--read-only option/);
  await raise(at, bySns);
  const card = await message(at, isCard, 'points-api', 'production');
  await slack.mention('timeline', 'U0ANA', card.ts);
  await message(at, inThread, /Opened|opened/);
  await slack.mention('ack', 'U0BEN', card.ts);
  await message(at, isCard, 'U0BEN');
  await slack.mention('rollback', 'U0BEN', card.ts);
  await message(at, (one) => inThread(one) && has(one, 'form:rollback'));
  await slack.mention('resolve', 'U0BEN', card.ts);
  await message(at, isCard, /resolved/i);
  expect(program.hasEnded()).toBe(false);
}, 40_000);

test.concurrent('a paused blue/green goes on, without trigger ids, over HTTP', async () => {
  const at = await stage({
    mode: 'http',
    slack: { leavesOut: ['trigger_id', 'event_id', 'container', 'team'] },
    aws: { ecs: { rollout: 'paused', leavesOutDigests: true }, insights: 'denied' },
  });
  const { slack, aws } = at;
  const challenge = await slack.deliver('event', {
    type: 'url_verification',
    challenge: 'c1',
    token: 'old',
  });
  expect(challenge).toMatch(/c1/);
  await raise(at, bySns);
  const card = await message(at, isCard, 'points-api:43');
  await slack.command('ack points-api', 'U0ANA');
  await message(at, isCard, 'U0ANA');
  await slack.mention('resume', 'U0ANA', card.ts);
  await eventually(() => aws.called('ContinueServiceDeployment')[0]);
  expect(aws.called('ContinueServiceDeployment')[0]?.input.action).toBe('CONTINUE');
  await slack.mention('status', 'U0BEN', card.ts);
  await message(at, inThread, 'points-api:43');
}, 40_000);

test.concurrent('endpoints that fail at everything are told in the thread, and nothing hangs', async () => {
  const at = await stage({
    slack: {
      closes: true,
      unknownIs404: true,
      lacks: ['views.open', 'chat.postEphemeral', 'conversations.list', 'conversations.open'],
      leavesOut: ['response_url'],
    },
    aws: { breaks: true },
  });
  const { slack, aws, program } = at;
  await eventually(() => aws.called('ReceiveMessage').length > 0);
  aws.send(bySns('ALARM', Date.now()));
  await message(at, isCard, 'points-api', 'production');
  await message(at, inThread, /could not be read|HTTP 400/);
  await message(at, inThread, 'The rollout could not be read', 'AWS_ENDPOINT_URL');
  const page = await message(at, isPage, 'points-api');
  await slack.click(page, 'offer:acknowledge', people(page).paged);
  await message(at, isCard, 'On it');
  await slack.command('rollback points-api', 'U0ANA');
  expect(program.hasEnded()).toBe(false);
}, 40_000);

test.concurrent('moments that nobody can read cost the rollout, not the rest', async () => {
  const at = await stage({ slack: { terse: true }, aws: { ecs: { isoMoments: true } } });
  await raise(at, bySns);
  await message(at, inThread, 'The rollout could not be read', 'could not be read: Expected');
  await message(at, inThread, '--read-only option', 'point_entries');
}, 40_000);
