import type { PlainTextOption, StaticSelect } from '@slack/types';
import { limits } from './limits.ts';
import { plainText } from './view.ts';

/** One entry of a list to choose from. */
export function option(
  text: string,
  value: string,
  description?: string,
): PlainTextOption & { value: string } {
  return {
    text: plainText(text, limits.optionText),
    value,
    ...(description ? { description: plainText(description, limits.optionDescription) } : {}),
  };
}

/**
 * A list to choose one from. Slack takes 100 entries a list, or 100 groups of as many: longer ones
 * are grouped in order. `chosen` is preselected if it is among them.
 */
export function select(list: {
  actionId: string;
  placeholder: string;
  values: readonly string[];
  chosen?: string | undefined;
}): StaticSelect {
  const options = list.values
    .filter((value) => value.length > 0 && value.length <= limits.optionValue)
    .map((value) => option(value, value));
  const initial = options.find((one) => one.value === list.chosen);
  return {
    type: 'static_select',
    action_id: list.actionId,
    placeholder: plainText(list.placeholder, limits.placeholder),
    ...(options.length <= limits.selectOptions ? { options } : { option_groups: groups(options) }),
    ...(initial ? { initial_option: initial } : {}),
  };
}

function groups(
  options: readonly PlainTextOption[],
): { label: PlainTextOption['text']; options: PlainTextOption[] }[] {
  const all = [];
  for (
    let at = 0;
    at < options.length && all.length < limits.optionGroups;
    at += limits.selectOptions
  ) {
    const part = options.slice(at, at + limits.selectOptions);
    const label = `${part[0]?.text.text ?? ''} …`;
    all.push({ label: plainText(label, limits.optionText), options: part });
  }
  return all;
}
