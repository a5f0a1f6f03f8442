import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import type { LogOrigins, OriginLines } from '../../../src/core/evidence/log-origins.ts';
import type { Known } from '../../../src/core/evidence/weigh.ts';
import type { Release } from '../../../src/core/service/release.ts';
import { answerAbout } from './first-morning.ts';

/** What the sources said on the morning when the points went to the test database. */

export const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const weighedAt = Date.UTC(2026, 10, 23, 2, 20);
export const window = { fromAt: weighedAt - 30 * minuteMs, toAt: weighedAt };
export const dayBefore = {
  fromAt: window.fromAt - 24 * hourMs,
  toAt: window.toAt - 24 * hourMs,
};
/** The first line of the wrong build. */
export const beganAt = weighedAt - 12 * minuteMs;

const host = (instance: string) => `${instance}.c9akciq32x.ap-northeast-2.rds.amazonaws.com`;

/** Lines at a steady pace, forty a minute. */
export function linesFrom(
  span: { readonly fromAt: number; readonly toAt: number },
  said: Pick<OriginLines, 'env' | 'database' | 'release'>,
  perMinute = 40,
): OriginLines {
  const first = Math.ceil(span.fromAt / minuteMs);
  const count = Math.ceil(span.toAt / minuteMs) - first;
  const lines = count * perMinute;
  return {
    ...said,
    lines,
    writes: Math.round(lines * 0.6),
    firstAt: span.fromAt,
    lastAt: span.toAt - 1_000,
    minutes: Array.from({ length: count }, (_, place) => ({
      at: (first + place) * minuteMs,
      lines: perMinute,
    })),
  };
}

export const right = { env: 'production', database: host('points-db-1'), release: '2026.11.21' };
export const wrong = {
  env: 'staging',
  database: host('points-staging-db'),
  release: 'dev-ben-local',
};

export const origins: LogOrigins = {
  home: { name: 'production', databases: ['points-db-1', 'points-db-2'] },
  others: [{ name: 'staging', databases: ['points-staging-db'] }],
  lines: [
    linesFrom({ fromAt: window.fromAt, toAt: beganAt }, right),
    linesFrom({ fromAt: beganAt, toAt: weighedAt }, wrong),
  ],
  before: [linesFrom(dayBefore, right)],
  strays: {
    hosts: [{ name: 'api-1', count: 480 }],
    tenants: { hit: 288, names: ['shop-001', 'shop-002'] },
  },
};

export function release(label: string, startedAt: number): Release {
  const ref = label.split(' · ')[1] ?? label;
  return {
    id: label,
    label,
    artifacts: [{ kind: 'oci-image', name: 'points-api', ref, digestBasis: 'none' }],
    startedAt,
    outcome: 'succeeded',
    isRunning: 'no',
  };
}

export const releases = [
  release('points-api:44 · dev-ben-local', beganAt - minuteMs),
  release('points-api:41 · 2026.11.21', weighedAt - 48 * hourMs),
  release('points-api:40 · 2026.11.12', weighedAt - 300 * hourMs),
];

const answer = (kind: Evidence['kind'], part: Partial<Evidence>) => answerAbout(window, kind, part);

export function writesOf(perSecond: (at: number) => number): Evidence {
  const minutes = Array.from({ length: 29 }, (_, place) => {
    const at = window.fromAt + place * minuteMs;
    return { at, value: perSecond(at) };
  });
  return answer('database', {
    database: {
      instances: [
        {
          id: 'points-db-1',
          role: 'writer',
          status: 'available',
          metrics: [{ metric: 'write-iops', minutes }],
        },
      ],
      writers: [],
      events: [],
    },
  });
}

export const writesFell = writesOf((at) => (at < beganAt ? 12 : 0.7));

export function volumeOf(from: LogOrigins | undefined, perMinute = 40): Evidence {
  const minutes = (start: number, lines: number) =>
    Array.from({ length: 27 }, (_, place) => ({ at: start + place * minuteMs, lines }));
  return answer('log-volume', {
    baseline: { is: 'day-before', window: dayBefore },
    volume: {
      groups: [
        {
          group: '/ecs/points-api',
          minutes: minutes(window.fromAt, perMinute),
          before: minutes(dayBefore.fromAt, 40),
        },
      ],
      ...(from ? { origins: from } : {}),
    },
  });
}

export const noErrors = answer('errors', {
  status: 'empty',
  errors: { groups: [], records: 0, unread: 0 },
});

/** The morning with other lines, or another database. */
export function morning(
  changed: Partial<LogOrigins> = {},
  evidence: Partial<Known['evidence']> = {},
): Known {
  return {
    evidence: {
      errors: noErrors,
      database: writesFell,
      'log-volume': volumeOf({ ...origins, ...changed }),
      ...evidence,
    },
    releases,
    alarmAt: weighedAt - 8 * minuteMs,
  };
}
