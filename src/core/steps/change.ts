import type { Words } from '../briefing/words/words.ts';
import type { Dossier, Notice, Slot } from '../dossier.ts';
import type { Effect } from '../effect.ts';
import type { Event } from '../event.ts';
import type { TimelineEntry } from '../incident/timeline.ts';
import { derivedId } from '../kit/ids.ts';
import type { Refusal } from '../kit/refusal.ts';
import type { PersonId } from '../oncall/person.ts';
import type { World } from '../world.ts';

/** What every case of the step gets besides the dossier and its event. */
export interface Context {
  /** Epoch ms, the same for the whole step. */
  readonly now: number;
  readonly world: World;
  readonly words: Words;
}

/** What one event does. */
export interface Change {
  readonly dossier: Dossier;
  readonly timeline: readonly TimelineEntry[];
  readonly effects: readonly Effect[];
}

/** The bot itself, where a person's id is asked for. */
export const firebreak: PersonId = 'firebreak';

/** Collects what an event does to a dossier; the cases read top to bottom. */
export interface Draft {
  dossier: Dossier;
  readonly timeline: TimelineEntry[];
  readonly effects: Effect[];
}

export function draft(dossier: Dossier): Draft {
  return { dossier, timeline: [], effects: [] };
}

export function patch(change: Draft, part: Partial<Dossier>): void {
  change.dossier = { ...change.dossier, ...part };
}

/** Appends to the timeline. `text` is a whole sentence. */
export function note(
  change: Draft,
  event: Event,
  context: Context,
  entry: { by?: PersonId; kind?: string; text: string; detail?: Record<string, unknown> },
): void {
  change.timeline.push({
    id: derivedId(event.id, change.timeline.length),
    at: context.now,
    by: entry.by ?? firebreak,
    kind: entry.kind ?? event.kind,
    text: entry.text,
    ...(entry.detail ? { detail: entry.detail } : {}),
  });
}

/** Edits the message of a slot, or posts it. */
export function show(change: Draft, ...slots: readonly Slot[]): void {
  for (const slot of slots) change.effects.push({ kind: 'show', slot });
}

/** Says something once, as a new message, because a person must notice. */
export function announce(
  change: Draft,
  event: Event,
  context: Context,
  text: string,
  to: readonly PersonId[] = [],
): void {
  // Every notice is an effect more, so no two of one event have one name.
  const name = derivedId(event.id, `notice-${change.effects.length}`);
  const notice: Notice = { at: context.now, text, to };
  patch(change, { notices: { ...change.dossier.notices, [name]: notice } });
  show(change, `notice:${name}`);
}

export type Step = Change | Refusal;
