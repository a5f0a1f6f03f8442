import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { refuse } from '../kit/refusal.ts';
import { alertFrom } from '../triage/alert.ts';
import { severities, severityOf } from '../triage/severity.ts';
import { echoWithinMs } from '../triage/triage.ts';
import { announce, type Context, draft, note, patch, type Step, show } from './change.ts';
import { isPaging, pageFirst } from './paging.ts';
import { measureNow } from './recovery.ts';

/** One alarm of this incident changed its state. Triage has decided that it belongs here. */
export function alarmChanged(
  dossier: Dossier,
  event: EventOf<'AlarmChanged'>,
  context: Context,
): Step {
  const { change: news } = event;
  const known = dossier.alerts[news.alertKey];
  if (known && news.changedAt < known.changedAt) {
    return refuse('older-than-known', `A newer state of ${news.name} is known.`);
  }
  if (known?.state === news.state && news.changedAt - known.changedAt < echoWithinMs) {
    return refuse('same-state', `${news.name} is known to be in this state.`);
  }
  const change = draft(dossier);
  patch(change, { alerts: { ...dossier.alerts, [news.alertKey]: alertFrom(news, known) } });
  if (known?.state === news.state) {
    // A change between the two is late or lost. Nobody needs to be told, but should it still come,
    // it must not pass for the newest: an old all-clear would hide an alarm that fires.
    show(change, 'card');
    return change;
  }
  note(change, event, context, {
    kind: `AlarmChanged:${news.state}`,
    text: context.words.timeline.alarm(news.name, news.state, news.reason),
    detail: { changeId: news.changeId, via: news.via, changedAt: news.changedAt },
  });
  if (news.state === 'alarm') raiseSeverity(change, event, context);
  if (news.state === 'ok') measureNow(change);
  show(change, 'card');
  return change;
}

/** A worse alarm makes the incident worse; it never makes it better. */
function raiseSeverity(
  change: ReturnType<typeof draft>,
  event: EventOf<'AlarmChanged'>,
  context: Context,
): void {
  const { dossier } = change;
  const worse = severityOf(context.world.severities, event.change.name, dossier.environment);
  if (severities.indexOf(worse) >= severities.indexOf(dossier.severity)) return;
  const text = context.words.timeline.severity(dossier.severity, worse);
  note(change, event, context, { kind: 'SeverityRaised', text });
  patch(change, { severity: worse });
  // Whoever is on it is told in the thread; nobody is woken for what somebody has answered.
  if (dossier.acknowledged) announce(change, event, context, text, [dossier.acknowledged.by]);
  else if (!isPaging(dossier)) pageFirst(change, event, context);
}
