import { z } from 'zod';

/**
 * Slack's limits, each from the element's or method's page under
 * https://docs.slack.dev/reference/block-kit and /reference/methods/chat.update.
 */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** chat.update refuses more than 4 000 (`msg_too_long`). */
  messageText: 4_000,
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  headerText: 150,
  contextElements: 10,
  contextText: 3_000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  selectOptions: 100,
  optionGroups: 100,
  radioOptions: 10,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  actionId: 255,
  blockId: 255,
  viewTitle: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  placeholder: 150,
  plainTextInput: 3_000,
} as const;

const plain = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max) });

const confirm = z.strictObject({
  title: plain(limits.confirmTitle),
  text: plain(limits.confirmText),
  confirm: plain(limits.confirmButton),
  deny: plain(limits.confirmButton),
  style: z.enum(['primary', 'danger']).optional(),
});
const actionId = z.string().min(1).max(limits.actionId);
const blockId = z.string().min(1).max(limits.blockId).optional();
const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: plain(limits.buttonText),
  value: z.string().min(1).max(limits.buttonValue).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
});
const option = z.strictObject({
  text: plain(limits.optionText),
  value: z.string().min(1).max(limits.optionValue),
  description: plain(limits.optionDescription).optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z.array(option).min(1).max(limits.overflowOptions),
});
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  action_id: actionId,
  placeholder: plain(limits.placeholder).optional(),
  options: z.array(option).min(1).max(limits.selectOptions).optional(),
  option_groups: z
    .array(
      z.strictObject({
        label: plain(limits.optionText),
        options: z.array(option).min(1).max(limits.selectOptions),
      }),
    )
    .min(1)
    .max(limits.optionGroups)
    .optional(),
  initial_option: option.optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  action_id: actionId,
  options: z.array(option).min(1).max(limits.radioOptions),
});
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: actionId,
  placeholder: plain(limits.placeholder).optional(),
  initial_value: z.string().max(limits.plainTextInput).optional(),
  max_length: z.int().min(1).max(limits.plainTextInput).optional(),
});

const header = z.strictObject({ type: z.literal('header'), text: plain(limits.headerText) });
const section = z
  .strictObject({
    type: z.literal('section'),
    text: mrkdwn(limits.sectionText).optional(),
    fields: z.array(mrkdwn(limits.fieldText)).min(1).max(limits.fields).optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'section is empty');
const context = z.strictObject({
  type: z.literal('context'),
  elements: z.array(mrkdwn(limits.contextText)).min(1).max(limits.contextElements),
});
const divider = z.strictObject({ type: z.literal('divider') });
const actions = z.strictObject({
  type: z.literal('actions'),
  elements: z
    .array(z.discriminatedUnion('type', [button, overflow]))
    .min(1)
    .max(limits.actionsElements),
});
const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plain(limits.inputLabel),
  hint: plain(limits.inputLabel).optional(),
  element: z.discriminatedUnion('type', [staticSelect, radioButtons, plainTextInput]),
});

const messageBlock = z.discriminatedUnion('type', [header, section, context, divider, actions]);
const modalBlock = z.discriminatedUnion('type', [
  header,
  section,
  context,
  divider,
  actions,
  input,
]);

const messageBlocks = z
  .array(messageBlock)
  .min(1)
  .max(limits.messageBlocks)
  .refine(hasUniqueActionIds, 'an action_id is used twice');

const modal = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: z.string().min(1).max(limits.blockId),
    title: plain(limits.viewTitle),
    submit: plain(limits.viewTitle).optional(),
    close: plain(limits.viewTitle).optional(),
    private_metadata: z.string().max(limits.privateMetadata).optional(),
    blocks: z
      .array(modalBlock)
      .min(1)
      .max(limits.viewBlocks)
      .refine(hasUniqueActionIds, 'an action_id is used twice'),
  })
  .refine(
    (view) => view.submit !== undefined || !view.blocks.some((block) => block.type === 'input'),
    'a form with inputs needs a submit button',
  );
const home = z.strictObject({
  type: z.literal('home'),
  blocks: z
    .array(messageBlock)
    .min(1)
    .max(limits.viewBlocks)
    .refine(hasUniqueActionIds, 'an action_id is used twice'),
});

function hasUniqueActionIds(blocks: readonly z.infer<typeof modalBlock>[]): boolean {
  const ids = blocks.flatMap((block) => {
    if (block.type === 'actions') return block.elements.map((element) => element.action_id);
    return block.type === 'input' ? [block.element.action_id] : [];
  });
  return new Set(ids).size === ids.length;
}

/** What is wrong with these blocks by Slack's rules, in words; undefined when nothing is. */
export function faultOfBlocks(blocks: readonly object[]): string | undefined {
  return faultOf(messageBlocks.safeParse(blocks));
}

/** The same for a form or a Home tab. */
export function faultOfView(view: { type: string }): string | undefined {
  return faultOf(view.type === 'home' ? home.safeParse(view) : modal.safeParse(view));
}

function faultOf(result: z.ZodSafeParseResult<unknown>): string | undefined {
  return result.success ? undefined : z.prettifyError(result.error);
}
