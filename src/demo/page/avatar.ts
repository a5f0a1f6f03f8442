import { type Context, nameOf } from './context.ts';
import { h } from './dom.ts';

/** The app's flame, or the first letter of a name on the person's own colour. */
export function avatar(user: string, context: Context, size: '' | 'small' = ''): HTMLElement {
  if (user === context.state.app.userId) {
    return h('img', { class: `avatar ${size}`, src: '/flame.svg', alt: '' });
  }
  const index = context.state.people.findIndex(({ id }) => id === user);
  const name = nameOf(context.state, user);
  return h(
    'span',
    { class: `avatar ${size} hue-${index < 0 ? 'none' : index % 6}`, 'aria-hidden': 'true' },
    name.slice(0, 1).toUpperCase(),
  );
}
