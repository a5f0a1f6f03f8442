import type { Briefing } from '../../src/core/briefing/briefing.ts';
import type { MessageRef } from '../../src/core/briefing/chat.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import type { EvidenceSource } from '../../src/core/evidence/source.ts';
import { OutsideError, type OutsideErrorKind } from '../../src/core/kit/outside-error.ts';
import type { Operation, Plan } from '../../src/core/service/plan.ts';
import type { Chance } from '../../src/demo/chance.ts';
import type { Ports } from '../../src/engine/effects/doing.ts';
import { operation, plan, rollout, target } from '../support/points-world.ts';

/** A call of ours that the outside has heard and not answered: the history decides what comes of it. */
export interface Call {
  readonly name: string;
  readonly key: string;
  readonly worker: number;
  /** It takes effect and is answered. */
  answer(): void;
  /** It takes effect, and nobody ever hears of it here: the answer, or the caller, is lost. */
  lose(): void;
  /** It has no effect and says so; `garbage`: what came back could not be read. */
  fail(kind: OutsideErrorKind | 'garbage'): void;
  takeEffect(): void;
}

/** The outside as it really is, however much of it the program has been told. */
export interface Outside {
  now: number;
  /** Counts what the program does, to see when it waits. */
  activity: number;
  readonly calls: Call[];
  readonly posts: Map<string, number>;
  readonly messages: Map<string, { ref: MessageRef; briefing: Briefing }>;
  readonly rung: { page: string; incident: string; person: string; at: number }[];
  /** Grows with every change of what runs, whoever made it. */
  version: number;
  readonly executed: { hash: string; at: number }[];
  readonly faults: string[];
  /** Called as the one change is about to be sent. */
  onExecute: (approved: Plan) => void;
  onPage: (incident: string, page: string) => void;
  readonly committed: Map<string, Dossier>;
}

export function createOutside(now: number): Outside {
  return {
    now,
    activity: 0,
    calls: [],
    posts: new Map(),
    messages: new Map(),
    rung: [],
    version: 1,
    executed: [],
    faults: [],
    onExecute: () => {},
    onPage: () => {},
    committed: new Map(),
  };
}

/** How long the engine may hide a change it has taken. */
const recallLagMs = 35_000;

