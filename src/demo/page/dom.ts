/** What an element may be given: `class`, listeners under `on`, attributes under their own names. */
export interface Props {
  readonly class?: string;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  readonly [attribute: string]: unknown;
}

export type Child = Node | string | undefined | false;

/** An element with attributes, listeners and children. Strings become text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { class: className, on, ...attributes } = props;
  if (className) element.className = className;
  for (const [event, listener] of Object.entries(on ?? {})) {
    element.addEventListener(event, listener);
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** One row of a list that is kept in step with the data. */
export interface Row {
  readonly key: string;
  /** Changes when the row looks different; an unchanged row keeps its element, focus and menus. */
  readonly stamp: string;
  make(): HTMLElement;
}

/** Makes the container's children the rows, in order, rebuilding only those that changed. */
export function sync(container: HTMLElement, rows: readonly Row[]): void {
  const known = new Map(
    [...container.children].map((child) => [(child as HTMLElement).dataset.key ?? '', child]),
  );
  let place = container.firstElementChild;
  for (const row of rows) {
    let child = known.get(row.key) as HTMLElement | undefined;
    if (!child || child.dataset.stamp !== row.stamp) {
      const made = row.make();
      made.dataset.key = row.key;
      made.dataset.stamp = row.stamp;
      if (child === place) place = child?.nextElementSibling ?? null;
      child?.remove();
      child = made;
    }
    known.delete(row.key);
    if (child === place) place = place.nextElementSibling;
    else container.insertBefore(child, place);
  }
  for (const gone of known.values()) gone.remove();
}
