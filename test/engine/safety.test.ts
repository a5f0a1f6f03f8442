import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Event } from '../../src/core/event.ts';
import { targetKey } from '../../src/core/service/service.ts';
import { createDemoClock } from '../../src/demo/clock.ts';
import { guard, releaseTarget, send } from '../../src/engine/effects/acting.ts';
import type { Doing } from '../../src/engine/effects/doing.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { silentLog } from '../../src/engine/log.ts';
import { periodicWork } from '../../src/engine/periodic.ts';
import type { Claim, Store } from '../../src/engine/store.ts';
import { createWorker } from '../../src/engine/worker.ts';
import { createFakePorts } from '../support/fake-ports.ts';
import { alarm, monday, plan, target, words, world } from '../support/points-world.ts';
import { createVolatileStore } from '../support/volatile-store.ts';

const action = 'ask#action';
let store: Store;
let engine: Engine;
let fakes: ReturnType<typeof createFakePorts>;
let clock: ReturnType<typeof createDemoClock>;
let doing: Doing;
let stop: AbortController;
let held: () => unknown[];

beforeEach(async () => {
  const volatile = await createVolatileStore();
  store = volatile.store;
  held = () => [...volatile.rows('select target, action from targets')];
  clock = createDemoClock({ startAt: monday, speed: 0 });
  engine = createEngine({ store, world, clock, log: silentLog });
  fakes = createFakePorts();
  doing = { ...fakes.ports, store, world, words, clock, log: silentLog };
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await store.close();
});

async function tell(...events: Event[]): Promise<Dossier> {
  for (const event of events) await engine.handle('INC-1', event);
  return (await store.incident('INC-1'))!;
}
const asks: Event = {
  id: 'ask',
  kind: 'ActionRequested',
  by: 'ana',
  request: { verb: 'rollback' },
};
const planned: Event = { id: 'planned', kind: 'ActionPlanned', action, plan: plan() };
const yes: Event = { id: 'yes', kind: 'ActionApproved', action, by: 'ben', planHash: 'plan-1' };
const guarded: Event = { id: 'guarded', kind: 'ActionGuarded', action };
const refused: Event = {
  id: 'no',
  kind: 'EffectFailed',
  effect: 'guard',
  subject: action,
  why: '',
};

function job(dossier: Dossier, effect: Claim['effect']) {
  const claim: Claim = {
    jobId: 1,
    key: 'job',
    version: 1,
    attempt: 1,
    worker: 'w',
    incident: dossier.id,
    effect,
    createdAt: clock.now(),
  };
  return { dossier, claim, signal: stop.signal };
}

describe('the target of an action', () => {
  it('is not held by a guard that was overtaken: nobody would ever release it', async () => {
    await engine.hear([alarm()]);
    const stale = await tell(asks, planned, yes);
    await tell(refused);
    const effect = { kind: 'guard', action } as const;
    expect(await guard(effect, job(stale, effect), doing)).toBeUndefined();
    expect(held()).toEqual([]);
  });

  it('stays held when the release of an earlier round comes after the new approval', async () => {
    await engine.hear([alarm()]);
    const effect = { kind: 'guard', action } as const;
    const approved = await tell(asks, planned, yes);
    await guard(effect, job(approved, effect), doing);
    const voided = await tell({
      id: 'void',
      kind: 'ActionVoided',
      action,
      why: 'It moved.',
      plan: plan(),
    });
    const again = await tell({ ...yes, id: 'yes-2' } as Event);
    await guard(effect, job(again, effect), doing);
    const late = { kind: 'release-target', action } as const;
    await releaseTarget(late, job(voided, late), doing);
    expect(held()).toEqual([{ target: targetKey(target), action }]);
  });
});

describe('a change that could not be sent in time', () => {
  it('is guarded again when nobody was there to send it', async () => {
    await engine.hear([alarm()]);
    const sending = await tell(asks, planned, yes, guarded);
    const effect = { kind: 'send', action } as const;
    const waiting = job(sending, effect);
    await clock.advance(5 * 60_000);
    expect(await send(effect, waiting, doing)).toMatchObject({ kind: 'ActionHeldUp' });
    expect(fakes.control.executed).toEqual([]);
  });

  it('is asked of people again when its approval is old', async () => {
    await engine.hear([alarm()]);
    await tell(asks, planned, yes);
    await clock.advance(16 * 60_000);
    const [proposed] = (await tell(guarded)).actions;
    expect(proposed).toMatchObject({ state: 'proposed', approvals: [] });
  });
});

