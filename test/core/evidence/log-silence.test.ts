import { describe, expect, it } from 'vitest';
import { quietSince, silenceOf } from '../../../src/core/evidence/log-silence.ts';
import type { GroupVolume, LevelMix } from '../../../src/core/evidence/volume.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const now = Date.UTC(2026, 10, 22, 2, 0);
const days = 14;

/** Two weeks of hours: busy by day, quiet by night, times what `left` says of an hour. */
function hours(left: (at: number) => number): NonNullable<GroupVolume['hours']> {
  return Array.from({ length: days * 24 }, (_, place) => {
    const at = now - (days * 24 - place) * hourMs;
    const hour = Math.floor(at / hourMs) % 24;
    const usual = hour < 12 ? 40_000 + hour * 1_000 : 400;
    return { at, lines: Math.round(usual * left(at)) };
  });
}

/** What was read around a silence: all levels before, access lines alone since. */
function onlyAccessSince(sinceAt: number): LevelMix[] {
  return [
    {
      window: { fromAt: sinceAt - 24 * hourMs, toAt: sinceAt - 23 * hourMs },
      lines: { error: 12, warn: 400, info: 50_000, access: 20_000 },
    },
    { window: { fromAt: now - hourMs, toAt: now }, lines: { access: 20_000 } },
  ];
}

function volume(part: Partial<GroupVolume>): GroupVolume {
  return { group: '/ecs/points-api', minutes: [], ...part };
}

describe('a log that fell silent', () => {
  it('a week ago is found, with the hour', () => {
    const sinceAt = now - 7 * 24 * hourMs;
    const silence = silenceOf(volume({ hours: hours((at) => (at < sinceAt ? 1 : 0.08)) }));
    expect(silence).toMatchObject({ group: '/ecs/points-api', sinceAt, withinMs: hourMs });
    expect(silence?.left).toBeCloseTo(0.08, 2);
  });

  it.each(Array.from({ length: 12 }, (_, step) => step * 5))(
    'with a release at minute %i of an hour is found within an hour of it',
    (minute) => {
      const releasedAt = now - 7 * 24 * hourMs + minute * minuteMs;
      for (const left of [0.08, 0.28]) {
        const loud = (at: number) => Math.min(1, Math.max(0, (releasedAt - at) / hourMs));
        const found = silenceOf(
          volume({
            hours: hours((at) => loud(at) + (1 - loud(at)) * left),
            levels: onlyAccessSince(releasedAt),
          }),
        );
        expect(Math.abs((found?.sinceAt ?? 0) - releasedAt)).toBeLessThanOrEqual(hourMs);
      }
    },
  );

  it('is one with a third of its lines, where only access lines are left', () => {
    const sinceAt = now - 7 * 24 * hourMs;
    const third = hours((at) => (at < sinceAt ? 1 : 0.3));
    const levels = onlyAccessSince(sinceAt);
    expect(silenceOf(volume({ hours: third, levels }))).toMatchObject({
      sinceAt,
      onlyAccess: true,
      errorsBefore: 12,
      errorsSince: 0,
      warningsBefore: 400,
      warningsSince: 0,
    });
    expect(quietSince(volume({ hours: third }))).toMatchObject({ sinceAt });
  });

  it('is none with a third of its lines, where there are as many kinds as before', () => {
    const sinceAt = now - 7 * 24 * hourMs;
    const third = hours((at) => (at < sinceAt ? 1 : 0.3));
    const [before, since] = onlyAccessSince(sinceAt);
    const levels = [before, since].map((mix) => ({ ...mix, lines: before?.lines })) as LevelMix[];
    expect(silenceOf(volume({ hours: third, levels }))).toBeUndefined();
    expect(silenceOf(volume({ hours: third }))).toBeUndefined();
  });

  it('ten minutes ago is found, with the minute', () => {
    const at = (place: number) => now - (30 - place) * minuteMs;
    const minutes = Array.from({ length: 30 }, (_, place) => ({
      at: at(place),
      lines: place < 20 ? 700 : 3,
    }));
    const before = minutes.map((one) => ({ at: one.at - 24 * hourMs, lines: 690 }));
    const silence = silenceOf(volume({ minutes, before, hours: hours(() => 1) }));
    expect(silence).toMatchObject({ sinceAt: at(20), withinMs: minuteMs });
  });

  it.each([
    ['every night is quiet', { hours: hours(() => 1) }],
    [
      'there is a third less of everything',
      { hours: hours((at) => (at < now - 30 * hourMs ? 1 : 0.66)) },
    ],
    ['it was always silent', { hours: hours(() => 0) }],
    ['it hardly ever wrote', { hours: hours(() => 0.001) }],
    [
      'it is loud again',
      { hours: hours((at) => (at > now - 50 * hourMs && at < now - 5 * hourMs ? 0.01 : 1)) },
    ],
    ['nothing is known', {}],
    [
      'a task was restarted',
      {
        minutes: [500, 510, 0, 0, 490, 505, 500].map((lines, place) => ({
          at: now - (7 - place) * minuteMs,
          lines,
        })),
        before: [{ at: now - 24 * hourMs, lines: 500 }],
      },
    ],
  ])('is none where %s', (_, part) => {
    expect(silenceOf(volume(part))).toBeUndefined();
  });

  it('only access lines are left, and no error where there were forty an hour', () => {
    const sinceAt = now - 7 * 24 * hourMs;
    const window = (fromAt: number) => ({ fromAt, toAt: fromAt + hourMs });
    const levels = [
      { window: window(sinceAt - 3 * hourMs), lines: { error: 40, info: 30_000, access: 8_000 } },
      { window: window(now - hourMs), lines: { access: 3_100, info: 2 } },
    ];
    expect(
      silenceOf(volume({ levels, hours: hours((at) => (at < sinceAt ? 1 : 0.08)) })),
    ).toMatchObject({ errorsBefore: 40, errorsSince: 0, onlyAccess: true });
  });
});
