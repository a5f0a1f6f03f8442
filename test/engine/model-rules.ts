import { isMoving } from '../../src/core/action/action.ts';
import { cardOf } from '../../src/core/briefing/card.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import { isOpen } from '../../src/core/incident/phase.ts';
import type { AlarmState } from '../../src/core/intake/alarm.ts';
import { roundsOfPaging } from '../../src/core/steps/paging.ts';
import type { World } from '../../src/core/world.ts';
import { words, world } from '../support/points-world.ts';
import type { Outside } from './model-world.ts';

export { words };

/** The company of the examples, with alarms of several weights. */
export const modelWorld: World = {
  ...world,
  severities: {
    rules: [
      { alarms: ['*-low'], environments: ['*'], severity: 'SEV4' },
      { alarms: ['*-down'], environments: ['*'], severity: 'SEV1' },
    ],
    otherwise: 'SEV2',
    paging: ['SEV1', 'SEV2'],
  },
};

/** What the people did that was taken, as the obvious model keeps it. */
export interface Ledger {
  readonly yes: Map<string, { by: string; hash: string }[]>;
  /** Incidents acknowledged now. */
  readonly acknowledged: Set<string>;
  readonly reopenedByHand: Set<string>;
  /** The last word of each monitor. */
  readonly truth: Map<string, { state: AlarmState; changedAt: number; name: string }>;
  /** How often each action was let go by the guard, and how often it was sent. */
  readonly sent: Map<string, number>;
  /** Nothing was lost, nobody else moved the world. */
  calm: boolean;
}

const crew = ['ana', 'ben', 'chris'];

/** Called as the one change is sent: may it be, by what people were told and said? */
export function judgeExecution(outside: Outside, ledger: Ledger, hash: string): void {
  const sending = [...outside.committed.values()]
    .flatMap(({ actions }) => actions)
    .filter((action) => action.state === 'sending' && action.plan?.hash === hash);
  const moving = [...outside.committed.values()].flatMap(({ actions }) =>
    actions.filter(({ state }) => ['sending', 'running', 'unknown'].includes(state)),
  );
  if (moving.length > 1) outside.faults.push(`${moving.length} actions moved one target at once`);
  const [action] = sending;
  if (!action || sending.length > 1) {
    outside.faults.push(`${hash} was sent for ${sending.length} actions`);
    return;
  }
  const given = (ledger.yes.get(action.id) ?? []).filter((yes) => yes.hash === hash);
  const counted = new Set(given.map(({ by }) => by).filter((by) => by !== action.proposedBy));
  const needed = action.request.verb === 'rollback' ? 1 : 0;
  if (counted.size < needed) outside.faults.push(`${action.id} was sent with ${counted.size} yes`);
  if ([...counted].some((by) => !crew.includes(by))) outside.faults.push('a stranger approved');
  if (!crew.includes(action.proposedBy)) outside.faults.push('a stranger proposed');
  const round = `${action.id} ${action.plan?.hash}`;
  ledger.sent.set(round, (ledger.sent.get(round) ?? 0) + 1);
}

/** Once everything is quiet: what must be so, however it came there. */
export function faultsAtRest(
  outside: Outside,
  ledger: Ledger,
  rest: { jobs: readonly string[]; held: readonly string[]; wasEscalated: boolean },
): string[] {
  const dossiers = [...outside.committed.values()];
  return [
    ...outside.faults,
    ...rest.jobs.map((job) => `left over: ${job}`),
    ...rest.held.map((target) => `still held: ${target}`),
    ...dossiers.flatMap((dossier) => dossierFaults(outside, dossier, rest.wasEscalated)),
    ...alarmFaults(dossiers, ledger),
    ...[...outside.posts].flatMap(([key, count]) => (count > 1 ? [`${key} posted ${count}×`] : [])),
    ...executionFaults(outside, ledger, dossiers),
  ];
}

