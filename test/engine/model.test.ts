import { expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { isOpen } from '../../src/core/incident/phase.ts';
import type { AlarmChange } from '../../src/core/intake/alarm.ts';
import { type Chance, createChance } from '../../src/demo/chance.ts';
import type { Handled } from '../../src/engine/engine.ts';
import { alarm, monday } from '../support/points-world.ts';
import { createVolatileStore } from '../support/volatile-store.ts';
import { createProgram } from './model-program.ts';
import { faultsAtRest, judgeExecution, type Ledger } from './model-rules.ts';
import { createOutside } from './model-world.ts';

const histories = Number(process.env.MODEL_HISTORIES ?? 120);
const firstSeed = Number(process.env.MODEL_SEED ?? 1);
const minute = 60_000;
const names = ['points-api-5xx', 'points-api-low', 'points-api-down', 'billing'] as const;
const otherPlans = ['rollback v1', 'rollback v2', 'rollback v3', 'pause v1'] as const;
const people = ['ana', 'ben', 'chris', 'slack:U9'] as const;

type Volatile = Awaited<ReturnType<typeof createVolatileStore>>;

async function live(seed: number, volatile: Volatile): Promise<readonly string[]> {
  const chance = createChance(seed);
  const { store, rows } = volatile;
  const outside = createOutside(monday);
  const ledger: Ledger = {
    yes: new Map(),
    acknowledged: new Set(),
    reopenedByHand: new Set(),
    truth: new Map(),
    sent: new Map(),
    calm: chance.happens(0.2),
  };
  outside.onExecute = ({ hash }) => judgeExecution(outside, ledger, hash);
  outside.onPage = (incident, page) => {
    if (ledger.acknowledged.has(incident)) outside.faults.push(`${page} after an answer`);
  };
  const program = createProgram(store, outside, chance);
  program.start();
  if (chance.happens(0.5)) program.start();
  await program.idle();

  const copies: AlarmChange[] = [];
  const told: { incident: string; event: Event }[] = [];
  let clicks = 0;

  async function tell(incident: string, event: Event): Promise<Handled> {
    const jobs = () => JSON.stringify(rows('select count(*) n, sum(version) v from jobs'));
    const before = [outside.committed.get(incident), jobs()];
    const handled = await program.engine.handle(incident, event);
    if (handled.status !== 'done') {
      const after = [outside.committed.get(incident), jobs()];
      if (after[0] !== before[0] || after[1] !== before[1]) {
        outside.faults.push(`${event.kind} was ${handled.status} and changed something`);
      }
      return handled;
    }
    if (event.kind === 'IncidentAcknowledged') ledger.acknowledged.add(incident);
    if (event.kind === 'IncidentReopened') ledger.reopenedByHand.add(incident);
    if (event.kind === 'ActionApproved') {
      const { action, by, planHash } = event;
      ledger.yes.set(action, [...(ledger.yes.get(action) ?? []), { by, hash: planHash }]);
    }
    return handled;
  }

  function moveAlarm(): void {
    const name = chance.pick(names);
    const before = ledger.truth.get(name);
    const changedAt = Math.max(outside.now, (before?.changedAt ?? 0) + 7_000);
    outside.now = changedAt;
    const state =
      before?.state === 'alarm'
        ? chance.pick(['ok', 'ok', 'ok', 'insufficient-data'] as const)
        : 'alarm';
    ledger.truth.set(name, { state, changedAt, name });
    for (const via of ['sqs', 'https', 'backstop'] as const) {
      if (via === 'sqs' || chance.happens(0.3)) {
        copies.push(changeOf(name, { state, changedAt: changedAt + chance.between(0, 1) }, via));
      }
    }
  }

  async function deliver(): Promise<void> {
    const copy = copies[chance.between(0, copies.length - 1)];
    if (!copy) return;
    if (!chance.happens(0.15)) copies.splice(copies.indexOf(copy), 1);
    await hear([copy]);
  }

  async function hear(changes: readonly AlarmChange[]): Promise<void> {
    const closed = new Set(
      [...outside.committed.values()].flatMap(({ id, phase }) => (isOpen(phase) ? [] : [id])),
    );
    await program.engine.hear(changes);
    for (const { id, phase } of outside.committed.values()) {
      if (closed.has(id) && isOpen(phase)) ledger.acknowledged.delete(id);
    }
  }

  async function click(): Promise<void> {
    const dossiers = [...outside.committed.values()];
    const old = told[chance.between(0, Math.max(0, told.length - 1))];
    if (old && chance.happens(0.15)) {
      const again = await tell(old.incident, old.event);
      if (again.status !== 'repeated') outside.faults.push(`${old.event.id} was taken twice`);
      return;
    }
    const by = chance.pick(people);
    clicks += 1;
    const id = `click-${clicks}`;
    if (chance.happens(0.05)) {
      const where = { service: 'points-api', environment: 'production', channel: '#incidents' };
      const { engine } = program;
      await engine.declare({ requestId: id, title: 'Odd', ...where, severity: 'SEV3', by });
      return;
    }
    const [first, ...more] = dossiers;
    if (!first) return;
    const dossier = chance.pick([first, ...more]);
    const event = wish(id, by, dossier.actions.at(-1), chance);
    told.push({ incident: dossier.id, event });
    const handled = await tell(dossier.id, event);
    if (handled.status === 'done' && event.kind === 'IncidentReopened') {
      ledger.acknowledged.delete(dossier.id);
    }
  }

  async function settle(): Promise<void> {
    const call = outside.calls[chance.between(0, outside.calls.length - 1)];
    if (!call) return;
    const dice = ledger.calm ? 0 : chance.next();
    // The one answer that must not be lost is lost often.
    if (dice < (call.name === 'execute' ? 0.4 : 0.75)) call.answer();
    else if (dice < 0.87) call.lose();
    else if (dice < 0.92) call.fail('unavailable');
    else if (dice < 0.97 || call.name === 'show') call.fail('rate-limited');
    else call.fail(chance.pick(['garbage', 'denied']));
    await program.idle();
  }

  /** A request is on its way for seconds, not minutes: before a jump its fate is known. */
  async function jump(ms: number): Promise<void> {
    if (ms > 5_000) {
      for (const call of outside.calls.filter(({ name }) => name === 'execute')) {
        if (ledger.calm || chance.happens(0.6)) call.answer();
        else call.lose();
      }
      await program.idle();
    }
    await program.advance(ms);
  }

  async function crash(): Promise<void> {
    const victims = [...program.alive.values()];
    const victim = victims[chance.between(0, victims.length - 1)];
    for (const call of outside.calls.filter(({ worker }) => worker === victim?.name)) {
      if (chance.happens(0.5)) call.takeEffect();
    }
    victim?.kill();
    program.start();
    await program.idle();
  }

  const length = chance.between(15, 60);
  for (let place = 0; place < length; place++) {
    const dice = chance.next();
    if (dice < 0.1) moveAlarm();
    else if (dice < 0.25) await deliver();
    else if (dice < 0.6) for (let n = chance.between(1, 5); n > 0; n--) await settle();
    else if (dice < 0.72)
      await jump(chance.pick([300, 1_000, 8_000, 35_000, 5 * minute, 40 * minute]));
    else if (dice < 0.97) await click();
    else if (!ledger.calm && dice < 0.99) await crash();
    else if (!ledger.calm) outside.version += 1;
    await program.idle();
  }

  const wasEscalated = chance.happens(0.5);
  let heardAll = false;
  for (let round = 0; round < 400; round++) {
    while (outside.calls.length > 0) {
      for (const call of [...outside.calls]) call.answer();
      await program.idle();
    }
    while (copies.length > 0) await deliver();
    for (const dossier of outside.committed.values()) {
      const action = dossier.actions.at(-1);
      const id = `end-${round}-${dossier.id}`;
      if (action?.state === 'proposed') {
        await tell(dossier.id, { id, kind: 'ActionWithdrawn', action: action.id, by: 'ana' });
      }
      if (!wasEscalated && isOpen(dossier.phase) && !dossier.acknowledged) {
        await tell(dossier.id, { id: `${id}-ack`, kind: 'IncidentAcknowledged', by: 'ana' });
      }
    }
    await program.idle();
    const next = await store.nextJobAt();
    if (next === undefined && outside.calls.length === 0) {
      if (heardAll) break;
      heardAll = true;
      await hear(backstop());
      await program.idle();
      continue;
    }
    await program.advance(Math.max(1_000, (next ?? 0) - outside.now));
  }

  function backstop(): AlarmChange[] {
    return [...ledger.truth].flatMap(([name, now]) => {
      const isKnown = [...outside.committed.values()].some(
        ({ phase, alerts }) => isOpen(phase) && alerts[name] && alerts[name].state !== 'ok',
      );
      return now.state === 'alarm' || isKnown ? [changeOf(name, now, 'backstop')] : [];
    });
  }

  const faults = faultsAtRest(outside, ledger, {
    jobs: rows<{ key: string }>(`select key from jobs where status <> 'done'`).map(
      ({ key }) => key,
    ),
    held: rows<{ target: string }>('select target from targets').map(({ target }) => target),
    wasEscalated,
  });
  for (const process of program.alive.values()) process.kill();
  return faults;
}

function changeOf(
  name: string,
  { state, changedAt }: Pick<AlarmChange, 'state' | 'changedAt'>,
  via: AlarmChange['via'],
): AlarmChange {
  const changeId = `${name}|${changedAt}|${state}`;
  return alarm({ name, alertKey: name, state, changedAt, via, changeId });
}

function wish(
  id: string,
  by: string,
  action: { id: string; plan?: { hash: string } } | undefined,
  chance: Chance,
): Event {
  const about = { id, by };
  const dice = chance.next();
  if (action && dice < 0.35) {
    const planHash = chance.happens(0.8) ? (action.plan?.hash ?? 'none') : chance.pick(otherPlans);
    return { ...about, kind: 'ActionApproved', action: action.id, planHash };
  }
  if (action && dice < 0.4) return { ...about, kind: 'ActionWithdrawn', action: action.id };
  if (dice < 0.65) {
    const verb = chance.pick(['rollback', 'rollback', 'pause'] as const);
    return { ...about, kind: 'ActionRequested', request: { verb } };
  }
  if (dice < 0.73) return { ...about, kind: 'IncidentAcknowledged' };
  if (dice < 0.82) return { ...about, kind: 'IncidentResolved' };
  if (dice < 0.87) return { ...about, kind: 'IncidentDismissed' };
  if (dice < 0.93) return { ...about, kind: 'IncidentReopened' };
  return { ...about, kind: 'EvidenceRequested', kinds: ['errors'], lookBackMs: minute };
}

it('keeps its promises through random histories', { timeout: 600_000 }, async () => {
  const volatile = await createVolatileStore();
  const failed: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    volatile.clear();
    const faults = await live(seed, volatile);
    if (faults.length > 0)
      failed.push(`MODEL_SEED=${seed} MODEL_HISTORIES=1: ${faults.join('; ')}`);
  }
  await volatile.store.close();
  expect(failed).toEqual([]);
});
