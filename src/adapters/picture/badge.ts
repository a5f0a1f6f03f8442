import { colours, look, seriesLooks } from './look.ts';
import { element, group, type Svg, textAt } from './svg.ts';

export const badgeRadius = 21;

/** The number that stands for a series, in the chart and beside its name. */
export function badge(index: number, x: number, y: number): Svg {
  const fill = seriesLooks[index]?.colour ?? colours.soft;
  return group(
    'badge',
    element('circle', {
      cx: x,
      cy: y,
      r: badgeRadius,
      fill,
      stroke: colours.card,
      'stroke-width': 4,
    }),
    textAt(x, y + 11, String(index + 1), {
      size: look.small,
      weight: 700,
      fill: colours.card,
      anchor: 'middle',
    }),
  );
}

/** Where badges go that must not cover each other: as near to where they want to be as there is room. */
export function spread(
  wanted: readonly { readonly index: number; readonly y: number }[],
  range: { top: number; bottom: number },
): { index: number; y: number }[] {
  const apart = 2 * badgeRadius + 2;
  const lowest = range.bottom - badgeRadius;
  const placed: { index: number; y: number }[] = [];
  for (const { index, y } of wanted.toSorted((a, b) => a.y - b.y)) {
    const above = placed.at(-1)?.y ?? range.top + badgeRadius - apart;
    placed.push({ index, y: Math.max(y, above + apart) });
  }
  let below = lowest + apart;
  for (const each of placed.toReversed()) {
    each.y = Math.min(each.y, below - apart);
    below = each.y;
  }
  return placed;
}
