import type { View, ViewValues } from './view.ts';
import { type Given, interactives, stateOf } from './view-values.ts';

/** block_id → what is given to its one element, or action_id → what is given to each. */
export type FormValues = Readonly<Record<string, Given | Readonly<Record<string, Given>>>>;

/** The view's state once a person gave it these values; throws for a field the form does not have. */
export function filled(view: View, given: FormValues): ViewValues {
  const values: ViewValues = { ...view.state.values };
  for (const [blockId, what] of Object.entries(given)) {
    const inBlock = interactives(view.blocks).filter(({ block }) => block.block_id === blockId);
    for (const [actionId, value] of Object.entries(perAction(blockId, what, inBlock))) {
      const element = inBlock.find((each) => each.element.action_id === actionId)?.element;
      if (!element) throw new Error(`${blockId} has no element ${actionId}`);
      values[blockId] = { ...values[blockId], [actionId]: stateOf(element, value) };
    }
  }
  return values;
}

function perAction(
  blockId: string,
  what: Given | Readonly<Record<string, Given>>,
  inBlock: ReturnType<typeof interactives>,
): Readonly<Record<string, Given>> {
  if (what !== null && typeof what === 'object' && !Array.isArray(what)) {
    return what as Readonly<Record<string, Given>>;
  }
  const [only, ...others] = inBlock;
  if (!only || others.length > 0) {
    throw new Error(`The form has ${inBlock.length} elements in block ${blockId}; name the action`);
  }
  return { [String(only.element.action_id)]: what as Given };
}
