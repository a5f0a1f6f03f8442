import { type Impossible, isImpossible, type PlanRequest } from '../../../core/service/plan.ts';
import {
  confirmForm,
  type RollbackTarget,
  releaseForm,
  releaseValue,
} from '../render/rollback-form.ts';
import { noticeView } from '../render/view.ts';
import type { SlackWords } from '../words/words.ts';
import type { Listening } from './listening.ts';
import { orTell } from './or-tell.ts';

/** Fills an open window with the releases to choose from. */
export async function showReleases(
  here: Listening,
  viewId: string,
  target: RollbackTarget,
): Promise<void> {
  await orTell(here, viewId, async () => {
    const history = await here.desk.releases(target.service, target.environment);
    await here.windows.update(viewId, releaseForm(target, history, here.words));
  });
}

/** Fills an open window with the plan for the chosen release. */
export async function showPlan(
  here: Listening,
  viewId: string,
  target: RollbackTarget,
  chosen: string,
): Promise<void> {
  await orTell(here, viewId, async () => {
    const { service, environment } = target;
    const { words } = here;
    const say = words.rollback;
    const toReleaseId = await releaseOf(here, target, chosen);
    if (toReleaseId === undefined) {
      return here.windows.update(viewId, noticeView(say.title, say.gone, words));
    }
    const request: PlanRequest = { verb: 'rollback', toReleaseId };
    const plan = await here.desk.preview(service, environment, request);
    const view = isImpossible(plan)
      ? noticeView(say.title, insteadOf(plan, words), words)
      : confirmForm(target, plan, { ...target, toReleaseId, planHash: plan.hash }, words);
    await here.windows.update(viewId, view);
  });
}

function insteadOf({ sentence, insteadTry }: Impossible, words: SlackWords): string {
  return insteadTry ? `${sentence} ${words.rollback.insteadTry(insteadTry)}` : sentence;
}

/** Long ids travel as hashes and are looked up again. */
async function releaseOf(
  here: Listening,
  target: RollbackTarget,
  chosen: string,
): Promise<string | undefined> {
  if (!chosen.startsWith('hash:')) return chosen;
  const { releases } = await here.desk.releases(target.service, target.environment);
  return releases.find((release) => releaseValue(release.id) === chosen)?.id;
}
