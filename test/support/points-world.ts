import { wordsOf } from '../../src/core/briefing/words/words.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Event } from '../../src/core/event.ts';
import type { AlarmChange } from '../../src/core/intake/alarm.ts';
import { isRefusal } from '../../src/core/kit/refusal.ts';
import type { Operation, Plan } from '../../src/core/service/plan.ts';
import type { RolloutState } from '../../src/core/service/rollout.ts';
import type { Environment } from '../../src/core/service/service.ts';
import { step } from '../../src/core/step.ts';
import type { Change, Context } from '../../src/core/steps/change.ts';
import type { World } from '../../src/core/world.ts';

/** Monday 2026-11-23 11:00 in Seoul: ana's shift began an hour ago. */
export const monday = Date.UTC(2026, 10, 23, 2, 0, 0);

export const target = {
  engine: 'ecs',
  region: 'ap-northeast-2',
  cluster: 'shop',
  service: 'points-api',
} as const;

export const production: Environment = {
  service: 'points-api',
  name: 'production',
  region: 'ap-northeast-2',
  channel: '#incidents',
  alarms: ['points-api-*'],
  logs: ['/ecs/points-api'],
  tenantField: 'shopId',
  database: {
    engine: 'mysql',
    instances: ['points-db-1', 'points-db-2'],
    slowLog: { from: 'files' },
  },
  rollout: target,
};

/** The company of the examples: one service, three people in a weekly rotation. */
export const world: World = {
  services: [
    { name: 'points-api', rotation: 'backend', tenantField: 'shopId', environments: [production] },
  ],
  people: [
    { id: 'ana', slack: 'U1' },
    { id: 'ben', slack: 'U2' },
    { id: 'chris', slack: 'U3' },
  ],
  rotations: [
    {
      name: 'backend',
      zone: 'Asia/Seoul',
      start: '2026-11-23',
      handover: { weekday: 1, time: '10:00' },
      people: ['ana', 'ben', 'chris'],
      escalateAfterMs: 300_000,
    },
  ],
  policies: [
    {
      environments: ['production'],
      verbs: ['rollback', 'abort', 'promote'],
      propose: ['oncall', 'backend'],
      approve: { by: ['backend'], count: 1 },
    },
    {
      environments: ['production'],
      verbs: ['pause', 'resume'],
      propose: ['oncall', 'backend'],
      approve: 'none',
    },
  ],
  severities: { rules: [], otherwise: 'SEV2', paging: ['SEV1', 'SEV2'] },
  channel: '#incidents',
  language: 'en',
};

export const words = wordsOf('en');

export function contextAt(now: number, changed: Partial<World> = {}): Context {
  return { now, world: { ...world, ...changed }, words };
}

export function alarm(changed: Partial<AlarmChange> = {}): AlarmChange {
  const key = 'arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:points-api-5xx';
  const state = changed.state ?? 'alarm';
  const changedAt = changed.changedAt ?? monday;
  return {
    changeId: `${key}|${changedAt}|${state}`,
    alertKey: key,
    source: 'cloudwatch',
    via: 'sqs',
    name: 'points-api-5xx',
    description: 'More than 2 % of the requests fail',
    state,
    reason: 'Threshold Crossed: 1 datapoint [4.1] was greater than 2.0',
    changedAt,
    ...changed,
  };
}

export const opened: Event = {
  id: 'open-1',
  kind: 'IncidentOpened',
  number: 42,
  title: 'points-api-5xx: More than 2 % of the requests fail',
  service: 'points-api',
  environment: 'production',
  channel: '#incidents',
  severity: 'SEV2',
  by: 'firebreak',
};

export function plan(changed: Partial<Plan> = {}): Plan {
  return {
    target,
    verb: 'rollback',
    steps: [{ text: 'Put points-api:41 back', call: 'ecs:UpdateService' }],
    input: { taskDefinition: 'points-api:41' },
    fence: 'fence-1',
    checks: [{ name: 'fresh', result: 'pass', text: 'Read just now.' }],
    sentence: 'Puts points-api:41 back on all tasks.',
    expectedEnd: 'succeeded',
    eta: { lowMs: 60_000, highMs: 300_000, basis: 'rolling, 4 tasks' },
    undoHint: 'Roll back to points-api:42.',
    hash: 'plan-1',
    ...changed,
  };
}

export function operation(changed: Partial<Operation> = {}): Operation {
  return {
    plan: plan(),
    engineId: 'arn:aws:ecs:…:service-deployment/shop/points-api/new',
    state: 'running',
    startedAt: monday,
    engineStatus: 'IN_PROGRESS',
    ...changed,
  };
}

export function rollout(changed: Partial<RolloutState> = {}): RolloutState {
  return {
    observedAt: monday,
    fence: 'fence-1',
    phase: 'succeeded',
    engineStatus: 'SUCCESSFUL',
    strategy: 'ROLLING',
    progress: { basis: 'tasks', text: '4 of 4 tasks', percent: 100 },
    capabilities: [
      {
        verb: 'rollback',
        availability: 'now',
        effect: 'redeploy-old',
        sentence: 'Deploys the older task definition again.',
      },
    ],
    ...changed,
  };
}

/** Plays events on a fresh incident, one second apart; throws where one is refused. */
export function play(
  events: readonly Event[],
  options: { from?: Dossier; now?: number; world?: Partial<World> } = {},
): Change {
  let now = options.now ?? monday;
  let change: Change | undefined;
  let dossier = options.from;
  for (const event of events) {
    const next = step(dossier, event, contextAt(now, options.world));
    if (isRefusal(next)) throw new Error(`${event.kind} was refused: ${next.text}`);
    change = next;
    dossier = next.dossier;
    now += 1_000;
  }
  if (!change) throw new Error('nothing was played');
  return change;
}
