import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import type { Known } from '../../../src/core/evidence/weigh.ts';
import type { ErrorGroup } from '../../../src/core/logs/error-traces/digest.ts';
import type { Release } from '../../../src/core/service/release.ts';

/** What the sources said on the morning when some shops could not use their points. */

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const weighedAt = Date.UTC(2026, 10, 23, 2, 20);
export const window = { fromAt: weighedAt - 60 * minuteMs, toAt: weighedAt };
const silentSince = weighedAt - (weighedAt % hourMs) - 7 * 24 * hourMs;

export function releaseAt(label: string, startedAt: number): Release {
  return { id: label, label, artifacts: [], startedAt, outcome: 'succeeded', isRunning: 'yes' };
}

/** An answer about this window, given at its end. */
export function answerAbout(
  about: Evidence['window'],
  kind: Evidence['kind'],
  part: Partial<Evidence>,
): Evidence {
  return {
    questionId: `Q#${kind}`,
    kind,
    source: 'CloudWatch',
    status: 'found',
    window: about,
    answeredAt: about.toAt,
    query: 'QUERY',
    ...part,
  };
}

const answer = (kind: Evidence['kind'], part: Partial<Evidence>) => answerAbout(window, kind, part);

const shops = Array.from({ length: 7 }, (_, place) => `shop-${place}`);
const minutes = Array.from({ length: 18 }, (_, place) => ({
  at: weighedAt - (18 - place) * minuteMs,
  count: 4 + (place % 3),
}));

const errors = answer('errors', {
  baseline: {
    is: 'day-before',
    window: { fromAt: window.fromAt - 24 * hourMs, toAt: window.toAt - 24 * hourMs },
  },
  errors: {
    records: 90,
    allRecords: 90_000,
    unread: 0,
    tenants: { hit: 7, total: 312, even: 300 },
    population: {
      hosts: [
        { name: 'api-1', count: 30_000 },
        { name: 'api-2', count: 30_000 },
        { name: 'api-3', count: 30_000 },
      ],
    },
    groups: [
      {
        id: 'v2:read-only',
        title: 'The MySQL server is running with the --read-only option',
        diagnosis: { id: 'db.read_only', sure: 'known' },
        count: 90,
        firstAt: weighedAt - 18 * minuteMs,
        lastAt: weighedAt - 2_000,
        frames: ['ledger.js:addPoints'],
        example: '',
        minutes,
        beforeCount: 0,
        hosts: [
          { name: 'api-1', count: 31 },
          { name: 'api-2', count: 28 },
          { name: 'api-3', count: 31 },
        ],
        targets: [{ name: 'points-db-2.cabc.ap-northeast-2.rds.amazonaws.com', count: 90 }],
        tenants: 7,
        tenantNames: shops,
      },
    ],
  },
});

const database = answer('database', {
  database: {
    instances: [
      { id: 'points-db-1', role: 'writer', roleBefore: 'writer', status: 'available', metrics: [] },
      { id: 'points-db-2', role: 'reader', roleBefore: 'reader', status: 'available', metrics: [] },
    ],
    writers: [{ at: window.fromAt, writer: 'points-db-1' }],
    events: [],
  },
});

const hours = Array.from({ length: 14 * 24 }, (_, place) => {
  const at = weighedAt - (weighedAt % hourMs) - (14 * 24 - place) * hourMs;
  return { at, lines: at < silentSince ? 42_000 : 3_100 };
});

const volume = answer('log-volume', {
  volume: {
    groups: [
      {
        group: '/ecs/points-api',
        minutes: [],
        hours,
        levels: [
          {
            window: { fromAt: silentSince - 2 * hourMs, toAt: silentSince - hourMs },
            lines: { error: 40, info: 33_000, access: 9_000 },
          },
          {
            window: { fromAt: weighedAt - hourMs, toAt: weighedAt },
            lines: { access: 3_100 },
          },
        ],
      },
    ],
  },
});

/** The same morning where the logs hold access lines alone, as they did. */
const failed = (verb: string, count: number): ErrorGroup => ({
  id: `v2:${verb}`,
  title: `POST /points/${verb} → 500`,
  request: { method: 'POST', route: `/points/${verb}`, status: 500 },
  count,
  firstAt: weighedAt - 18 * minuteMs,
  lastAt: weighedAt - 2_000,
  frames: [],
  example: '',
  beforeCount: 0,
  fields: { layout: [{ name: 'split', count }] },
  targets: [{ name: 'points-db-2.cabc.ap-northeast-2.rds.amazonaws.com', count }],
  tenants: 7,
  tenantNames: shops,
});

export const accessLines = answer('errors', {
  ...(errors.baseline ? { baseline: errors.baseline } : {}),
  errors: {
    records: 90,
    allRecords: 90_000,
    unread: 0,
    tenants: { hit: 7, total: 312, even: 300 },
    population: {
      fields: {
        layout: [
          { name: 'classic', count: 84_000 },
          { name: 'split', count: 6_000 },
        ],
      },
    },
    writes: [
      { host: 'points-db-1.cabc.ap-northeast-2.rds.amazonaws.com', count: 50_000, failed: 2 },
      { host: 'points-db-2.cabc.ap-northeast-2.rds.amazonaws.com', count: 90, failed: 90 },
    ],
    groups: [failed('add', 52), failed('use', 38)],
  },
});

export const firstMorning: Known = {
  evidence: { errors, database, 'log-volume': volume },
  releases: [
    releaseAt('points-api:42', weighedAt - 20 * minuteMs),
    releaseAt('points-api:40', silentSince + 10 * minuteMs),
  ],
  alarmAt: weighedAt - 10 * minuteMs,
};
