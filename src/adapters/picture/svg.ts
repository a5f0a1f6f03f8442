import { drawable } from './text.ts';

/** A piece of SVG. Only what this file makes is one, so that foreign text is never markup. */
export type Svg = string & { readonly svg: true };

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly (Svg | undefined)[]
): Svg {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(String(value))}"`,
    )
    .join('');
  const inner = children.filter((child) => child !== undefined).join('');
  return (inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`) as Svg;
}

/** One line of text with its baseline at `y`. */
export function textAt(
  x: number,
  y: number,
  text: string,
  look: {
    size: number;
    fill: string;
    weight?: 400 | 700;
    anchor?: 'start' | 'middle' | 'end';
    class?: string;
  },
): Svg {
  const attributes = {
    class: look.class,
    x,
    y,
    'font-size': look.size,
    'font-weight': look.weight ?? 400,
    'text-anchor': look.anchor ?? 'start',
    fill: look.fill,
  };
  return element('text', attributes, escapeXml(drawable(text)) as Svg);
}

export function group(name: string, ...children: readonly (Svg | undefined)[]): Svg {
  return element('g', { class: name }, ...children);
}

/** A number as short as a tenth of a pixel allows. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
