import { addDays, localInstant, weekdayOf } from '../kit/time.ts';
import type { PersonId } from './person.ts';

/**
 * An ordered list of people with a weekly hand-over. Every instant has exactly one holder; before
 * the first hand-over it is the first person.
 */
export interface Rotation {
  readonly name: string;
  /** IANA zone the hand-over time is meant in. */
  readonly zone: string;
  /** Local date (YYYY-MM-DD) of the week, Monday to Sunday, in which the first person begins. */
  readonly start: string;
  readonly handover: {
    /** ISO: 1 is Monday. */
    readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
    /** Local wall time, HH:MM. */
    readonly time: string;
  };
  /** In order; at least one. */
  readonly people: readonly PersonId[];
  /** How long a page may stay unanswered before the next person is paged. */
  readonly escalateAfterMs: number;
}

const weekMs = 7 * 24 * 3_600_000;

/** One person's stretch on duty: [fromAt, untilAt), epoch milliseconds. */
export interface Shift {
  readonly person: PersonId;
  /** Absent: since ever (the first person, before the rotation began). */
  readonly fromAt?: number;
  readonly untilAt: number;
}

/** The shift that covers an instant. */
export function shiftAt(rotation: Rotation, at: number): Shift {
  const turn = turnAt(rotation, at);
  return {
    person: personOfTurn(rotation, turn),
    ...(turn >= 0 ? { fromAt: handoverOfTurn(rotation, turn) } : {}),
    untilAt: handoverOfTurn(rotation, Math.max(turn + 1, 0)),
  };
}

/** Who has the shift at that instant. */
export function holderAt(rotation: Rotation, at: number): PersonId {
  return personOfTurn(rotation, turnAt(rotation, at));
}

/** The first hand-over after that instant. */
export function nextHandoverAt(rotation: Rotation, at: number): number {
  return shiftAt(rotation, at).untilAt;
}

/** Whom to page, in order: the holder, then those whose turns follow, each once. */
export function escalationOrder(rotation: Rotation, at: number): readonly PersonId[] {
  const turn = Math.max(turnAt(rotation, at), 0);
  const order = rotation.people.map((_, step) => personOfTurn(rotation, turn + step));
  return [...new Set(order)];
}

/** Turn 0 is the first; -1 is the time before it. */
function turnAt(rotation: Rotation, at: number): number {
  // Zones move by hours, weeks do not: the estimate is at most one turn off, whatever the clocks did.
  let turn = Math.floor((at - handoverOfTurn(rotation, 0)) / weekMs);
  if (turn < -1) return -1;
  if (at < handoverOfTurn(rotation, turn)) turn--;
  else if (at >= handoverOfTurn(rotation, turn + 1)) turn++;
  return Math.max(turn, -1);
}

function personOfTurn(rotation: Rotation, turn: number): PersonId {
  const person = rotation.people[Math.max(turn, 0) % rotation.people.length];
  if (person === undefined) throw new Error(`Rotation ${rotation.name} has no people.`);
  return person;
}

/**
 * When a turn begins: counted in calendar days from the start every time, so nothing adds up over
 * clock changes. What happens when the clock skips or repeats the time is `localInstant`'s rule.
 */
function handoverOfTurn(rotation: Rotation, turn: number): number {
  const { weekday, time } = rotation.handover;
  const days = weekday - weekdayOf(rotation.start) + 7 * turn;
  return localInstant(addDays(rotation.start, days), time, rotation.zone);
}
