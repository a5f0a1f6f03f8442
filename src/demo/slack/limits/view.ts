import { viewBlocks } from './blocks.ts';
import { anything, boolean, byType, type Check, isObject, object, oneOf, string } from './check.ts';
import { plain } from './elements.ts';

/* Numbers: docs.slack.dev/reference/views. */

const common = {
  'callback_id?': string(255, 0),
  'external_id?': string(255, 0),
  'private_metadata?': string(3000, 0),
};

const modalShape = object({
  type: oneOf('modal'),
  title: plain(24),
  blocks: viewBlocks('modal'),
  'submit?': plain(24),
  'close?': plain(24),
  'clear_on_close?': boolean,
  'notify_on_close?': boolean,
  'submit_disabled?': boolean,
  ...common,
});

/** A modal with fields has to have a way to send them. */
const modal: Check = (value, pointer, say) => {
  modalShape(value, pointer, say);
  if (!isObject(value) || !Array.isArray(value.blocks)) return;
  const asks = value.blocks.some((block) => isObject(block) && block.type === 'input');
  if (asks && value.submit === undefined) say('missing required field: submit', pointer);
};

const home = object({ type: anything, blocks: viewBlocks('home'), ...common });

export const openableView: Check = byType('view', { modal });
export const publishableView: Check = byType('view', { home });
