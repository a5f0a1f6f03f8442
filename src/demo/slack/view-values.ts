import { isObject } from './limits/check.ts';
import type { Block } from './message.ts';
import type { ViewValues } from './view.ts';

/** Something one can press, choose in or type into, and the block it stands in. */
export interface Interactive {
  readonly block: Block;
  readonly element: Record<string, unknown>;
}

/** What a person gives to an element: the text, the value of an option, several of them, or nothing. */
export type Given = string | readonly string[] | null;

/** Where each kind of element keeps what was chosen, and what it starts from. */
const slots: Readonly<Record<string, { readonly slot: string; readonly initial: string }>> = {
  plain_text_input: { slot: 'value', initial: 'initial_value' },
  number_input: { slot: 'value', initial: 'initial_value' },
  email_text_input: { slot: 'value', initial: 'initial_value' },
  url_text_input: { slot: 'value', initial: 'initial_value' },
  static_select: { slot: 'selected_option', initial: 'initial_option' },
  radio_buttons: { slot: 'selected_option', initial: 'initial_option' },
  overflow: { slot: 'selected_option', initial: '' },
  multi_static_select: { slot: 'selected_options', initial: 'initial_options' },
  checkboxes: { slot: 'selected_options', initial: 'initial_options' },
  users_select: { slot: 'selected_user', initial: 'initial_user' },
  multi_users_select: { slot: 'selected_users', initial: 'initial_users' },
  conversations_select: { slot: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { slot: 'selected_channel', initial: 'initial_channel' },
  datepicker: { slot: 'selected_date', initial: 'initial_date' },
  timepicker: { slot: 'selected_time', initial: 'initial_time' },
  datetimepicker: { slot: 'selected_date_time', initial: 'initial_date_time' },
};

/** Everything in these blocks one can act on, in reading order. */
export function interactives(blocks: readonly Block[]): Interactive[] {
  return blocks.flatMap((block) => {
    const inside = [block.element, block.accessory, ...list(block.elements)];
    return inside
      .filter(isObject)
      .filter((element) => element.type === 'button' || String(element.type) in slots)
      .map((element) => ({ block, element }));
  });
}

/** The state of a form nobody has touched yet. */
export function initialValues(blocks: readonly Block[]): ViewValues {
  const values: ViewValues = {};
  for (const { block, element } of interactives(blocks)) {
    const kind = slots[String(element.type)];
    if (!kind || element.type === 'overflow') continue;
    const empty = kind.slot.endsWith('s') && kind.slot !== 'value' ? [] : null;
    const state = { type: element.type, [kind.slot]: element[kind.initial] ?? empty };
    values[String(block.block_id)] = {
      ...values[String(block.block_id)],
      [String(element.action_id)]: state,
    };
  }
  return values;
}

/** The element's state once a person gave it this; throws when it offers no such option. */
export function stateOf(element: Record<string, unknown>, given: Given): Record<string, unknown> {
  const type = String(element.type);
  const kind = slots[type];
  if (!kind) return { type, value: element.value };
  const many = kind.slot.endsWith('s') && kind.slot !== 'value';
  const wanted = given === null ? [] : typeof given === 'string' ? [given] : given;
  if (kind.slot.startsWith('selected_option')) {
    const chosen = wanted.map((value) => optionOf(element, value));
    return { type, [kind.slot]: many ? chosen : (chosen[0] ?? null) };
  }
  const first = wanted[0] ?? null;
  const single = type === 'datetimepicker' && first !== null ? Number(first) : first;
  return { type, [kind.slot]: many ? wanted : single };
}

/** Has nothing been given? A required input may not be sent like that. */
export function isBlank(state: Record<string, unknown> | undefined): boolean {
  const kind = slots[String(state?.type)];
  const value = kind ? state?.[kind.slot] : undefined;
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)
  );
}

function optionOf(element: Record<string, unknown>, value: string): unknown {
  const options = [
    ...list(element.options),
    ...list(element.option_groups).flatMap((group) => (isObject(group) ? list(group.options) : [])),
  ].filter(isObject);
  const found = options.find((option) => option.value === value);
  if (found) return found;
  const offered = options.map((option) => String(option.value)).join(' | ');
  throw new Error(`${String(element.action_id)} offers no "${value}", only: ${offered}`);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
