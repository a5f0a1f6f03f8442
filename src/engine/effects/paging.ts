import { pageBriefing } from '../../core/briefing/notices.ts';
import { eventIdOf, type Handler } from './doing.ts';

/** Summons one person. Not any more when somebody answered while the page was waiting. */
export const page: Handler<'page'> = async (effect, { dossier, claim }, doing) => {
  const wanted = dossier.pages.find(({ id }) => id === effect.page);
  if (wanted?.state !== 'sending') return undefined;
  const receipt = await doing.chat.page(
    {
      id: wanted.id,
      person: wanted.person,
      incident: dossier.id,
      mayHaveBeenSent: claim.attempt > 1,
    },
    pageBriefing(dossier, wanted, undefined, doing.words),
  );
  return { id: eventIdOf(claim), kind: 'PageDelivered', page: wanted.id, receipt };
};

/** Edits a page that was answered or is over, so that nobody answers it again. */
export const settlePage: Handler<'settle-page'> = async (effect, { dossier }, doing) => {
  const settled = dossier.pages.find(({ id }) => id === effect.page);
  if (!settled?.receipt) return undefined;
  await doing.chat.settlePage(
    settled.receipt,
    pageBriefing(dossier, settled, undefined, doing.words),
  );
  return undefined;
};

/** The time to wait for an answer is over: the step decides what that means. */
export const escalate: Handler<'escalate'> = async (effect, { claim }) => ({
  id: eventIdOf(claim),
  kind: 'EscalationDue',
  page: effect.page,
});
