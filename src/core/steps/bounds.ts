import { isLive } from '../action/action.ts';
import type { MessageRef } from '../briefing/chat.ts';
import type { Dossier, Slot } from '../dossier.ts';

/**
 * A dossier is read and written whole at every event, so nothing in it may grow for as long as the
 * trouble lasts. What leaves it is over and stays in the timeline, which keeps everything.
 */
const most = {
  /** Notices that are up in the thread. */
  notices: 60,
  /** Notices that could not be said yet: with the chat away for days the newest are said. */
  unsaid: 200,
  /** Alarms that are fine again; CloudWatch itself names 500 contributors of one alarm. */
  quietAlerts: 100,
  endedActions: 30,
  settledPages: 60,
};

export function withinBounds(dossier: Dossier): Dossier {
  const notices = boundNotices(dossier);
  const actions = newest(dossier.actions, most.endedActions, (action) => {
    const isVerified = !action.verification || action.verification.verdict !== undefined;
    return !isLive(action) && isVerified;
  });
  const pages = newest(
    dossier.pages,
    most.settledPages,
    ({ state }) => state === 'settled' || state === 'acknowledged',
  );
  const alerts = boundAlerts(dossier);
  const isSame =
    notices === dossier.notices &&
    actions === dossier.actions &&
    pages === dossier.pages &&
    alerts === dossier.alerts;
  if (isSame) return dossier;
  const bounded = { ...dossier, notices, actions, pages, alerts };
  return { ...bounded, messages: boundMessages(bounded) };
}

function boundNotices({ notices, messages }: Dossier): Dossier['notices'] {
  const all = Object.entries(notices);
  if (all.length <= most.notices) return notices;
  const isSaid = ([name]: [string, unknown]) => messages[`notice:${name}`] !== undefined;
  const said = newest(all, most.notices, isSaid);
  const kept = newest(said, most.unsaid, (entry) => !isSaid(entry));
  return kept === all ? notices : Object.fromEntries(kept);
}

function boundAlerts({ alerts }: Dossier): Dossier['alerts'] {
  const all = Object.entries(alerts);
  if (all.length <= most.quietAlerts) return alerts;
  const byAge = all.toSorted(([, a], [, b]) => a.changedAt - b.changedAt);
  const kept = newest(byAge, most.quietAlerts, ([, { state }]) => state === 'ok');
  return kept === byAge ? alerts : Object.fromEntries(kept);
}

function boundMessages({ messages, notices, actions }: Dossier): Dossier['messages'] {
  const kept: Partial<Record<Slot, MessageRef>> = { ...messages };
  for (const slot of Object.keys(kept) as Slot[]) {
    const name = slot.slice(slot.indexOf(':') + 1);
    const isGone = slot.startsWith('notice:')
      ? notices[name] === undefined
      : slot.startsWith('action:') && !actions.some(({ id }) => id === name);
    if (isGone) delete kept[slot];
  }
  return kept;
}

/** Of those that are over only the last so many; the very list when nothing has to go. */
function newest<T>(list: readonly T[], count: number, isOver: (one: T) => boolean): readonly T[] {
  let tooMany = list.filter(isOver).length - count;
  if (tooMany <= 0) return list;
  return list.filter((one) => !isOver(one) || tooMany-- <= 0);
}
