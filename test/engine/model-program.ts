import type { Action } from '../../src/core/action/action.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import { mayMove } from '../../src/core/incident/phase.ts';
import type { Chance } from '../../src/demo/chance.ts';
import type { Clock } from '../../src/engine/clock.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { silentLog } from '../../src/engine/log.ts';
import type { Store } from '../../src/engine/store.ts';
import { createWorker } from '../../src/engine/worker.ts';
import { modelWorld, words } from './model-rules.ts';
import { type Outside, portsOf } from './model-world.ts';

/** A process of the program: it lives until it is killed, in the middle of whatever it does. */
export interface Process {
  readonly name: number;
  kill(): void;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly owner: number;
  wake(): void;
}

/** Several processes over one store, on a clock that only the history moves. */
export function createProgram(store: Store, outside: Outside, chance: Chance) {
  let sleepers: Sleeper[] = [];
  const alive = new Map<number, Process>();
  let names = 0;
  const watched = watchStore(store, outside);
  const engine = createEngine({
    store: watched,
    world: modelWorld,
    clock: clockOf(0),
    log: silentLog,
  });

  function clockOf(owner: number): Clock {
    return {
      now: () => outside.now,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          outside.activity++;
          const sleeper = { wakeAt: outside.now + Math.max(1, ms), owner, wake: resolve };
          sleepers.push(sleeper);
          signal?.addEventListener('abort', () => {
            sleepers = sleepers.filter((other) => other !== sleeper);
            resolve();
          });
        }),
    };
  }

  function start(): Process {
    names += 1;
    const name = names;
    const isAlive = () => alive.has(name);
    const own = mortal(watched, isAlive, outside);
    const clock = clockOf(name);
    const doing = {
      ...portsOf(outside, name, chance),
      store: own,
      world: modelWorld,
      words,
      clock,
      log: silentLog,
    };
    const own_engine: Engine = createEngine({
      store: own,
      world: modelWorld,
      clock,
      log: silentLog,
    });
    const process: Process = {
      name,
      kill() {
        alive.delete(name);
        sleepers = sleepers.filter(({ owner }) => owner !== name);
        for (const call of outside.calls.filter(({ worker }) => worker === name)) {
          outside.calls.splice(outside.calls.indexOf(call), 1);
        }
      },
    };
    alive.set(name, process);
    const worker = createWorker({
      name: `w${name}`,
      engine: own_engine,
      doing,
      chance: () => chance.next(),
    });
    void worker.run(new AbortController().signal);
    return process;
  }

  /** Lets everything go on until it waits for the history: for an answer, or for time. */
  async function idle(): Promise<void> {
    let quiet = 0;
    while (quiet < 2) {
      const before = outside.activity;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = outside.activity === before ? quiet + 1 : 0;
    }
  }

  return {
    engine,
    alive,
    start,
    idle,
    async advance(ms: number) {
      outside.now += ms;
      const due = sleepers.filter(({ wakeAt }) => wakeAt <= outside.now);
      sleepers = sleepers.filter(({ wakeAt }) => wakeAt > outside.now);
      for (const { wake } of chance.shuffle(due)) wake();
      await idle();
    },
  };
}

/** The store of one process: once it is dead, none of its questions is ever answered. */
function mortal(store: Store, isAlive: () => boolean, outside: Outside): Store {
  return new Proxy(store, {
    get: (real, property: keyof Store) => {
      const method = real[property] as (...all: unknown[]) => unknown;
      return (...all: unknown[]) => {
        outside.activity++;
        if (!isAlive()) return property === 'onWork' ? () => {} : new Promise(() => {});
        if (property === 'onWork') {
          const listener = all[0] as () => void;
          return real.onWork(() => isAlive() && listener());
        }
        const answer = method.apply(real, all) as Promise<unknown>;
        return answer.then(
          (value) => (isAlive() ? value : new Promise(() => {})),
          (error: unknown) => (isAlive() ? Promise.reject(error) : new Promise(() => {})),
        );
      };
    },
  });
}

/** Keeps what was committed, and sees that phases only move along the table. */
function watchStore(store: Store, outside: Outside): Store {
  return {
    ...store,
    transaction: async (work) => {
      const saved: Dossier[] = [];
      const result = await store.transaction((tx) =>
        work({
          ...tx,
          saveDossier: (dossier, at) => {
            saved.push(dossier);
            return tx.saveDossier(dossier, at);
          },
        }),
      );
      for (const dossier of saved) {
        const before = outside.committed.get(dossier.id)?.phase;
        if (before && before !== dossier.phase && !mayMove(before, dossier.phase)) {
          outside.faults.push(`${dossier.id} went from ${before} to ${dossier.phase}`);
        }
        for (const action of dossier.actions) judgeMove(outside, dossier.id, action);
        outside.committed.set(dossier.id, dossier);
      }
      return result;
    },
  };
}

/**
 * The guard lets an action go by what it has just read: the world must be the approved one then. And
 * nobody is told that a change was not made when it was.
 */
function judgeMove(outside: Outside, incident: string, { id, state, plan }: Action): void {
  const before = outside.committed.get(incident)?.actions.find((action) => action.id === id);
  if (before?.state === 'approved' && state === 'sending') {
    if (plan?.fence === `v${outside.version}`) return;
    outside.faults.push(`${id} was let go for ${plan?.fence} into v${outside.version}`);
  }
  if (before?.state === 'unknown' && (state === 'proposed' || state === 'refused')) {
    const wasMade = outside.executed.some(({ hash }) => hash === before.plan?.hash);
    if (wasMade) outside.faults.push(`${id} is said not to have been made, and it was`);
  }
}
