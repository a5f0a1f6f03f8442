import { use } from './button.ts';
import { h } from './dom.ts';
import type { Given, Host } from './host.ts';
import { type Json, objects, string, words } from './read.ts';

/** A choice or a field, in a message (heard at once) or in a form (kept until it is sent). */
export function field(block: Json, element: Json, host: Host): HTMLElement {
  const type = string(element.type);
  if (type.endsWith('_input')) return textField(block, element, host);
  if (type === 'radio_buttons' || type === 'checkboxes' || type === 'multi_static_select') {
    return choiceList(block, element, host);
  }
  if (type.endsWith('_select')) return picker(block, element, host);
  return moment(block, element, host);
}

const ids = (block: Json, element: Json) =>
  [string(block.block_id), string(element.action_id)] as const;

function attributes(element: Json) {
  return {
    'data-action': string(element.action_id),
    placeholder: words(element.placeholder) || undefined,
    autofocus: element.focus_on_load === true,
  };
}

function textField(block: Json, element: Json, host: Host): HTMLElement {
  const [blockId, actionId] = ids(block, element);
  const value = host.draft?.get(blockId, actionId) ?? string(element.initial_value);
  const kinds: Readonly<Record<string, string>> = {
    number_input: 'number',
    email_text_input: 'email',
    url_text_input: 'url',
  };
  const many = element.multiline === true;
  const made = h(many ? 'textarea' : 'input', {
    class: 'field',
    ...attributes(element),
    ...(many ? { rows: 4 } : { type: kinds[string(element.type)] ?? 'text' }),
    ...(element.max_length === undefined ? {} : { maxlength: element.max_length }),
    autocomplete: 'off',
    on: { input: () => host.draft?.set(blockId, actionId, made.value || null) },
  });
  made.value = String(value);
  if (block.dispatch_action === true) {
    made.addEventListener('change', () => void host.press(block, element, made.value || null));
  }
  return made;
}

/** Options as the reader can pick them: static ones, or the people and rooms of the workspace. */
function optionsOf(element: Json, host: Host): { label: string; value: string; group: string }[] {
  const { people, rooms } = host.context.state;
  const type = string(element.type);
  if (type.includes('users')) {
    return people.map(({ id, realName }) => ({ label: realName, value: id, group: '' }));
  }
  if (type.includes('conversations') || type.includes('channels')) {
    return rooms
      .filter(({ kind }) => kind !== 'im')
      .map(({ id, name }) => ({ label: `#${name}`, value: id, group: '' }));
  }
  const plain = objects(element.options).map((option) => asChoice(option, ''));
  const grouped = objects(element.option_groups).flatMap((group) =>
    objects(group.options).map((option) => asChoice(option, words(group.label))),
  );
  return [...plain, ...grouped];
}

function asChoice(option: Json, group: string) {
  const hint = words(option.description);
  return {
    label: words(option.text) + (hint ? ` — ${hint}` : ''),
    value: string(option.value),
    group,
  };
}

function initialOf(element: Json): string {
  const initial = element.initial_option as Json | undefined;
  return (
    string(initial?.value) ||
    string(element.initial_user) ||
    string(element.initial_conversation) ||
    string(element.initial_channel)
  );
}

function picker(block: Json, element: Json, host: Host): HTMLElement {
  const [blockId, actionId] = ids(block, element);
  const current = String(host.draft?.get(blockId, actionId) ?? initialOf(element));
  const made = h('select', {
    class: 'field pick',
    'data-action': actionId,
    on: {
      change: () => {
        host.draft?.set(blockId, actionId, made.value || null);
        if (isHeardAtOnce(block, host)) {
          void use(made, element, () => host.press(block, element, made.value || null));
        }
      },
    },
  });
  made.append(h('option', { value: '' }, words(element.placeholder) || 'Choose…'));
  const groups = new Map<string, HTMLElement>();
  for (const { label, value, group } of optionsOf(element, host)) {
    const option = h('option', { value, selected: value === current }, label);
    if (group === '') {
      made.append(option);
      continue;
    }
    const holder = groups.get(group) ?? h('optgroup', { label: group });
    if (!groups.has(group)) made.append(holder);
    groups.set(group, holder);
    holder.append(option);
  }
  made.value = current;
  return made;
}

function choiceList(block: Json, element: Json, host: Host): HTMLElement {
  const [blockId, actionId] = ids(block, element);
  const many = element.type !== 'radio_buttons';
  const initial = many
    ? objects(element.initial_options).map((option) => string(option.value))
    : [initialOf(element)];
  const current = host.draft?.get(blockId, actionId) ?? initial;
  const boxes = optionsOf(element, host).map(({ label, value }) => {
    const box = h('input', {
      type: many ? 'checkbox' : 'radio',
      name: `${blockId} ${actionId}`,
      value,
      on: { change: () => changed() },
    });
    box.checked = Array.isArray(current) ? current.includes(value) : current === value;
    return { box, label };
  });
  function changed(): void {
    const picked = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    const value: Given = many ? picked : (picked[0] ?? null);
    host.draft?.set(blockId, actionId, value);
    if (isHeardAtOnce(block, host)) void host.press(block, element, value);
  }
  return h(
    'div',
    { class: 'choices', 'data-action': actionId },
    ...boxes.map(({ box, label }) => h('label', {}, box, h('span', {}, label))),
  );
}

/** datepicker, timepicker and datetimepicker, whose value is in seconds. */
function moment(block: Json, element: Json, host: Host): HTMLElement {
  const [blockId, actionId] = ids(block, element);
  const type = string(element.type);
  const inputs: Readonly<Record<string, string>> = { datepicker: 'date', timepicker: 'time' };
  const made = h('input', {
    class: 'field',
    type: inputs[type] ?? 'datetime-local',
    ...attributes(element),
    on: { change: () => changed() },
  });
  const known = host.draft?.get(blockId, actionId);
  const initial = string(element.initial_date) || string(element.initial_time);
  if (known || initial) made.value = String(known ?? initial);
  function changed(): void {
    const seconds = type === 'datetimepicker' ? String(Date.parse(made.value) / 1000) : made.value;
    const value = made.value === '' ? null : seconds;
    host.draft?.set(blockId, actionId, value);
    if (isHeardAtOnce(block, host)) void host.press(block, element, value);
  }
  return made;
}

/** Everything outside an input block is told to the app at once; inputs only if they ask for it. */
function isHeardAtOnce(block: Json, host: Host): boolean {
  return host.draft === undefined || block.type !== 'input' || block.dispatch_action === true;
}
