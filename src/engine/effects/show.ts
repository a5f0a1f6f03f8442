import { actionBriefing } from '../../core/briefing/action-briefing.ts';
import type { Briefing } from '../../core/briefing/briefing.ts';
import { cardOf } from '../../core/briefing/card.ts';
import { noticeBriefing } from '../../core/briefing/notices.ts';
import { seen } from '../../core/briefing/see/see.ts';
import { waysOut } from '../../core/briefing/ways-out.ts';
import type { Dossier, Slot } from '../../core/dossier.ts';
import { type Doing, eventIdOf, type Handler } from './doing.ts';

/** Posts or edits the message of a slot as the dossier is now. */
export const show: Handler<'show'> = async ({ slot }, { dossier, claim }, doing) => {
  const thread = dossier.messages.card;
  // Without the card there is no thread; once the card is up, everything is shown again.
  if (slot !== 'card' && !thread) return undefined;
  const existing = dossier.messages[slot];
  if (slot.startsWith('notice:') && existing) return undefined;
  const briefing = contentOf(dossier, slot, doing);
  if (!briefing) return undefined;
  const ref = await doing.chat.show({
    key: `${dossier.id}/${slot}`,
    channel: thread?.channel ?? dossier.channel,
    ...(slot !== 'card' && thread ? { thread } : {}),
    ...(existing ? { existing } : {}),
    mayHaveBeenSent: claim.attempt > 1,
    briefing,
  });
  if (existing?.ts === ref.ts && existing.channel === ref.channel) return undefined;
  return { id: eventIdOf(claim), kind: 'MessageShown', slot, ref };
};

function contentOf(dossier: Dossier, slot: Slot, doing: Doing): Briefing | undefined {
  const { words } = doing;
  if (slot === 'card') return cardOf(dossier, words);
  if (slot === 'evidence') return seen(dossier, words);
  if (slot === 'options') return waysOut(dossier, words);
  const [kind, name] = splitSlot(slot);
  if (kind === 'notice') {
    const notice = dossier.notices[name];
    return notice && noticeBriefing(dossier, notice, words);
  }
  const action = dossier.actions.find(({ id }) => id === name);
  return action && actionBriefing(dossier, action, words, doing.clock.now());
}

function splitSlot(slot: Slot): [kind: string, name: string] {
  const at = slot.indexOf(':');
  return [slot.slice(0, at), slot.slice(at + 1)];
}
