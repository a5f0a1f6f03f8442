import type { ViewSubmitAction } from '@slack/bolt';
import { isProduction } from '../../../core/service/service.ts';
import { readIncoming } from '../incoming.ts';
import {
  type RollbackTarget,
  readTarget,
  rollbackForms,
  rollbackInputs,
  waitingView,
} from '../render/rollback-form.ts';
import { noticeView } from '../render/view.ts';
import { type Carried, originOf, readCarried, readValues, saidFrom } from './form-values.ts';
import { endForm, formRequestId } from './forms.ts';
import { askerOf, type Listening } from './listening.ts';
import { showPlan, showReleases } from './rollback-steps.ts';

/** The steps of the rollback form: what and where, which release, and yes. */
export function listenToRollbackForm(here: Listening): void {
  const { app, windows, words } = here;
  const say = words.rollback;
  const submitted = (callbackId: string) =>
    ({ callback_id: callbackId, type: 'view_submission' }) as const;

  app.view<ViewSubmitAction>(submitted(rollbackForms.target), async ({ ack, view }) => {
    const chosen = readTarget(readValues(view)[rollbackInputs.target] ?? '');
    if (chosen === undefined) {
      return ack({ response_action: 'errors', errors: { [rollbackInputs.target]: say.chooseOne } });
    }
    const target = { ...originOf(readCarried(view)), ...chosen };
    const text = say.readingReleases(chosen.service, chosen.environment);
    await ack({ response_action: 'update', view: windows.checked(waitingView(text, words)) });
    await showReleases(here, view.id, target);
  });

  app.view<ViewSubmitAction>(submitted(rollbackForms.release), async ({ ack, view }) => {
    const target = targetOf(readCarried(view));
    const release = readValues(view)[rollbackInputs.release] ?? '';
    if (target === undefined || release === '') {
      return ack({
        response_action: 'errors',
        errors: { [rollbackInputs.release]: say.chooseOne },
      });
    }
    const waiting = waitingView(say.planning, words);
    await ack({ response_action: 'update', view: windows.checked(waiting) });
    await showPlan(here, view.id, target, release);
  });

  app.view<ViewSubmitAction>(submitted(rollbackForms.confirm), async ({ ack, body, view }) => {
    const carried = readCarried(view);
    const target = targetOf(carried);
    const { planHash, toReleaseId } = carried;
    if (target === undefined || planHash === undefined) {
      const view = noticeView(say.title, say.outdated, words);
      return ack({ response_action: 'update', view });
    }
    const { service, environment } = target;
    const values = readValues(view);
    if (isProduction(environment) && values[rollbackInputs.typed]?.trim() !== service) {
      const text = say.notTheName(service);
      return ack({ response_action: 'errors', errors: { [rollbackInputs.typed]: text } });
    }
    const request = { verb: 'rollback', ...(toReleaseId ? { toReleaseId } : {}) } as const;
    const asker = askerOf(here.people, {
      requestId: formRequestId(view, values),
      user: body.user.id,
      incident: carried.incident,
      channel: carried.channel,
    });
    await endForm(here, {
      ack,
      viewId: view.id,
      from: saidFrom(readIncoming(body), carried),
      work: here.desk.propose({ service, environment, request, planHash }, asker),
      refused: (text) =>
        ack({ response_action: 'update', view: noticeView(say.notProposed, text, words) }),
    });
  });
}

function targetOf(carried: Carried): RollbackTarget | undefined {
  const { service, environment } = carried;
  if (service === undefined || environment === undefined) return undefined;
  return { ...originOf(carried), service, environment };
}