/** The ports of one worker. Every call waits for the history's verdict. */
export function portsOf(outside: Outside, worker: number, chance: Chance): Ports {
  function call<T>(name: string, key: string, effect: (isStale: boolean) => T): Promise<T> {
    outside.activity++;
    return new Promise<T>((resolve, reject) => {
      let after = 0;
      const seen = () => outside.calls.indexOf(mine) >= 0;
      const leave = () => {
        if (seen()) outside.calls.splice(outside.calls.indexOf(mine), 1);
      };
      const later = began(outside, name, key);
      const run = () => {
        after = began(outside, name, key, 0);
        // A newer try of the same thing has begun: what this one does now, nobody can prevent.
        return effect(after > later);
      };
      const mine: Call = {
        name,
        key,
        worker,
        answer() {
          leave();
          try {
            resolve(run());
          } catch (error) {
            reject(error as Error);
          }
        },
        lose() {
          leave();
          try {
            run();
          } catch {
            // It was refused, and nobody heard that either.
          }
          reject(trouble(name, 'timed-out'));
        },
        fail(kind) {
          leave();
          reject(kind === 'garbage' ? new TypeError(`${name}: garbage`) : trouble(name, kind));
        },
        takeEffect() {
          leave();
          try {
            run();
          } catch {
            // As above.
          }
        },
      };
      outside.calls.push(mine);
    });
  }

  const planNow = (verb: Plan['verb']): Plan =>
    plan({ verb, fence: `v${outside.version}`, hash: `${verb} v${outside.version}` });

  return {
    chat: {
      show: ({ key, channel, existing, mayHaveBeenSent, briefing }) =>
        call('show', key, (isStale) => {
          const known = outside.messages.get(key);
          const ref = existing ?? (mayHaveBeenSent ? known?.ref : undefined);
          if (ref) {
            outside.messages.set(key, { ref, briefing });
            return ref;
          }
          if (!isStale) outside.posts.set(key, (outside.posts.get(key) ?? 0) + 1);
          const posted = { channel, ts: `${outside.messages.size + 1}.${outside.posts.get(key)}` };
          if (!known || !isStale) outside.messages.set(key, { ref: posted, briefing });
          return known && isStale ? known.ref : posted;
        }),
      attach: ({ key, version }) => call('attach', `${key} ${version}`, () => []),
      page: ({ id, incident, person, mayHaveBeenSent }) => {
        outside.onPage(incident, id);
        return call('page', id, (isStale) => {
          const rang = outside.rung.some(({ page }) => page === id);
          if (rang && !mayHaveBeenSent && !isStale) outside.faults.push(`${id} rang twice`);
          if (!rang) outside.rung.push({ page: id, incident, person, at: outside.now });
          return { channel: `D-${person}`, ts: id };
        });
      },
      settlePage: ({ ts }) => call('settle', ts, () => {}),
    },
    draughtsman: { draw: async () => Uint8Array.of(0x89) },
    sources: (['errors', 'slow-queries'] as const).map((kind) => sourceOf(kind, call)),
    controls: [
      {
        engine: 'ecs',
        describe: () => call('describe', 'service', () => rollout()),
        history: () => call('history', 'service', () => ({ releases: [], complete: true })),
        plan: (_, { verb }) => call('plan', verb, () => planNow(verb)),
        recall: (approved) =>
          call('recall', approved.hash, () => {
            const made = outside.executed.find(({ hash }) => hash === approved.hash);
            const isSeen = made && outside.now - made.at >= recallLagMs * chance.next();
            return isSeen ? operation({ plan: approved, startedAt: made.at }) : undefined;
          }),
        execute: (approved) => {
          outside.onExecute(approved);
          return call('execute', approved.hash, () => {
            if (approved.fence !== `v${outside.version}`) throw trouble('execute', 'conflict');
            outside.executed.push({ hash: approved.hash, at: outside.now });
            outside.version++;
            return operation({ plan: approved, startedAt: outside.now });
          });
        },
        poll: (running: Operation) =>
          call('poll', running.plan.hash, () => {
            const isOver = outside.now - running.startedAt > 20_000;
            if (!isOver) return running;
            const state = chance.happens(0.8) ? ('done' as const) : ('failed' as const);
            return { ...running, state, endedAt: outside.now, engineStatus: state };
          }),
        verify: () =>
          call('verify', target.service, () => [
            { check: 'engine', result: resultBy(chance), text: 'What runs.' },
          ]),
      },
    ],
    meter: {
      readSymptom: () =>
        call('symptom', target.service, () => [
          { check: 'alarm', result: resultBy(chance), text: 'What hurts.' },
        ]),
    },
  };
}

const beginnings = new WeakMap<Outside, Map<string, number>>();

/** How many calls of that name and key have begun. */
function began(outside: Outside, name: string, key: string, more = 1): number {
  const counts = beginnings.get(outside) ?? new Map<string, number>();
  beginnings.set(outside, counts);
  const count = (counts.get(`${name} ${key}`) ?? 0) + more;
  counts.set(`${name} ${key}`, count);
  return count;
}

function sourceOf(
  kind: Evidence['kind'],
  call: <T>(name: string, key: string, effect: () => T) => Promise<T>,
): EvidenceSource {
  return {
    name: kind,
    kind,
    canAnswer: (question) => question.kind === kind,
    describe: () => ({ query: 'none' }),
    ask: ({ id, window }) =>
      call('ask', id, () => ({
        questionId: id,
        kind,
        source: kind,
        status: 'empty',
        window,
        answeredAt: window.toAt,
        query: 'none',
      })),
  };
}

function resultBy(chance: Chance): 'pass' | 'fail' | 'missing' {
  return chance.pick(['pass', 'pass', 'pass', 'fail', 'missing']);
}

function trouble(operationName: string, kind: OutsideErrorKind): OutsideError {
  const retryAfterMs = kind === 'rate-limited' ? 3_000 : undefined;
  const message = `${operationName}: ${kind}`;
  return new OutsideError({
    system: 'model',
    operation: operationName,
    kind,
    message,
    retryAfterMs,
  });
}
