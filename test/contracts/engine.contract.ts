import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { EvidenceSource } from '../../src/core/evidence/source.ts';
import { OutsideError } from '../../src/core/kit/outside-error.ts';
import { createDemoClock } from '../../src/demo/clock.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { silentLog } from '../../src/engine/log.ts';
import type { Store } from '../../src/engine/store.ts';
import { createWorker } from '../../src/engine/worker.ts';
import { createEmptySource, createFakePorts } from '../support/fake-ports.ts';
import { alarm, monday, words, world } from '../support/points-world.ts';

/** What the engine promises on any store; `open` gives a fresh, empty one. */
export function engineContract(name: string, open: () => Promise<Store>): void {
  describe(`the engine on ${name}`, () => {
    let store: Store;
    let engine: Engine;
    let fakes: ReturnType<typeof createFakePorts>;
    let stop: AbortController;
    let clock: ReturnType<typeof createDemoClock>;
    let running: Promise<void>[];

    beforeEach(async () => {
      store = await open();
      clock = createDemoClock({ startAt: monday, speed: 0 });
      engine = createEngine({ store, world, clock, log: silentLog });
      fakes = createFakePorts();
      stop = new AbortController();
      running = [];
    });
    afterEach(async () => {
      stop.abort();
      await Promise.all(running);
      await store.close();
    });

    function startWorker(name: string): void {
      const doing = { ...fakes.ports, store, world, words, clock, log: silentLog };
      running.push(createWorker({ name, engine, doing, chance: () => 0.5 }).run(stop.signal));
    }

    /** Lets the story's clock run until it is so; bounded by steps, not by real time. */
    async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
      for (let i = 0; i < 400; i++) {
        if (await isSo()) return;
        clock.advance(500);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`It never came to this: ${what}`);
    }

    const incident = () => store.incident('INC-1');
    const tell = (event: Event) => engine.handle('INC-1', event);

    it('opens one incident for one change that comes three ways', async () => {
      await Promise.all([
        engine.hear([alarm()]),
        engine.hear([alarm({ via: 'https' })]),
        engine.hear([alarm({ via: 'backstop' })]),
      ]);
      expect(await store.openIncidents()).toHaveLength(1);
      const entries = await store.timeline('INC-1');
      expect(entries.filter(({ kind }) => kind === 'AlarmChanged:alarm')).toHaveLength(1);
    });

    it('puts alarms of one service into one incident, even when they come at once', async () => {
      const others = ['a', 'b', 'c', 'd'].map((key) =>
        alarm({ alertKey: key, changeId: `${key}|1|alarm`, name: `points-api-${key}` }),
      );
      await Promise.all(others.map((change) => engine.hear([change])));
      const open = await store.openIncidents();
      expect(open).toHaveLength(1);
      expect(Object.keys(open[0]?.alerts ?? {})).toHaveLength(4);
    });

    it('gives an alarm nobody configured an incident of its own', async () => {
      await engine.hear([alarm(), alarm({ alertKey: 'x', changeId: 'x', name: 'billing-5xx' })]);
      const services = (await store.openIncidents()).map(({ service }) => service).sort();
      expect(services).toEqual(['points-api', 'unknown']);
    });

    it('takes an event once, however often it comes', async () => {
      await engine.hear([alarm()]);
      const ack: Event = { id: 'click-1', kind: 'IncidentAcknowledged', by: 'ana' };
      const handled = await Promise.all([tell(ack), tell(ack), tell(ack)]);
      expect(handled.map(({ status }) => status).sort()).toEqual(['done', 'repeated', 'repeated']);
    });

    it('declares one incident for one request', async () => {
      const declaration = {
        requestId: 'form-1',
        title: 'Points are wrong',
        service: 'points-api',
        environment: 'production',
        channel: '#incidents',
        severity: 'SEV2',
        by: 'ana',
      } as const;
      const [first, second] = [
        await engine.declare(declaration),
        await engine.declare(declaration),
      ];
      expect(first.status).toBe('done');
      expect(second).toEqual({ status: 'repeated', incident: 'INC-1' });
    });

    it('carries an alarm to card, evidence and page', async () => {
      startWorker('one');
      await engine.hear([alarm()]);
      await until('deciding', async () => (await incident())?.phase === 'deciding');
      await until('options shown', () => fakes.chat.messages.has('INC-1/options'));
      expect([...fakes.chat.messages.keys()].sort()).toEqual([
        'INC-1/card',
        'INC-1/evidence',
        'INC-1/options',
      ]);
      expect(fakes.chat.pages.map(({ person }) => person)).toEqual(['ana']);
    });

    it('pages the next person when the time is over, and nobody after an answer', async () => {
      startWorker('one');
      await engine.hear([alarm()]);
      await until('ana is paged', () => fakes.chat.pages.length === 1);
      // One jump: a clock that races on would end the leases of jobs under way again and again.
      clock.advance(300_000);
      await until('ben is paged', () => fakes.chat.pages.length === 2);
      await tell({ id: 'ack', kind: 'IncidentAcknowledged', by: 'ben' });
      await until('both pages are settled', () => fakes.chat.settled.length === 2);
      clock.advance(3_600_000);
      await until('the timers fired', async () => (await store.nextJobAt()) === undefined);
      expect(fakes.chat.pages.map(({ person }) => person)).toEqual(['ana', 'ben']);
    });

    it('makes an approved change once and confirms it, with two workers', async () => {
      startWorker('one');
      startWorker('two');
      await rollBack();
      await until('confirmed', async () => verdict(await incident()) === 'confirmed');
      expect(fakes.control.executed).toHaveLength(1);
    });

    it('looks instead of sending again when the answer was lost', async () => {
      const lost = { system: 'AWS ECS', operation: 'UpdateService', message: 'No answer.' };
      fakes.control.losses.push(new OutsideError({ ...lost, kind: 'timed-out' }));
      startWorker('one');
      await rollBack();
      await until('confirmed', async () => verdict(await incident()) === 'confirmed');
      expect(fakes.control.executed).toHaveLength(1);
      const kinds = (await store.timeline('INC-1')).map(({ kind }) => kind);
      expect(kinds).toContain('ActionDoubted');
    });

    it('asks people anew when the world moved between approval and guard', async () => {
      startWorker('one');
      await propose();
      fakes.control.state.plan = { ...fakes.control.state.plan, hash: 'plan-2' };
      await approve();
      await until('proposed anew', async () => {
        const [action] = (await incident())?.actions ?? [];
        return action?.state === 'proposed' && action.plan?.hash === 'plan-2';
      });
      expect(fakes.control.executed).toEqual([]);
    });

    it('lets only one of two incidents change a target', async () => {
      startWorker('one');
      await engine.hear([alarm()]);
      await store.transaction((tx) =>
        tx.holdTarget('ecs:ap-northeast-2:shop/points-api', 'somebody else', monday),
      );
      await propose();
      await approve();
      await until('refused', async () => (await incident())?.actions[0]?.state === 'refused');
      expect(fakes.control.executed).toEqual([]);
    });

    it('puts back what it had begun when it is stopped: the next worker has it at once', async () => {
      const [, slow] = fakes.ports.sources;
      let asked = 0;
      const stuck: EvidenceSource = {
        ...createEmptySource('errors'),
        ask: (_, { signal }) =>
          new Promise((_resolve, reject) => {
            asked += 1;
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          }),
      };
      const doing = { store, world, words, clock, log: silentLog };
      const first = new AbortController();
      const ports = { ...fakes.ports, sources: [stuck, slow as EvidenceSource] };
      const worker = createWorker({ name: 'first', engine, doing: { ...ports, ...doing } });
      const ended = worker.run(first.signal);
      await engine.hear([alarm()]);
      await until('the question is asked', () => asked === 1);
      first.abort();
      await ended;
      const stoppedAt = clock.now();
      startWorker('second');
      await until('answered', async () => (await incident())?.evidence.errors !== undefined);
      expect(clock.now() - stoppedAt).toBeLessThan(30_000);
    });

    it('shows what could not be shown once the chat is back', async () => {
      const down = { system: 'Slack', operation: 'chat.postMessage', message: 'Down.' };
      for (let i = 0; i < 3; i++) {
        fakes.chat.failures.push(new OutsideError({ ...down, kind: 'unavailable' }));
      }
      startWorker('one');
      await engine.hear([alarm()]);
      await until('the options are up', () => fakes.chat.messages.has('INC-1/options'));
      expect(fakes.chat.messages.has('INC-1/card')).toBe(true);
    });

    async function propose(): Promise<void> {
      if ((await incident()) === undefined) await engine.hear([alarm()]);
      await tell({ id: 'ask', kind: 'ActionRequested', by: 'ana', request: { verb: 'rollback' } });
      await until('proposed', async () => (await incident())?.actions[0]?.state === 'proposed');
    }
    async function approve(): Promise<void> {
      const planHash = (await incident())?.actions[0]?.plan?.hash ?? '';
      const approved = (hash: string): Event => ({
        id: `yes ${hash}`,
        kind: 'ActionApproved',
        action: 'ask#action',
        by: 'ben',
        planHash: hash,
      });
      await tell(approved(planHash));
    }
    async function rollBack(): Promise<void> {
      await propose();
      await approve();
    }
  });
}

function verdict(
  dossier: { actions: readonly { verification?: { verdict?: string } }[] } | undefined,
): string | undefined {
  return dossier?.actions[0]?.verification?.verdict;
}
