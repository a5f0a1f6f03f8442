import type { Panel, Picture } from '../../../src/core/briefing/picture.ts';

export const minute = 60_000;
export const from = Date.UTC(2026, 10, 26, 2, 10);
export const to = from + 180 * minute;

/** A line a minute, by a rule. */
export function line(label: string, rule: (minute: number) => number, count = 180) {
  const points = Array.from({ length: count }, (_, k) => ({
    at: from + k * minute,
    value: rule(k),
  }));
  return { label, points };
}

export const load: Panel = {
  title: '쿼리별 DB 부하',
  unit: 'ms',
  form: 'stack',
  series: [
    'points_ledger 합계',
    'orders',
    'shop_points',
    'customers',
    'coupons',
    '그 밖의 23종',
  ].map((label, index) =>
    line(label, (k) => 700 * (6 - index) + (index === 0 && k > 110 ? 45_000 : 0)),
  ),
};

export function picture(change: Partial<Picture> = {}): Picture {
  return {
    title: 'points-api · production: 느린 쿼리',
    fromAt: from,
    toAt: to,
    zone: 'Asia/Seoul',
    marks: [
      { at: from + 60 * minute, label: '릴리스 1.41.0', kind: 'release' },
      { at: from + 104 * minute, label: '릴리스 1.42.0', kind: 'release' },
      { at: from + 112 * minute, label: '시작', kind: 'onset' },
    ],
    panels: [load],
    ...change,
  };
}
