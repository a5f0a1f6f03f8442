import { describe, expect, test } from 'vitest';
import {
  escalationOrder,
  holderAt,
  nextHandoverAt,
  type Rotation,
  shiftAt,
} from '../../../src/core/oncall/rotation.ts';

const minute = 60_000;
const backend: Rotation = {
  name: 'backend',
  zone: 'Asia/Seoul',
  start: '2026-11-02',
  handover: { weekday: 1, time: '10:00' },
  people: ['ana', 'ben', 'chris'],
  escalateAfterMs: 300_000,
};
const at = (iso: string) => Date.parse(iso);

test('hands over at the local time, to the minute', () => {
  expect(holderAt(backend, at('2026-11-09T00:59:59.999Z'))).toBe('ana');
  expect(holderAt(backend, at('2026-11-09T01:00:00Z'))).toBe('ben');
  expect(nextHandoverAt(backend, at('2026-11-09T00:59:59.999Z'))).toBe(at('2026-11-09T01:00:00Z'));
  expect(nextHandoverAt(backend, at('2026-11-09T01:00:00Z'))).toBe(at('2026-11-16T01:00:00Z'));
});

test('before the start it is the first person, up to the end of their first week', () => {
  expect(holderAt(backend, at('2020-01-01T00:00:00Z'))).toBe('ana');
  expect(nextHandoverAt(backend, at('2020-01-01T00:00:00Z'))).toBe(at('2026-11-02T01:00:00Z'));
  expect(shiftAt(backend, at('2026-11-02T00:59:00Z'))).toEqual({
    person: 'ana',
    untilAt: at('2026-11-02T01:00:00Z'),
  });
  expect(shiftAt(backend, at('2026-11-02T01:00:00Z'))).toEqual({
    person: 'ana',
    fromAt: at('2026-11-02T01:00:00Z'),
    untilAt: at('2026-11-09T01:00:00Z'),
  });
});

test('a start in the middle of a week means that week', () => {
  const friday = { ...backend, handover: { weekday: 5, time: '18:00' } as const };
  expect(shiftAt(friday, at('2026-11-07T00:00:00Z')).fromAt).toBe(at('2026-11-06T09:00:00Z'));
  const wednesdayStart = { ...backend, start: '2026-11-04' };
  expect(shiftAt(wednesdayStart, at('2026-11-07T00:00:00Z'))).toEqual(
    shiftAt(backend, at('2026-11-07T00:00:00Z')),
  );
});

test('the turn comes round', () => {
  const weeks = [0, 1, 2, 3, 4].map((n) => at('2026-11-03T00:00:00Z') + n * 7 * 24 * 60 * minute);
  expect(weeks.map((moment) => holderAt(backend, moment))).toEqual([
    'ana',
    'ben',
    'chris',
    'ana',
    'ben',
  ]);
});

test('escalates to the people whose turns follow, each once', () => {
  expect(escalationOrder(backend, at('2026-11-10T00:00:00Z'))).toEqual(['ben', 'chris', 'ana']);
  expect(escalationOrder(backend, at('2020-01-01T00:00:00Z'))).toEqual(['ana', 'ben', 'chris']);
  const uneven = { ...backend, people: ['ana', 'ben', 'ana', 'chris'] };
  expect(escalationOrder(uneven, at('2026-11-17T00:00:00Z'))).toEqual(['ana', 'chris', 'ben']);
  expect(escalationOrder({ ...backend, people: ['ana'] }, 0)).toEqual(['ana']);
});

test('hands over at the jump when the clock skips the time, at the first showing when twice', () => {
  const night = { weekday: 7, time: '01:30' } as const;
  const london = { ...backend, zone: 'Europe/London', start: '2026-03-16', handover: night };
  expect(nextHandoverAt(london, at('2026-03-28T00:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
  expect(nextHandoverAt(london, at('2026-10-24T00:00:00Z'))).toBe(at('2026-10-25T00:30:00Z'));
});

describe('every minute of two years has exactly one holder, the one a wall clock says', () => {
  test.each([
    ['Europe/London', '2026-01-05', 7, '01:30'],
    ['America/New_York', '2026-01-05', 7, '02:30'],
    ['Australia/Lord_Howe', '2026-01-05', 7, '02:15'],
    ['Africa/Cairo', '2026-01-05', 5, '00:00'],
    ['America/Sao_Paulo', '2018-01-01', 7, '00:00'],
    ['Asia/Seoul', '2026-01-05', 1, '10:00'],
  ] as const)('%s from %s', (zone, start, weekday, time) => {
    const rotation: Rotation = { ...backend, zone, start, handover: { weekday, time } };
    const expected = wallClockTurns(rotation, at(`${start}T00:00:00Z`), 2 * 365);
    let shift = shiftAt(rotation, at(`${start}T00:00:00Z`) - minute);
    let wrong = 0;
    for (const { moment, turn } of expected) {
      if (moment >= shift.untilAt) {
        const next = shiftAt(rotation, moment);
        expect(next.fromAt).toBe(shift.untilAt);
        shift = next;
      }
      if (shift.person !== rotation.people[turn % rotation.people.length]) wrong++;
    }
    expect(wrong).toBe(0);
    for (let i = 0; i < 2000; i++) {
      const { moment, turn } = expected[(i * 7919) % expected.length]!;
      expect(holderAt(rotation, moment)).toBe(rotation.people[turn % rotation.people.length]);
    }
  });
});

/**
 * The slow, obvious second version: walk minute by minute, read the wall clock, and hand over when
 * a day of the right weekday first shows the time or a later one.
 */
function wallClockTurns(rotation: Rotation, fromAt: number, days: number) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: rotation.zone,
    timeZoneName: 'longOffset',
  });
  const offsetAt = (moment: number) => {
    const name = format.format(moment).split(', ')[1] ?? '';
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
    const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * minute;
    return sign === '-' ? -size : size;
  };
  const [hour = 0, minuteOfHour = 0] = rotation.handover.time.split(':').map(Number);
  const due = (hour * 60 + minuteOfHour) * minute;
  const monday = at(`${rotation.start}T00:00:00Z`);
  const day = 24 * 60 * minute;
  const turns: { moment: number; turn: number }[] = [];
  let seen = 0;
  let offset = 0;
  for (let moment = fromAt; moment < fromAt + days * day; moment += minute) {
    // Offsets change at half hours only, in these zones and years.
    if (moment % (30 * minute) === 0) offset = offsetAt(moment);
    const local = moment + offset - monday;
    const begun = Math.floor((local - (rotation.handover.weekday - 1) * day - due) / (7 * day)) + 1;
    // A clock put back does not take the shift back.
    seen = Math.max(seen, begun);
    turns.push({ moment, turn: Math.max(seen - 1, 0) });
  }
  return turns;
}
