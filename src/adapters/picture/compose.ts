import type { Panel, Picture } from '../../core/briefing/picture.ts';
import { badgeRadius } from './badge.ts';
import { colours, look, seriesLooks } from './look.ts';
import { layOutMarks } from './marks.ts';
import { chartRange, drawPanel, type PanelPlace, panelHeight } from './panel.ts';
import { patternDefinitions } from './patterns.ts';
import { element, group, type Svg, textAt } from './svg.ts';
import { drawable, wrapText } from './text.ts';
import { timeAxis } from './time-axis.ts';

const mostPanels = 4;
/** Room for `−1000 ms` left of the charts. */
const valuesWidth = 142;
const titleLine = 54;
const noteLine = 42;
const mostNoteLines = 6;
const panelGap = 20;
/** The fewer panels, the taller each: the whole should fit a phone's screen. */
const chartHeights = [430, 320, 240, 190];

/** The picture as SVG: 1200 wide, as tall as it needs, no more than a phone scrolls through twice. */
export function composeSvg(picture: Picture): string {
  const panels = picture.panels.slice(0, mostPanels).map(bounded);
  const chartHeight = chartHeights[panels.length - 1] ?? 0;
  const axis = timeAxis(picture, {
    left: look.margin + valuesWidth,
    right: look.width - look.margin - badgeRadius - 16,
  });
  const titleLines = wrapText(drawable(picture.title), look.title, look.width - 2 * look.margin, 2);
  const marks = layOutMarks(picture, axis);

  let y = look.margin + titleLines.length * titleLine + 12;
  const places: PanelPlace[] = [];
  for (const [index, panel] of panels.entries()) {
    // The labels of the marks stand between the first panel's title and its chart.
    places.push({
      top: y,
      chartHeight,
      aboveChart: index === 0 ? marks.height : 0,
      isLast: index === panels.length - 1,
    });
    y += panelHeight(panel, places.at(-1) as PanelPlace) + panelGap;
  }
  const notes = noteLines(picture.notes ?? []);
  const notesTop = y;
  y += notes.length === 0 ? -panelGap : notes.length * noteLine;
  const height = y + look.small + look.margin;

  const drawn = panels.map((panel, index) =>
    drawPanel(panel, picture, axis, places[index] as PanelPlace),
  );
  const ranges = places.map(chartRange);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: look.width,
      height,
      viewBox: `0 0 ${look.width} ${height}`,
      'font-family': 'NanumGothic',
    },
    patternDefinitions(),
    card(height),
    group('title', ...titleLines.map(titleAt)),
    ...drawn.map(({ frame }) => frame),
    ...drawn.flatMap(({ chart }, index) => {
      const { top, bottom } = ranges[index] as { top: number; bottom: number };
      const marked = marks.draw(top, bottom, index === 0);
      // Areas would hide a mark, a mark would look like a gap in a line.
      return panels[index]?.form === 'stack' ? [chart, marked] : [marked, chart];
    }),
    group('notes', ...notes.map((note, index) => noteAt(note, notesTop + index * noteLine))),
    textAt(look.width - look.margin, height - look.margin, `${axis.day} · ${axis.zone}`, {
      size: look.small,
      fill: colours.soft,
      anchor: 'end',
      class: 'zone',
    }),
  );
}

/** What could not be read must not be cut where there is room for it. */
function noteLines(notes: readonly string[]): string[] {
  const room = look.width - 2 * look.margin;
  return notes
    .flatMap((note) => wrapText(drawable(note), look.small, room, 2))
    .slice(0, mostNoteLines);
}

function noteAt(text: string, top: number): Svg {
  const place = { size: look.small, fill: colours.ink, class: 'note' };
  return textAt(look.margin, top + look.small, text, place);
}

function bounded(panel: Panel): Panel {
  return { ...panel, series: panel.series.slice(0, seriesLooks.length) };
}

function card(height: number): Svg {
  return element('rect', {
    class: 'card',
    x: 2,
    y: 2,
    width: look.width - 4,
    height: height - 4,
    rx: 20,
    fill: colours.card,
    stroke: colours.border,
    'stroke-width': 3,
  });
}

function titleAt(text: string, index: number): Svg {
  return textAt(look.margin, look.margin + 38 + index * titleLine, text, {
    size: look.title,
    weight: 700,
    fill: colours.ink,
    class: 'picture-title',
  });
}
