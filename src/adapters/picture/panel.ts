import type { Panel } from '../../core/briefing/picture.ts';
import { drawLegend, legendHeight } from './legend.ts';
import { drawLines } from './lines.ts';
import { colours, look } from './look.ts';
import { unreadFill } from './patterns.ts';
import { columnsOf, pointsWithin, stepOf } from './points.ts';
import { type Scale, scaleOf } from './scale.ts';
import { drawStack } from './stack.ts';
import { element, group, type Svg, textAt } from './svg.ts';
import { drawable, fitText } from './text.ts';
import type { TimeAxis } from './time-axis.ts';
import { valueText } from './units.ts';

/** The top value stands half a line above its line. */
const titleHeight = 72;
/** Clock times under the chart. */
const axisHeight = 52;
/** Between a chart and its legend where no times stand. */
const axisGap = 14;

export interface PanelPlace {
  readonly top: number;
  readonly chartHeight: number;
  /** Room for the labels of marks between the title and the chart. */
  readonly aboveChart: number;
  /** Clock times stand below the last panel only: all share one axis. */
  readonly isLast: boolean;
}

export function panelHeight(panel: Panel, place: PanelPlace): number {
  const { aboveChart, chartHeight } = place;
  return titleHeight + aboveChart + chartHeight + belowChart(place) + legendHeight(panel);
}

function belowChart({ isLast }: PanelPlace): number {
  return isLast ? axisHeight : axisGap;
}

/** From where to where its chart stands. */
export function chartRange(place: PanelPlace): { top: number; bottom: number } {
  const top = place.top + titleHeight + place.aboveChart;
  return { top, bottom: top + place.chartHeight };
}

/** Its title, its chart over the axis of time, and the names of its series. */
export function drawPanel(
  panel: Panel,
  window: { fromAt: number; toAt: number },
  axis: TimeAxis,
  place: PanelPlace,
): { readonly chart: Svg; readonly frame: Svg } {
  const { top, bottom } = chartRange(place);
  const content = panel.form === 'stack' ? stacked(panel, window) : sideBySide(panel, window);
  const scale = scaleOf(content.range, panel.unit, { top, height: place.chartHeight });
  const sides = { left: look.margin, right: look.width - look.margin };
  const room = sides.right - sides.left;
  const frame = group(
    'frame',
    textAt(sides.left, place.top + 36, fitText(drawable(panel.title), look.heading, room), {
      size: look.heading,
      weight: 700,
      fill: colours.ink,
      class: 'panel-title',
    }),
    valueLines(panel, scale, axis),
    timeTicks(axis, bottom, place.isLast),
    drawLegend(panel, content.peaks, { ...sides, top: bottom + belowChart(place) }),
  );
  const isEmpty = content.peaks.every((peak) => peak === undefined);
  const chart = isEmpty
    ? textAt((axis.left + axis.right) / 2, (top + bottom) / 2 + 14, '–', {
        size: look.title,
        fill: colours.soft,
        anchor: 'middle',
        class: 'empty',
      })
    : content.draw(axis, scale, { top, bottom });
  return { frame, chart: group('chart', ...unread(panel, axis, { top, bottom }), chart) };
}

/** Where nobody looked there is neither something nor nothing. */
function unread(
  { covered }: Panel,
  axis: TimeAxis,
  { top, bottom }: { top: number; bottom: number },
): Svg[] {
  if (!covered) return [];
  const [from, to] = [axis.x(covered.fromAt), axis.x(covered.toAt)];
  return [
    { x: axis.left, width: from - axis.left },
    { x: to, width: axis.right - to },
  ]
    .filter(({ width }) => width > 0)
    .map((box) =>
      element('rect', { class: 'unread', ...box, y: top, height: bottom - top, fill: unreadFill }),
    );
}

interface Content {
  readonly range: { least: number; most: number };
  /** The most each series reached; undefined: it has no number. */
  readonly peaks: readonly (number | undefined)[];
  draw(axis: TimeAxis, scale: Scale, range: { top: number; bottom: number }): Svg;
}

function stacked(panel: Panel, window: { fromAt: number; toAt: number }): Content {
  const stack = columnsOf(panel, window);
  const sums = stack.columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const peaks = panel.series.map((series, index) =>
    pointsWithin(series, window).length === 0
      ? undefined
      : most(stack.columns.map(({ values }) => values[index] ?? 0)),
  );
  return {
    range: { least: 0, most: most(sums) ?? 0 },
    peaks,
    draw: (axis, scale) => drawStack(panel, stack, axis, scale),
  };
}

function sideBySide(panel: Panel, window: { fromAt: number; toAt: number }): Content {
  const series = panel.series.map((each) => pointsWithin(each, window));
  const peaks = series.map((points) => most(points.map(({ value }) => value)));
  const lows = series.map((points) => most(points.map(({ value }) => -value)) ?? 0);
  const step = panel.stepMs ?? stepOf(series);
  return {
    range: { least: -(most(lows) ?? 0), most: most(peaks.map((peak) => peak ?? 0)) ?? 0 },
    peaks,
    draw: (axis, scale, range) => drawLines(panel, series, step, axis, scale, range),
  };
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}

function valueLines({ unit }: Panel, scale: Scale, axis: TimeAxis): Svg {
  const lines = scale.ticks.flatMap((value) => {
    const y = scale.y(value);
    const stroke = value === 0 ? colours.axis : colours.grid;
    return [
      element('line', { x1: axis.left, x2: axis.right, y1: y, y2: y, stroke, 'stroke-width': 2 }),
      textAt(axis.left - 14, y + 10, valueText(value, unit), {
        size: look.small,
        fill: colours.soft,
        anchor: 'end',
        class: 'value',
      }),
    ];
  });
  return group('values', ...lines);
}

function timeTicks(axis: TimeAxis, bottom: number, isNamed: boolean): Svg {
  const labels = axis.ticks.flatMap(({ at, text }) => {
    const x = axis.x(at);
    return [
      element('line', {
        x1: x,
        x2: x,
        y1: bottom,
        y2: bottom + 8,
        stroke: colours.axis,
        'stroke-width': 2,
      }),
      isNamed
        ? textAt(Math.min(x, look.width - look.margin - 44), bottom + 38, text, {
            size: look.small,
            fill: colours.soft,
            anchor: 'middle',
            class: 'time',
          })
        : undefined,
    ];
  });
  return group('times', ...labels);
}
