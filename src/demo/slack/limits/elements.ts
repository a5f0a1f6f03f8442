import {
  anything,
  boolean,
  byType,
  type Check,
  list,
  number,
  object,
  oneOf,
  someOf,
  string,
} from './check.ts';

/* Numbers: docs.slack.dev/reference/block-kit, one page an element; as of late 2026. */

export function plain(max: number): Check {
  return object({ type: oneOf('plain_text'), text: string(max), 'emoji?': boolean });
}

export function anyText(max: number): Check {
  return byType('text', {
    plain_text: plain(max),
    mrkdwn: object({ type: anything, text: string(max), 'verbatim?': boolean }),
  });
}

const id = string(255);

const confirm = object({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  'style?': oneOf('primary', 'danger'),
});

const option = object({
  text: anyText(75),
  value: string(150),
  'description?': anyText(75),
  'url?': string(3000),
});
const plainOption = object({ text: plain(75), value: string(150), 'description?': plain(75) });
const group = object({ label: plain(75), options: list(plainOption, 100) });

export const button = object({
  type: anything,
  text: plain(75),
  'action_id?': id,
  'url?': string(3000),
  'value?': string(2000),
  'style?': oneOf('primary', 'danger'),
  'confirm?': confirm,
  'accessibility_label?': string(75),
});

export const image = someOf(
  ['image_url', 'slack_file'],
  object({
    type: anything,
    alt_text: string(2000),
    'image_url?': string(3000),
    'slack_file?': object({ 'id?': string(255), 'url?': string(3000) }),
  }),
);

const common = {
  type: anything,
  'action_id?': id,
  'confirm?': confirm,
  'focus_on_load?': boolean,
  'placeholder?': plain(150),
};

const staticSelect = {
  ...common,
  'options?': list(plainOption, 100),
  'option_groups?': list(group, 100),
};

function picked(kind: string, initial: Readonly<Record<string, Check>>): Record<string, Check> {
  return { [kind]: object({ ...common, ...initial }) };
}

const selects: Readonly<Record<string, Check>> = {
  static_select: someOf(
    ['options', 'option_groups'],
    object({ ...staticSelect, 'initial_option?': plainOption }),
  ),
  multi_static_select: someOf(
    ['options', 'option_groups'],
    object({
      ...staticSelect,
      'initial_options?': list(plainOption, 100),
      'max_selected_items?': number,
    }),
  ),
  ...picked('users_select', { 'initial_user?': id }),
  ...picked('multi_users_select', {
    'initial_users?': list(id, 100),
    'max_selected_items?': number,
  }),
  ...picked('conversations_select', {
    'initial_conversation?': id,
    'default_to_current_conversation?': boolean,
    'response_url_enabled?': boolean,
    'filter?': anything,
  }),
  ...picked('channels_select', { 'initial_channel?': id, 'response_url_enabled?': boolean }),
  ...picked('datepicker', { 'initial_date?': string(10, 10) }),
  ...picked('timepicker', { 'initial_time?': string(5, 5), 'timezone?': string(100) }),
};

const choices: Readonly<Record<string, Check>> = {
  radio_buttons: object({
    type: anything,
    'action_id?': id,
    options: list(option, 10),
    'initial_option?': option,
    'confirm?': confirm,
    'focus_on_load?': boolean,
  }),
  checkboxes: object({
    type: anything,
    'action_id?': id,
    options: list(option, 10),
    'initial_options?': list(option, 10),
    'confirm?': confirm,
    'focus_on_load?': boolean,
  }),
  datetimepicker: object({
    type: anything,
    'action_id?': id,
    'initial_date_time?': number,
    'confirm?': confirm,
    'focus_on_load?': boolean,
  }),
};

const overflow = object({
  type: anything,
  'action_id?': id,
  options: list(option, 5),
  'confirm?': confirm,
});

const typed: Readonly<Record<string, Check>> = {
  plain_text_input: object({
    type: anything,
    'action_id?': id,
    'initial_value?': string(3000, 0),
    'multiline?': boolean,
    'min_length?': number,
    'max_length?': number,
    'placeholder?': plain(150),
    'focus_on_load?': boolean,
    'dispatch_action_config?': anything,
  }),
  ...picked('number_input', {
    is_decimal_allowed: boolean,
    'initial_value?': string(3000),
    'min_value?': anything,
    'max_value?': anything,
    'dispatch_action_config?': anything,
  }),
  ...picked('email_text_input', {
    'initial_value?': string(3000),
    'dispatch_action_config?': anything,
  }),
  ...picked('url_text_input', {
    'initial_value?': string(3000),
    'dispatch_action_config?': anything,
  }),
};

/** What may stand in an actions block. */
export const actionElement = byType('element', { button, overflow, ...selects, ...choices });
/** What may stand beside a section. */
export const accessory = byType('element', { button, overflow, image, ...selects, ...choices });
/** What may stand in an input block. */
export const inputElement = byType('element', { ...selects, ...choices, ...typed });
/** What may stand in a context block. */
export const contextElement = byType('element', {
  image,
  plain_text: plain(3000),
  mrkdwn: anyText(3000),
});
