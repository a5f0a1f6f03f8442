import type { Panel } from '../../core/briefing/picture.ts';
import { badge, badgeRadius, spread } from './badge.ts';
import { seriesLooks } from './look.ts';
import { type Point, stretchesOf } from './points.ts';
import type { Scale } from './scale.ts';
import { element, group, rounded, type Svg } from './svg.ts';
import type { TimeAxis } from './time-axis.ts';

/** Lines side by side, with gaps where points are missing; each ends in its number. */
export function drawLines(
  panel: Panel,
  series: readonly (readonly Point[])[],
  step: number,
  axis: TimeAxis,
  scale: Scale,
  range: { top: number; bottom: number },
): Svg {
  const ends = series.flatMap((points, index) => {
    const last = points.at(-1);
    return last ? [{ index, y: scale.y(last.value) }] : [];
  });
  // The biggest last, so that it is drawn over the others.
  const drawn = series.map((points, index) => drawLine(points, index, step, axis, scale)).reverse();
  return group(
    'lines',
    ...drawn,
    ...(panel.series.length > 1
      ? spread(ends, range).map(({ index, y }) => badge(index, axis.right + badgeRadius + 6, y))
      : []),
  );
}

function drawLine(
  points: readonly Point[],
  index: number,
  step: number,
  axis: TimeAxis,
  scale: Scale,
): Svg {
  const { colour, dash } = seriesLooks[index] ?? {};
  const place = ({ at, value }: Point) => `${rounded(axis.x(at))} ${rounded(scale.y(value))}`;
  const stretches = stretchesOf(points, step);
  const alone = stretches.flatMap((stretch) => (stretch.length === 1 ? stretch : []));
  return group(
    'series',
    element('path', {
      d: stretches
        .filter(({ length }) => length > 1)
        .map((stretch) => `M${stretch.map(place).join('L')}`)
        .join(''),
      fill: 'none',
      stroke: colour,
      'stroke-width': 6,
      'stroke-linejoin': 'round',
      'stroke-dasharray': dash,
    }),
    ...alone.map((point) =>
      element('circle', { cx: axis.x(point.at), cy: scale.y(point.value), r: 7, fill: colour }),
    ),
  );
}
