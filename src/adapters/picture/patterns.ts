import { colours, type Pattern, seriesLooks } from './look.ts';
import { element, type Svg } from './svg.ts';

const size = 18;

/** The fill of the series at this place: its colour, hatched. */
export function fillOf(index: number): string {
  return `url(#series-${index})`;
}

/** The fill of where nothing was read. */
export const unreadFill = 'url(#unread)';

/** What these refer to. */
export function patternDefinitions(): Svg {
  return element(
    'defs',
    {},
    ...seriesLooks.map(({ colour, pattern }, index) =>
      element(
        'pattern',
        { id: `series-${index}`, width: size, height: size, patternUnits: 'userSpaceOnUse' },
        element('rect', { width: size, height: size, fill: colour }),
        ...hatch(pattern),
      ),
    ),
    element(
      'pattern',
      { id: 'unread', width: size, height: size, patternUnits: 'userSpaceOnUse' },
      stroke('M-4 4L4 -4M0 18L18 0M14 22L22 14', colours.axis),
    ),
  );
}

function hatch(pattern: Pattern): Svg[] {
  switch (pattern) {
    case 'plain':
      return [];
    case 'dots':
      return [element('circle', { cx: 9, cy: 9, r: 3.2, fill: '#fff', 'fill-opacity': 0.6 })];
    case 'level':
      return [stroke('M0 9H18')];
    case 'rising':
      return [stroke('M-4 4L4 -4M0 18L18 0M14 22L22 14')];
    case 'falling':
      return [stroke('M-4 14L4 22M0 0L18 18M14 -4L22 4')];
    case 'crossed':
      return [stroke('M0 18L18 0M0 0L18 18')];
  }
}

function stroke(d: string, colour = '#fff'): Svg {
  return element('path', {
    d,
    stroke: colour,
    'stroke-width': 2.5,
    'stroke-opacity': 0.5,
    fill: 'none',
  });
}