function dossierFaults(outside: Outside, dossier: Dossier, wasEscalated: boolean): string[] {
  const { id, actions, phase, pages } = dossier;
  const faults: string[] = [];
  const card = outside.messages.get(`${id}/card`);
  const shown = JSON.stringify(card?.briefing);
  if (shown !== JSON.stringify(cardOf(dossier, words))) faults.push(`${id}: the card is stale`);
  if (dossier.asking.length > 0) faults.push(`${id} waits for answers for ever`);
  for (const action of actions) {
    if (isMoving(action) || action.state === 'planning') {
      faults.push(`${id}: ${action.id} is ${action.state} for ever`);
    }
    if (action.verification && !action.verification.verdict) {
      faults.push(`${id}: ${action.id} is verified for ever`);
    }
    if (!isOpen(phase) && action.state === 'proposed') faults.push(`${id} closed with a proposal`);
  }
  if (phase === 'acting') faults.push(`${id} is acting and nothing acts`);
  for (const name of Object.keys(dossier.notices)) {
    if (!outside.messages.has(`${id}/notice:${name}`)) faults.push(`${id}: ${name} was never said`);
  }
  for (const page of pages) {
    const rang = outside.rung.some((ring) => ring.page === page.id);
    if (page.state === 'sending') faults.push(`${id}: ${page.id} is on its way for ever`);
    if (page.state === 'delivered' && !rang) faults.push(`${id}: ${page.id} never rang`);
    if (page.state === 'delivered' && dossier.acknowledged) faults.push(`${id} still rings`);
  }
  const last = pages.at(-1);
  const isRinging = last?.state === 'delivered' || last?.state === 'failed';
  if (wasEscalated && isOpen(phase) && !dossier.acknowledged && isRinging) {
    const steps = crew.length * roundsOfPaging;
    if (last.step !== steps - 1) faults.push(`${id}: paging stopped at ${last.step} of ${steps}`);
  }
  return faults;
}

/** Every alarm that fires is in exactly one incident, which is open unless people closed it since. */
function alarmFaults(dossiers: readonly Dossier[], ledger: Ledger): string[] {
  const faults: string[] = [];
  for (const [key, { state, changedAt }] of ledger.truth) {
    const knows = dossiers.filter(({ alerts }) => alerts[key]);
    const open = knows.filter(({ phase }) => isOpen(phase));
    const own = open.filter(({ id }) => !ledger.reopenedByHand.has(id));
    const [home] = (open.length > 0 ? open : knows).toSorted((a, b) => b.number - a.number);
    if (state === 'alarm') {
      if (!home) faults.push(`${key} fires and is in no incident`);
      else if (isOpen(home.phase) && home.alerts[key]?.state !== 'alarm') {
        faults.push(`${home.id} shows ${key} as ${home.alerts[key]?.state} while it fires`);
      } else if (!isOpen(home.phase) && (home.closed?.at ?? 0) < changedAt) {
        faults.push(`${key} fires anew and ${home.id} stays ${home.phase}`);
      }
      if (own.length > 1) faults.push(`${key} is in ${own.map(({ id }) => id)}`);
    } else {
      const stale = open.filter(({ alerts }) => alerts[key]?.state === 'alarm');
      faults.push(...stale.map(({ id }) => `${id} shows ${key} as firing when it is ${state}`));
    }
  }
  return faults;
}

function executionFaults(outside: Outside, ledger: Ledger, dossiers: readonly Dossier[]): string[] {
  const faults: string[] = [];
  const actions = dossiers.flatMap((dossier) => dossier.actions);
  for (const { hash } of outside.executed) {
    const times = outside.executed.filter((other) => other.hash === hash).length;
    if (times > 1) faults.push(`${hash} was made ${times}×`);
  }
  for (const [round, times] of ledger.sent) {
    if (times > 1 && ledger.calm) faults.push(`${round} was sent ${times}×`);
  }
  for (const action of actions) {
    if (!['done', 'running'].includes(action.state)) continue;
    const made = outside.executed.some(({ hash }) => hash === action.plan?.hash);
    if (!made) faults.push(`${action.id} is ${action.state} and was never made`);
  }
  if (ledger.calm) {
    const doubted = actions.filter(({ doubts }) => doubts !== undefined);
    faults.push(...doubted.map(({ id }) => `${id} was doubted in a calm world`));
  }
  return faults;
}
