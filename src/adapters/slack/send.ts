import type { KnownBlock } from '@slack/types';
import type { Log } from '../../engine/log.ts';
import { slackCode } from './errors.ts';
import { faultOfBlocks } from './render/limits.ts';
import { plainer, type RenderedMessage } from './render/message.ts';

/** What goes into chat.postMessage and its kin. */
export interface Content {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

/** Slack does not like the blocks; the message itself may still be fine. */
const blockTroubles = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'block_mismatch',
];

/**
 * Sends a message in the best shape Slack takes: as rendered, then in the plainest blocks, then as
 * text alone. A message in plain words beats none at all.
 */
export async function sendBest<T>(
  rendered: RenderedMessage,
  log: Log,
  send: (content: Content) => Promise<T>,
): Promise<T> {
  const shapes: readonly (readonly KnownBlock[])[] = [rendered.blocks, plainer(rendered.blocks)];
  for (const blocks of shapes) {
    if (blocks.length === 0) continue;
    const fault = faultOfBlocks(blocks);
    if (fault !== undefined) {
      log.error({ fault }, 'blocks break a limit of Slack, falling back');
      continue;
    }
    try {
      return await send({ text: rendered.text, blocks });
    } catch (error) {
      const code = slackCode(error);
      if (code === undefined || !blockTroubles.includes(code)) throw error;
      log.error({ code, error }, 'Slack refuses the blocks, falling back');
    }
  }
  return send({ text: rendered.whole });
}

/** Our text is mrkdwn already: Slack must not look for names or links in it. */
export function asWritten(content: Content): Record<string, unknown> {
  return { ...content, parse: 'none', link_names: false };
}
