import { isLive } from '../action/action.ts';
import { isOpen } from '../incident/phase.ts';
import type { Verb } from '../service/rollout.ts';
import type { IncidentView } from './incident-view.ts';
import type { Offer, OfferId } from './offer.ts';
import type { Words } from './words/words.ts';

/**
 * What may be done about an incident now, the most important first. The one place where phase and
 * the engine's real abilities decide which buttons there are.
 */
export function offersOf(incident: IncidentView, words: Words): readonly Offer[] {
  const subject = { incident: incident.id };
  const plain = (id: OfferId & keyof Words['offers'], more: Partial<Offer> = {}): Offer => ({
    id,
    label: words.offers[id] as string,
    subject,
    ...more,
  });
  if (!isOpen(incident.phase)) {
    return incident.phase === 'resolved' ? [plain('reopen')] : [];
  }
  const offers: Offer[] = [];
  if (!incident.acknowledged) offers.push(plain('acknowledge', { style: 'primary' }));
  // Where nobody said where to look, looking again can only be refused.
  if (incident.service !== 'unknown') offers.push(plain('evidence'));
  offers.push(...actionOffers(incident, words));
  const proven = incident.actions.some(({ verification }) => verification?.verdict === 'confirmed');
  offers.push(plain('resolve', proven ? { style: 'primary' } : { inMore: true }));
  offers.push(plain('dismiss', { inMore: true }));
  return offers;
}

/** Verbs that the engine can do now; none while an action is live. */
export function actionOffers(incident: IncidentView, words: Words): readonly Offer[] {
  if (incident.actions.some(isLive)) return [];
  const now = (verb: Verb) =>
    incident.rollout?.capabilities.find((capability) => capability.verb === verb)?.availability ===
    'now';
  const offers: Offer[] = [];
  if (now('rollback')) {
    offers.push({
      id: 'rollback',
      label: words.offers.rollback,
      style: 'danger',
      subject: {
        incident: incident.id,
        service: incident.service,
        environment: incident.environment,
      },
    });
  }
  for (const verb of ['pause', 'abort', 'resume', 'promote'] as const) {
    if (!now(verb)) continue;
    offers.push({
      id: verb,
      label: words.offers[verb],
      subject: { incident: incident.id },
      ...(verb === 'abort' ? { style: 'danger' as const } : {}),
      ...(verb === 'resume' || verb === 'promote' ? { inMore: true } : {}),
      confirm: {
        title: words.offers[verb],
        text: words.offers.confirmVerb(verb, incident.service, incident.environment),
        yes: words.offers.yes,
        no: words.offers.no,
      },
    });
  }
  return offers;
}
