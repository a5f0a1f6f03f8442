import { showBlocks } from './blocks.ts';
import type { Context } from './context.ts';
import { h, sync } from './dom.ts';
import type { Host } from './host.ts';

/** The app's Home tab. */
export function showHome(container: HTMLElement, context: Context): void {
  const { state } = context;
  const view = state.home;
  const host: Host = {
    context,
    press: (block, element, value) =>
      context.act('click', {
        user: state.me,
        view: 'home',
        block_id: block.block_id,
        action_id: element.action_id,
        value,
      }),
  };
  sync(container, [
    {
      key: 'home',
      stamp: `${state.me} ${view?.hash}`,
      make: () =>
        view
          ? h('div', { class: 'content home' }, showBlocks(view.blocks, host))
          : h('p', { class: 'empty' }, `${state.app.name} has not put anything here yet.`),
    },
  ]);
}
