import type { Chat } from '../../core/briefing/chat.ts';
import type { Draughtsman } from '../../core/briefing/picture.ts';
import type { Words } from '../../core/briefing/words/words.ts';
import type { Dossier } from '../../core/dossier.ts';
import type { Effect, EffectKind } from '../../core/effect.ts';
import type { Event } from '../../core/event.ts';
import type { EvidenceSource } from '../../core/evidence/source.ts';
import type { ReleaseControl } from '../../core/service/release-control.ts';
import type { RolloutTarget } from '../../core/service/service.ts';
import type { Meter } from '../../core/verification/meter.ts';
import type { World } from '../../core/world.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Claim, Store } from '../store.ts';

/** Everything the effects reach the world through. */
export interface Ports {
  readonly chat: Chat;
  readonly draughtsman: Draughtsman;
  readonly sources: readonly EvidenceSource[];
  readonly controls: readonly ReleaseControl[];
  readonly meter: Meter;
}

/** What a handler works with. */
export interface Doing extends Ports {
  readonly store: Store;
  readonly world: World;
  readonly words: Words;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a source of evidence may take, in real time. Default 20 s. */
  readonly evidenceBudgetMs?: number;
}

/**
 * Carries one effect into the world and answers with the event that tells what came of it. Decides
 * nothing. May be called again for the same claim's job: `claim.attempt` says so.
 */
export type Handler<K extends EffectKind> = (
  effect: Extract<Effect, { kind: K }>,
  job: { readonly dossier: Dossier; readonly claim: Claim; readonly signal: AbortSignal },
  doing: Doing,
) => Promise<Event | undefined>;

/** The id of the event a job brings: the same for every try of the same version. */
export function eventIdOf(claim: Claim): string {
  return `${claim.key}@${claim.version}`;
}

export function controlOf(doing: Doing, target: RolloutTarget): ReleaseControl {
  const control = doing.controls.find(({ engine }) => engine === target.engine);
  if (!control) throw new Error(`No release control for the engine ${target.engine}`);
  return control;
}
