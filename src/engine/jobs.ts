import type { Dossier } from '../core/dossier.ts';
import type { Effect } from '../core/effect.ts';
import { derivedId } from '../core/kit/ids.ts';
import type { NewJob } from './store.ts';

/** Edits of a message that exists wait this long, so that a burst of events makes one edit. */
const coalesceMs = 700;

/** An effect of an event as a job: under which key, in which lane, not before when. */
export function jobOf(
  effect: Effect,
  place: { eventId: string; index: number; dossier: Dossier; now: number },
): NewJob {
  const { dossier, now } = place;
  const common = { incident: dossier.id, effect, dueAt: now + (effect.afterMs ?? 0) };
  const once = { ...common, key: derivedId(place.eventId, `job-${place.index}`), latest: false };
  const chat = { lane: `chat ${dossier.id}` };
  switch (effect.kind) {
    case 'show': {
      const exists = dossier.messages[effect.slot] !== undefined;
      const dueAt = exists ? now + coalesceMs : now;
      return { ...common, ...chat, key: `show ${dossier.id} ${effect.slot}`, latest: true, dueAt };
    }
    case 'attach':
      return {
        ...common,
        key: `attach ${dossier.id} ${effect.what}`,
        latest: true,
        lane: `files ${dossier.id}`,
      };
    case 'look-again':
      return { ...common, key: `look-again ${dossier.id}`, latest: true };
    case 'observe-rollout':
      return { ...common, key: `observe ${dossier.id}`, latest: true };
    case 'page':
      return { ...once, lane: `page ${effect.page}` };
    case 'settle-page':
      return {
        ...common,
        key: `settle ${effect.page}`,
        latest: true,
        lane: `page ${effect.page}`,
      };
    case 'poll':
    case 'measure':
      return { ...common, key: `${effect.kind} ${effect.action}`, latest: true };
    case 'ask':
    case 'escalate':
    case 'plan':
    case 'guard':
    case 'send':
    case 'release-target':
      return once;
  }
}
