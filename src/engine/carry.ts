import type { Effect, EffectKind } from '../core/effect.ts';
import type { Event } from '../core/event.ts';
import { type Doing, eventIdOf, type Handler } from './effects/doing.ts';
import { handlers } from './effects/handlers.ts';
import type { Announcement, Claim } from './store.ts';

/** Carries one job into the world; answers with the event it brought, if any. */
export async function carry(
  claim: Claim,
  signal: AbortSignal,
  doing: Doing,
): Promise<Event | undefined> {
  const { effect } = claim;
  if (effect.kind === 'announce') {
    await announce(effect, claim, doing);
    return undefined;
  }
  const dossier = claim.incident ? await doing.store.incident(claim.incident) : undefined;
  if (!dossier) return undefined;
  const handler = handlers[effect.kind] as Handler<EffectKind>;
  return handler(
    effect as Extract<Effect, { kind: EffectKind }>,
    { dossier, claim, signal },
    doing,
  );
}

async function announce(effect: Announcement, claim: Claim, doing: Doing): Promise<void> {
  await doing.chat.show({
    key: claim.key,
    channel: effect.channel,
    mayHaveBeenSent: claim.attempt > 1,
    briefing: effect.briefing,
  });
}

export function afterMsOf(effect: Effect | Announcement): number | undefined {
  return effect.kind === 'announce' ? undefined : effect.afterMs;
}

/** What is told when a job is given up: the kind of effect and what it was about. */
export function gaveUp(claim: Claim, why: string): Event | undefined {
  const { effect } = claim;
  if (effect.kind === 'announce') return undefined;
  return {
    id: `${eventIdOf(claim)}/gave-up`,
    kind: 'EffectFailed',
    effect: effect.kind,
    subject: subjectOf(effect),
    why,
  };
}

function subjectOf(effect: Effect): string {
  switch (effect.kind) {
    case 'show':
      return effect.slot;
    case 'attach':
      return effect.what;
    case 'ask':
      return effect.question.id;
    case 'page':
    case 'settle-page':
    case 'escalate':
      return effect.page;
    case 'observe-rollout':
    case 'look-again':
      return '';
    default:
      return effect.action;
  }
}
