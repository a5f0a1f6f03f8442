import { OutsideError } from '../../../core/kit/outside-error.ts';
import { noticeView } from '../render/view.ts';
import type { Listening } from './listening.ts';

/** Runs a step behind a waiting form; trouble is shown in the form instead of spinning on. */
export async function orTell<T>(
  here: Listening,
  viewId: string,
  step: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    here.log.error({ error, viewId }, 'a form could not go on');
    await here.windows.update(viewId, noticeView('Not done', sentenceOf(error)));
    return undefined;
  }
}

/** What went wrong, for the person. */
export function sentenceOf(error: unknown): string {
  return error instanceof OutsideError
    ? `That did not work. ${error.message}`
    : 'That did not work: something unexpected on my side. It is in the log; please try again.';
}
