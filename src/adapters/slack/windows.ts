import type { HomeView, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Log } from '../../engine/log.ts';
import { readAnswer, type SlackApi } from './api.ts';
import { slackCode } from './errors.ts';
import { faultOfView } from './render/limits.ts';
import { noticeView, paragraph } from './render/view.ts';
import type { SlackWords } from './words/words.ts';

/** Forms, notices and Home tabs. */
export interface Windows {
  /** Opens one; the trigger lives 3 s and works once. Answers the view's id. */
  open(triggerId: string, view: ModalView): Promise<string>;
  /** Shows the next step in an open window; a window closed meanwhile is left closed. */
  update(viewId: string, view: ModalView): Promise<void>;
  publishHome(user: string, view: HomeView): Promise<void>;
  /** The view as Slack will take it: checked, or a notice that says it could not be shown. */
  checked(view: ModalView): ModalView;
}

const opened = z.object({ view: z.object({ id: z.string() }) });

export function createWindows(options: { api: SlackApi; words: SlackWords; log: Log }): Windows {
  const { api, words, log } = options;

  function checked(view: ModalView): ModalView {
    const fault = faultOfView(view);
    if (fault === undefined) return view;
    log.error({ fault, form: view.callback_id }, 'a form breaks a limit of Slack');
    return noticeView(words.window.firebreak, words.window.tooLarge, words);
  }

  return {
    checked,
    async open(triggerId, view) {
      const args = { trigger_id: triggerId, view: checked(view) };
      const answer = await api.call('views.open', args, `the form ${view.callback_id}`);
      return readAnswer(opened, answer, 'views.open').view.id;
    },
    async update(viewId, view) {
      try {
        const args = { view_id: viewId, view: checked(view) };
        await api.call('views.update', args, `the form ${view.callback_id}`);
      } catch (error) {
        if (slackCode(error) !== 'not_found') throw error;
        log.debug({ viewId }, 'the form was closed before its next step');
      }
    },
    async publishHome(user, view) {
      const fault = faultOfView(view);
      if (fault !== undefined) log.error({ fault }, 'a Home tab breaks a limit of Slack');
      const shown: HomeView = fault === undefined ? view : tooLarge(words);
      await api.call('views.publish', { user_id: user, view: shown }, `the Home tab of ${user}`);
    },
  };
}

function tooLarge(words: SlackWords): HomeView {
  return { type: 'home', blocks: [paragraph(words.window.homeTooLarge)] };
}
