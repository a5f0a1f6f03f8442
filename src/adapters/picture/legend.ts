import type { Panel } from '../../core/briefing/picture.ts';
import { badge } from './badge.ts';
import { colours, look, seriesLooks } from './look.ts';
import { fillOf } from './patterns.ts';
import { element, group, type Svg, textAt } from './svg.ts';
import { drawable, fitText, widthOfText } from './text.ts';
import { valueText } from './units.ts';

const rowHeight = 52;
const swatchWidth = 64;

export function legendHeight(panel: Panel): number {
  return panel.series.length * rowHeight;
}

/** A row per series: its number, its look, its name, and the most it reached. */
export function drawLegend(
  panel: Panel,
  peaks: readonly (number | undefined)[],
  place: { left: number; right: number; top: number },
): Svg {
  const rows = panel.series.map(({ label }, index) => {
    const middle = place.top + index * rowHeight + rowHeight / 2;
    const peak = peaks[index];
    const value = peak === undefined ? '–' : `max ${valueText(peak, panel.unit)}`;
    const numbered = panel.series.length > 1;
    const swatch = place.left + (numbered ? 56 : 0);
    const name = swatch + swatchWidth + 18;
    const room = place.right - name - widthOfText(value, look.text) - 24;
    return group(
      'legend-row',
      numbered ? badge(index, place.left + 22, middle) : undefined,
      panel.form === 'stack'
        ? areaSwatch(index, swatch, middle)
        : lineSwatch(index, swatch, middle),
      textAt(name, middle + 11, fitText(drawable(label), look.text, room), {
        size: look.text,
        fill: colours.ink,
        class: 'legend-label',
      }),
      textAt(place.right, middle + 11, value, {
        size: look.text,
        fill: colours.soft,
        anchor: 'end',
        class: 'legend-value',
      }),
    );
  });
  return group('legend', ...rows);
}

function areaSwatch(index: number, x: number, middle: number): Svg {
  const box = { x, y: middle - 16, width: swatchWidth, height: 32, rx: 4 };
  return element('rect', { ...box, fill: fillOf(index) });
}

function lineSwatch(index: number, x: number, middle: number): Svg {
  const { colour, dash } = seriesLooks[index] ?? {};
  const line = { x1: x, x2: x + swatchWidth, y1: middle, y2: middle };
  return element('line', { ...line, stroke: colour, 'stroke-width': 7, 'stroke-dasharray': dash });
}
