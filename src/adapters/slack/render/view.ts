import type { HomeView, KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { Briefing } from '../../../core/briefing/briefing.ts';
import type { Person } from '../../../core/oncall/person.ts';
import type { SlackWords } from '../words/words.ts';
import { clean, cleanLine, cut, escapeWithin } from './escape.ts';
import { limits } from './limits.ts';
import { renderMessage } from './message.ts';

/** What a form carries from step to step, in Slack's private_metadata. */
export interface FormOrigin {
  /** Where it was asked, so that the outcome can be said there. */
  readonly channel?: string;
  readonly thread?: string;
  readonly incident?: string;
}

export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cut(cleanLine(text).trim() || '…', max), emoji: false };
}

export function paragraph(mrkdwn: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn } };
}

/** A form or a notice in a window; without `submit` it can only be read and closed. */
export function modal(form: {
  callbackId: string;
  title: string;
  blocks: readonly KnownBlock[];
  submit?: string;
  carries?: object;
  words: SlackWords;
}): ModalView {
  const { cancel, close } = form.words.window;
  return {
    type: 'modal',
    callback_id: form.callbackId,
    title: plainText(form.title, limits.viewTitle),
    close: plainText(form.submit ? cancel : close, limits.viewTitle),
    ...(form.submit ? { submit: plainText(form.submit, limits.viewTitle) } : {}),
    ...(form.carries ? { private_metadata: JSON.stringify(form.carries) } : {}),
    blocks: [...form.blocks],
  };
}

/** A window with a few foreign or own words in it. */
export function noticeView(title: string, text: string, words: SlackWords): ModalView {
  const said = escapeWithin(clean(text).trim() || '…', limits.sectionText - 100);
  return modal({ callbackId: 'notice', title, blocks: [paragraph(said)], words });
}

/** A briefing in a window, for answers where there is no channel to say them in. */
export function briefingView(
  briefing: Briefing,
  people: readonly Person[],
  words: SlackWords,
): ModalView {
  const { blocks, whole } = renderMessage(briefing, people, words, limits.viewBlocks);
  const shown = blocks.length > 0 ? blocks : [paragraph(whole.slice(0, limits.sectionText))];
  return modal({ callbackId: 'notice', title: words.window.firebreak, blocks: shown, words });
}

/** A person's Home tab. */
export function homeView(
  briefing: Briefing,
  people: readonly Person[],
  words: SlackWords,
): HomeView {
  const { blocks, text } = renderMessage(briefing, people, words, limits.viewBlocks);
  return { type: 'home', blocks: blocks.length > 0 ? [...blocks] : [paragraph(text)] };
}