describe('what cannot be taken', () => {
  it('holds up none of the alarms that come with it', async () => {
    const poison = alarm({ alertKey: 'p', changeId: 'p', name: 'billing', changedAt: Number.NaN });
    const bad = {
      ...poison,
      get reason(): string {
        throw new Error('It cannot be read.');
      },
    };
    const hearing = engine.hear([bad, alarm()]);
    await expect(hearing).rejects.toThrow('It cannot be read.');
    expect((await store.openIncidents()).map(({ service }) => service)).toContain('points-api');
  });

  it('is said by the topology of one place without keeping the others from being read', async () => {
    const [service] = world.services;
    const [production] = service!.environments;
    const environments = [{ ...production!, name: 'locked' }, production!];
    const tasks = periodicWork({
      engine,
      store,
      clock,
      words,
      world: { ...world, services: [{ ...service!, environments }] },
      readAlarms: async () => [],
      readTopology: async ({ name }) => {
        if (name === 'locked') throw new Error('Not allowed.');
        return { writer: 'points-db-1' };
      },
    });
    const topology = tasks.find(({ name }) => name === 'topology');
    await expect(topology?.run()).rejects.toThrow('Not allowed.');
    const seen = await store.snapshotAt('topology', 'points-api/production', clock.now());
    expect(seen?.value).toEqual({ writer: 'points-db-1' });
  });
});

describe('news of an alarm', () => {
  it('reach an older incident too that people opened again, when the alarm is over', async () => {
    const hour = 3_600_000;
    await engine.hear([alarm()]);
    await tell({ id: 'r', kind: 'IncidentResolved', by: 'ana' });
    await clock.advance(hour);
    await engine.hear([alarm({ changedAt: monday + hour })]);
    await tell({ id: 'o', kind: 'IncidentReopened', by: 'ana' });
    await engine.hear([alarm({ state: 'ok', changedAt: monday + hour + 1 })]);
    const open = await store.openIncidents();
    const states = open.flatMap(({ alerts }) => Object.values(alerts).map(({ state }) => state));
    expect(states).toEqual(['ok', 'ok']);
  });

  it('go to the open incident that has the alarm, not to a newer one that was dismissed', async () => {
    const hour = 3_600_000;
    await engine.hear([alarm()]);
    await tell({ id: 'r', kind: 'IncidentResolved', by: 'ana' });
    await clock.advance(hour);
    await engine.hear([alarm({ changedAt: monday + hour })]);
    await engine.handle('INC-2', { id: 'd', kind: 'IncidentDismissed', by: 'ana' });
    await tell({ id: 'o', kind: 'IncidentReopened', by: 'ana' });
    await clock.advance(2 * hour);
    await engine.hear([alarm({ changedAt: monday + 3 * hour })]);
    expect((await store.openIncidents()).map(({ id }) => id)).toEqual(['INC-1']);
  });

  it('reopen nothing when they are an old message told again', async () => {
    const old = alarm({ source: 'generic', changeId: 'generic:1', alertKey: 'generic:a' });
    await engine.hear([old]);
    await tell({ id: 'r', kind: 'IncidentResolved', by: 'ana' });
    await engine.hear([{ ...old, changedAt: monday + 60_000 }]);
    expect(await store.openIncidents()).toEqual([]);
  });
});

it.each(['questions wait for their sources', 'messages wait for the chat'])(
  'pages somebody while a storm of %s waits',
  async (storming) => {
    const never = new Promise<never>(() => {});
    const sources = fakes.ports.sources.map((source) => ({ ...source, ask: () => never }));
    const chat = { ...fakes.ports.chat, show: () => never };
    const jam = storming.startsWith('questions') ? { sources } : { chat };
    const worker = createWorker({ name: 'w', engine, doing: { ...doing, ...jam } });
    const services = Array.from({ length: 20 }, (_, place) => {
      const [service] = world.services;
      const [production] = service!.environments;
      const name = `shop-${place}`;
      return {
        ...service!,
        name,
        environments: [{ ...production!, service: name, alarms: [`${name}-*`] }],
      };
    });
    const storm = createEngine({ store, world: { ...world, services }, clock, log: silentLog });
    await storm.hear(
      services.map(({ name }) => alarm({ name: `${name}-5xx`, alertKey: name, changeId: name })),
    );
    void worker.run(stop.signal);
    for (let turn = 0; turn < 400 && fakes.chat.pages.length < 20; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(fakes.chat.pages).toHaveLength(20);
  },
);
