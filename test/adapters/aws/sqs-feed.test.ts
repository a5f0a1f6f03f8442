import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createSqsFeed } from '../../../src/adapters/aws/sqs-feed.ts';
import type { AlarmChange } from '../../../src/core/intake/alarm.ts';
import { createLocalSqs } from '../../../src/demo/aws/sqs/service.ts';
import { systemClock } from '../../../src/engine/clock.ts';
import { keptLog, region, startAws } from './local.ts';

const account = '123456789012';
const queueArn = `arn:aws:sqs:${region}:${account}:firebreak`;

async function startFeed(
  take: (changes: readonly AlarmChange[]) => Promise<void>,
  options: { visibilityMs?: number } = {},
) {
  const sqs = createLocalSqs({
    clock: systemClock,
    region,
    account,
    queues: [{ name: 'firebreak', visibilityMs: options.visibilityMs ?? 30_000 }],
    seed: 1,
    reorder: false,
  });
  const { aws, clients } = await startAws([sqs.service]);
  const log = keptLog();
  const pauses: number[] = [];
  const feed = createSqsFeed({
    clients,
    queueUrl: `${aws.url}/${account}/firebreak`,
    region,
    now: () => 1_000,
    log,
    sleep: async (ms) => {
      pauses.push(ms);
      await sleep(1);
    },
  });
  const abort = new AbortController();
  const start = () => feed.run(take, abort.signal);
  return { aws, sqs, log, pauses, abort, start };
}

function alarm(name: string): string {
  return JSON.stringify({
    AlarmName: name,
    NewStateValue: 'ALARM',
    StateChangeTime: '2026-11-22T01:59:30.401+0000',
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
  });
}

test('stores each message, deletes it only then, and stops at once', async () => {
  const names: string[] = [];
  const left: number[] = [];
  const { sqs, start, abort } = await startFeed(async (changes) => {
    names.push(...changes.map((change) => change.name));
    left.push(sqs.bodies('firebreak').length);
  });
  for (let place = 0; place < 12; place++) sqs.deliver(queueArn, alarm(`a${place}`));
  const running = start();
  await vi.waitFor(() => expect(sqs.bodies('firebreak')).toEqual([]));
  expect(names).toHaveLength(12);
  expect(left.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 12));
  // A long poll lasts 20 s: were it waited for, this test would run out of time.
  abort.abort();
  await running;
});

test('leaves what could not be stored, and goes on with the others', async () => {
  const { sqs, start, abort, log, aws } = await startFeed(async ([change]) => {
    if (change?.name === 'poison') throw new Error('the store refused it');
  });
  for (const name of ['poison', 'a', 'b']) sqs.deliver(queueArn, alarm(name));
  const running = start();
  await vi.waitFor(() => expect(sqs.bodies('firebreak')).toEqual([alarm('poison')]));
  await vi.waitFor(() => expect(aws.calls.at(-1)?.operation).toBe('ReceiveMessage'));
  abort.abort();
  await running;
  expect(log.lines).toContain(
    'error alarm message could not be stored: it stays in the queue and will come again',
  );
});

test('slows down while nothing can be stored, and brings the message when it can', async () => {
  let isDown = true;
  const names: string[] = [];
  const { sqs, start, abort, pauses, log } = await startFeed(
    async ([change]) => {
      if (isDown) throw new Error('database is gone');
      names.push(change?.name ?? '');
    },
    { visibilityMs: 20 },
  );
  sqs.deliver(queueArn, alarm('a'));
  const running = start();
  await vi.waitFor(() => expect(pauses.slice(0, 3)).toEqual([1_000, 2_000, 4_000]));
  isDown = false;
  await vi.waitFor(() => expect(names).toContain('a'));
  await vi.waitFor(() => expect(log.lines).toContain('info alarm queue is heard again'));
  abort.abort();
  await running;
});

test.each([
  ['throttle', [1_000, 2_000], /it answered RequestThrottled/],
  ['error', [1_000, 2_000], /it answered InternalFailure/],
  ['deny', [60_000, 60_000], /Allow sqs:ReceiveMessage on it in the IAM policy/],
] as const)('survives %s, says so, and hears again afterwards', async (kind, waits, sentence) => {
  const names: string[] = [];
  const { aws, sqs, start, abort, pauses, log } = await startFeed(async ([change]) => {
    names.push(change?.name ?? '');
  });
  aws.faults.inject({ service: 'sqs', operation: 'ReceiveMessage', kind, times: 2 });
  sqs.deliver(queueArn, alarm('a'));
  const running = start();
  await vi.waitFor(() => expect(names).toEqual(['a']));
  await vi.waitFor(() => expect(log.lines).toContain('info alarm queue is heard again'));
  abort.abort();
  await running;
  expect(pauses).toEqual(waits);
  expect(log.lines[0]).toMatch(sentence);
});

test('hears a message twice when the answer to deleting it is lost, under one identity', async () => {
  const ids: string[] = [];
  const { aws, sqs, start, abort } = await startFeed(
    async ([change]) => void ids.push(change?.changeId ?? ''),
    { visibilityMs: 30 },
  );
  aws.faults.inject({ service: 'sqs', operation: 'DeleteMessageBatch', kind: 'error', times: 1 });
  sqs.deliver(queueArn, alarm('a'));
  const running = start();
  await vi.waitFor(() => expect(sqs.bodies('firebreak')).toEqual([]));
  abort.abort();
  await running;
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});
