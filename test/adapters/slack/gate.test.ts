import type { ReceiverEvent } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { createGate } from '../../../src/adapters/slack/gate.ts';
import { slackWords } from '../../../src/adapters/slack/words/words.ts';
import { keepingLog } from './support.ts';

const command = (trigger: string) => ({ command: '/incident', user_id: 'U1', trigger_id: trigger });
const mention = (id: string) => ({ event_id: id, event: { type: 'app_mention', user: 'U1' } });

function newGate(deliver: (event: ReceiverEvent) => Promise<void>) {
  const told: string[] = [];
  const acks: unknown[] = [];
  const log = keepingLog();
  const gate = createGate({
    deliver,
    tell: async (_from, text) => void told.push(text),
    words: slackWords('en'),
    log,
  });
  const pass = (body: object, ack = async (response?: unknown) => void acks.push(response)) =>
    gate.pass({ body, ack });
  return { gate, told, acks, log, pass };
}

describe('the gate', () => {
  test('lets a repeated delivery in once, and acknowledges it every time', async () => {
    const delivered: unknown[] = [];
    const { pass, acks } = newGate(async ({ body }) => void delivered.push(body));
    await pass(mention('Ev1'));
    await pass(mention('Ev1'));
    await pass(mention('Ev2'));
    expect(delivered).toHaveLength(2);
    expect(acks).toHaveLength(3);
  });

  test('lets it in again when the first one failed', async () => {
    let delivered = 0;
    const { gate, pass } = newGate(async () => {
      delivered += 1;
    });
    await pass(mention('Ev1'));
    gate.forget(mention('Ev1'));
    await pass(mention('Ev1'));
    expect(delivered).toBe(2);
  });

  test('acknowledges an event when its work is done, not before', async () => {
    const work = Promise.withResolvers<void>();
    const { pass, acks } = newGate(async ({ ack }) => {
      await ack();
      await work.promise;
    });
    const passed = pass(mention('Ev1'));
    await Promise.resolve();
    expect(acks).toEqual([]);
    work.resolve();
    await passed;
    expect(acks).toEqual([undefined]);
  });

  test('hands a listener’s answer through and adds none of its own', async () => {
    const { pass, acks, told } = newGate(async ({ ack }) => {
      await ack({ response_action: 'clear' });
    });
    await pass(command('1'));
    expect(acks).toEqual([{ response_action: 'clear' }]);
    expect(told).toEqual([]);
  });

  test('answers everybody who asked in the same moment before anybody’s work begins', async () => {
    const order: string[] = [];
    const { pass } = newGate(async ({ ack }) => {
      await ack();
      order.push('work');
    });
    // Each answer has a longer way to the socket than the one before it.
    const answer = (steps: number) => async () => {
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      order.push('answer');
      return undefined;
    };
    await Promise.all([1, 20, 40].map((steps) => pass(command(String(steps)), answer(steps))));
    expect(order).toEqual(['answer', 'answer', 'answer', 'work', 'work', 'work']);
  });

  test('answers what no listener answered', async () => {
    const { pass, acks, told } = newGate(async () => {});
    await pass(command('1'));
    expect(acks).toHaveLength(1);
    expect(told[0]).toContain('I do not know that one');
  });

  test('goes on with the work when the acknowledgement is lost', async () => {
    let done = false;
    const { pass, log } = newGate(async ({ ack }) => {
      await ack();
      done = true;
    });
    await pass(command('1'), async () => {
      throw new Error('socket closed');
    });
    expect(done).toBe(true);
    expect(log.lines[0]?.level).toBe('warn');
  });

  test('waits for what is inside when it drains, and says so when that takes too long', async () => {
    const work = Promise.withResolvers<void>();
    const { gate, pass } = newGate(async ({ ack }) => {
      await ack();
      await work.promise;
    });
    const passed = pass(command('1'));
    expect(gate.inFlight()).toBe(1);
    expect(await gate.drain(5)).toBe(false);
    const drained = gate.drain(1_000);
    work.resolve();
    expect(await drained).toBe(true);
    await passed;
    expect(gate.inFlight()).toBe(0);
  });

  test('leaves events to the next one while draining, and tells people', async () => {
    const { gate, pass, acks, told } = newGate(async () => {
      throw new Error('nothing may come through');
    });
    await gate.drain(1);
    await pass(mention('Ev1'));
    expect(acks).toEqual([]);
    await pass(command('1'));
    expect(acks).toHaveLength(1);
    expect(told[0]).toContain('restarting');
  });
});
