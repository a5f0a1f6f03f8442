import type { Dossier } from '../../../../src/core/dossier.ts';
import type { InstanceFacts } from '../../../../src/core/evidence/database-facts.ts';
import type { Evidence } from '../../../../src/core/evidence/evidence.ts';
import type { EvidenceKind } from '../../../../src/core/evidence/question.ts';
import type { ErrorGroup } from '../../../../src/core/logs/error-traces/digest.ts';
import type { Release } from '../../../../src/core/service/release.ts';
import { monday, opened, play } from '../../../support/points-world.ts';

export const minute = 60_000;
export const window = { fromAt: monday - 30 * minute, toAt: monday };

/** A value a minute over the window, by a rule. */
export function minutes(rule: (minute: number) => number, count = 30) {
  return Array.from({ length: count }, (_, k) => ({
    at: window.toAt - (count - k) * minute,
    value: rule(k),
  }));
}

export function answer(kind: EvidenceKind, change: Partial<Evidence> = {}): Evidence {
  return {
    questionId: `look#${kind}`,
    kind,
    source: 'SOURCE',
    status: 'found',
    window,
    baseline: {
      is: 'day-before',
      window: { fromAt: window.fromAt - 1_440 * minute, toAt: window.toAt - 1_440 * minute },
    },
    answeredAt: monday,
    query: 'QUERY',
    ...change,
  };
}

export function errorGroup(change: Partial<ErrorGroup> = {}): ErrorGroup {
  return {
    id: 'g1',
    title: 'Error: read-only',
    count: 60,
    firstAt: monday - 5 * minute,
    lastAt: monday - minute,
    frames: [],
    example: 'EXAMPLE',
    beforeCount: 0,
    minutes: [5, 4, 3, 2, 1].map((k) => ({ at: monday - k * minute, count: 12 })),
    ...change,
  };
}

export const errors = (groups: readonly ErrorGroup[], change: Partial<Evidence> = {}) =>
  answer('errors', { errors: { groups, records: 60, unread: 0 }, ...change });

export function instance(id: string, change: Partial<InstanceFacts> = {}): InstanceFacts {
  return {
    id,
    role: 'reader',
    status: 'available',
    maxConnections: 200,
    metrics: [
      { metric: 'connections', minutes: minutes((k) => 20 + k) },
      { metric: 'cpu-percent', minutes: minutes(() => 15) },
      { metric: 'replica-lag-s', minutes: minutes(() => 1) },
    ],
    ...change,
  };
}

export const database = (instances: readonly InstanceFacts[], change: Partial<Evidence> = {}) =>
  answer('database', { database: { instances, writers: [], events: [] }, ...change });

export const volume = (rule: (minute: number) => number) =>
  answer('log-volume', {
    volume: {
      groups: [
        {
          group: '/ecs/points-api',
          minutes: minutes(rule).map(({ at, value }) => ({ at, lines: value })),
          before: minutes(() => 300).map(({ at, value }) => ({
            at: at - 1_440 * minute,
            lines: value,
          })),
        },
      ],
    },
  });

export function release(label: string, startedAt: number): Release {
  return {
    id: label,
    label,
    artifacts: [],
    startedAt,
    finishedAt: startedAt + minute,
    outcome: 'succeeded',
    isRunning: 'yes',
  };
}

/** An incident whose look has these answers. */
export function incidentWith(
  evidence: readonly Evidence[],
  change: Partial<Dossier> = {},
): Dossier {
  return {
    ...play([opened]).dossier,
    asking: [],
    look: { id: 'look', window },
    evidence: Object.fromEntries(evidence.map((each) => [each.kind, each])),
    releases: [release('points-api:42', monday - 6 * minute)],
    ...change,
  };
}
