import { OutsideError } from '../../../core/kit/outside-error.ts';
import { noticeView } from '../render/view.ts';
import type { SlackWords } from '../words/words.ts';
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
    const { words } = here;
    const view = noticeView(words.window.notDone, sentenceOf(error, words), words);
    await here.windows.update(viewId, view);
    return undefined;
  }
}

/** What went wrong, for the person. */
export function sentenceOf(error: unknown, words: SlackWords): string {
  return error instanceof OutsideError
    ? words.trouble.outside(error.message)
    : words.trouble.unforeseen;
}
