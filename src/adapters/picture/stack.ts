import type { Panel } from '../../core/briefing/picture.ts';
import { badge, badgeRadius } from './badge.ts';
import { colours, seriesLooks } from './look.ts';
import { fillOf } from './patterns.ts';
import type { Column } from './points.ts';
import type { Scale } from './scale.ts';
import { element, group, rounded, type Svg } from './svg.ts';
import type { TimeAxis } from './time-axis.ts';

/** Thinner ones would be all edge. */
const thinBand = 8;

/** Areas one on the other, the biggest series at the bottom, each with its number where it is thick. */
export function drawStack(
  panel: Panel,
  stack: { width: number; columns: readonly Column[] },
  axis: TimeAxis,
  scale: Scale,
): Svg {
  const areas = panel.series.map((_, index) => bandsOf(index, stack, axis, scale));
  return group(
    'stack',
    ...areas.map((bands, index) =>
      group(
        'series',
        element('path', {
          d: bands
            .map(
              ({ x, right, top, bottom }) =>
                `M${rounded(x)} ${rounded(top)}H${rounded(right)}V${rounded(bottom)}H${rounded(x)}Z`,
            )
            .join(''),
          fill: fillOf(index),
        }),
        element('path', {
          d: edgeOf(bands),
          fill: 'none',
          stroke: index === 0 ? seriesLooks[0]?.colour : colours.card,
          'stroke-width': index === 0 ? 0 : 2,
        }),
      ),
    ),
    ...(panel.series.length > 1 ? areas.map((bands, index) => badgeIn(bands, index)) : []),
  );
}

interface Band {
  readonly x: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function bandsOf(
  index: number,
  { width, columns }: { width: number; columns: readonly Column[] },
  axis: TimeAxis,
  scale: Scale,
): Band[] {
  return columns
    .map(({ at, values }) => {
      const below = values.slice(0, index).reduce((sum, value) => sum + value, 0);
      return {
        x: axis.x(at),
        right: axis.x(at + width),
        bottom: scale.y(below),
        top: scale.y(below + (values[index] ?? 0)),
      };
    })
    .filter(({ x, right, top, bottom }) => right > x && bottom > top);
}

/** A thin line between this area and the one it stands on. */
function edgeOf(bands: readonly Band[]): string {
  return bands
    .filter(({ top, bottom }) => bottom - top > thinBand)
    .map(({ x, right, bottom }) => `M${rounded(x)} ${rounded(bottom)}H${rounded(right)}`)
    .join('');
}

/** In the widest stretch that is thick enough to hold it, amid where it is about thickest. */
function badgeIn(bands: readonly Band[], index: number): Svg | undefined {
  let best: { from: number; to: number; bands: Band[] } | undefined;
  let current: typeof best;
  for (const band of bands) {
    const isThick = band.bottom - band.top >= 2 * badgeRadius;
    if (!isThick) current = undefined;
    else if (current && band.x - current.to < 1) {
      current.to = band.right;
      current.bands.push(band);
    } else current = { from: band.x, to: band.right, bands: [band] };
    if (current && (!best || current.to - current.from > best.to - best.from)) best = current;
  }
  if (!best || best.to - best.from < badgeRadius) return undefined;
  const most = Math.max(...best.bands.map(({ top, bottom }) => bottom - top));
  const thick = best.bands.filter(({ top, bottom }) => bottom - top >= 0.9 * most);
  const at = thick[Math.floor(thick.length / 2)] as Band;
  return badge(index, (at.x + at.right) / 2, (at.top + at.bottom) / 2);
}
