import type { Mark, Picture } from '../../core/briefing/picture.ts';
import { colours, look } from './look.ts';
import { element, group, type Svg, textAt } from './svg.ts';
import { drawable, fitText, widthOfText } from './text.ts';
import type { TimeAxis } from './time-axis.ts';

/** A label on its line: from `left` to `right` in `row`, counted from the panels upwards. */
interface Placed {
  readonly mark: Mark;
  readonly x: number;
  readonly side: 'left' | 'right';
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly row: number;
}

const rowHeight = 44;
/** Between a line and its own label. */
const gap = 14;
const symbol = 24;
const longestLabel = 560;
const mostLabelled = 7;
const mostDrawn = 40;
const leastApart = 20;
const rank = { onset: 0, now: 1, release: 2, event: 3 } as const;

export interface Marks {
  /** What the labels take above the first panel. */
  readonly height: number;
  /** Through one panel's chart; the labels above it where asked for. */
  draw(top: number, bottom: number, isLabelled: boolean): Svg;
}

/**
 * Moments marked through all panels. Labels stand right of their line, or left of it near the right
 * edge, in rows: no label covers another, and no line runs through a label that is not its own. Of
 * many, the onset and the newest releases are labelled; the others are lines.
 */
export function layOutMarks(picture: Picture, axis: TimeAxis): Marks {
  const within = picture.marks
    .filter(({ at }) => at >= picture.fromAt && at <= picture.toAt)
    .toSorted((a, b) => rank[a.kind] - rank[b.kind] || b.at - a.at);
  const shown = apart(within, axis).slice(0, mostDrawn);
  const labelled = shown
    .filter(({ label }) => drawable(label) !== '')
    .slice(0, mostLabelled)
    .toSorted((a, b) => a.at - b.at);
  const placed = inRows(beside(labelled, axis));
  const rows = placed.length === 0 ? 0 : 1 + Math.max(...placed.map(({ row }) => row));
  return {
    height: rows * rowHeight,
    draw: (top, bottom, isLabelled) => {
      const withLabel = isLabelled ? placed : [];
      const bare = shown.filter((mark) => !withLabel.some((each) => each.mark === mark));
      return group(
        'marks',
        ...labelled.map((mark) => band(mark, axis, top, bottom)),
        ...bare.map((mark) => markLine(mark, axis.x(mark.at), top, bottom)),
        ...withLabel.map((each) => drawPlaced(each, top, bottom)).reverse(),
      );
    },
  };
}

/** Lines without a name that stand so near to another one that nobody sees two are left out. */
function apart(marks: readonly Mark[], axis: TimeAxis): readonly Mark[] {
  const isNamed = ({ label }: Mark) => drawable(label) !== '';
  const taken = marks.filter(isNamed).map(({ at }) => axis.x(at));
  return marks.filter((mark) => {
    if (isNamed(mark)) return true;
    const x = axis.x(mark.at);
    if (taken.some((other) => Math.abs(other - x) < leastApart)) return false;
    taken.push(x);
    return true;
  });
}

/** On which side of its line each label stands, and how much of it fits there. */
function beside(marks: readonly Mark[], axis: TimeAxis): Placed[] {
  const placed: Placed[] = [];
  let free: number = look.width - look.margin;
  for (const mark of marks.toReversed()) {
    const x = axis.x(mark.at);
    const whole = drawable(mark.label);
    const wanted = Math.min(longestLabel, 1 + widthOfText(whole, look.small)) + symbol + 2 * gap;
    const isRight = x + wanted <= free || free - x >= x - look.margin;
    const room = Math.min(wanted, isRight ? free - x : x - look.margin);
    const text = fitText(whole, look.small, room - symbol - 2 * gap);
    if (!isRight) free = x;
    const [left, right] = isRight ? [x, x + room] : [x - room, x];
    placed.unshift({ mark, x, side: isRight ? 'right' : 'left', text, left, right, row: 0 });
  }
  return placed;
}

/**
 * A label that reaches over another one's line stands in a higher row than that one, whose line ends
 * below it. Labels on the right only ever reach over later lines on the right, labels on the left
 * over earlier ones: so this order never has to look back.
 */
function inRows(placed: readonly Placed[]): Placed[] {
  const rights = placed.filter(({ side }) => side === 'right').toReversed();
  const lefts = placed.filter(({ side }) => side === 'left');
  const done: Placed[] = [];
  for (const each of [...rights, ...lefts]) {
    const crossed = done.filter(({ x }) => x >= each.left && x <= each.right);
    let row = crossed.reduce((most, other) => Math.max(most, other.row + 1), 0);
    while (done.some((other) => other.row === row && overlaps(other, each))) row += 1;
    done.push({ ...each, row });
  }
  return done;
}

function overlaps(a: Placed, b: Placed): boolean {
  return a.left < b.right && b.left < a.right;
}

function drawPlaced(placed: Placed, top: number, bottom: number): Svg {
  const { mark, x, side, text, row } = placed;
  const middle = top - row * rowHeight - rowHeight / 2;
  const isRight = side === 'right';
  const colour = colours[mark.kind];
  return group(
    `mark ${mark.kind}`,
    markLine(mark, x, middle - rowHeight / 2 + 6, bottom),
    symbolAt(mark.kind, isRight ? x + gap + symbol / 2 : x - gap - symbol / 2, middle),
    textAt(isRight ? x + gap + symbol + 8 : x - gap - symbol - 8, middle + 11, text, {
      size: look.small,
      weight: 700,
      fill: colour,
      anchor: isRight ? 'start' : 'end',
      class: 'mark-label',
    }),
  );
}

/** What takes a while is seen as long as it takes. */
function band({ at, untilAt }: Mark, axis: TimeAxis, y: number, bottom: number): Svg | undefined {
  if (untilAt === undefined || untilAt <= at) return undefined;
  const x = axis.x(at);
  const box = { x, y, width: axis.x(untilAt) - x, height: bottom - y };
  return element('rect', { class: 'band', ...box, fill: colours.release, 'fill-opacity': 0.1 });
}

function markLine({ kind }: Mark, x: number, top: number, bottom: number): Svg {
  const line = { x1: x, x2: x, y1: top, y2: bottom };
  const dash = { onset: undefined, now: undefined, release: '14 8', event: '4 8' }[kind];
  return group(
    'mark-line',
    // A rim in the card's colour, so that it is seen on any area.
    element('line', { ...line, stroke: colours.card, 'stroke-width': 8, 'stroke-opacity': 0.75 }),
    element('line', {
      ...line,
      stroke: colours[kind],
      'stroke-width': 4,
      'stroke-dasharray': dash,
    }),
  );
}

/** A triangle for the onset, a diamond for a release, a dot for anything else, nothing for now. */
function symbolAt(kind: Mark['kind'], x: number, y: number): Svg | undefined {
  if (kind === 'now') return undefined;
  const half = symbol / 2;
  const fill = colours[kind];
  if (kind === 'event') return element('circle', { cx: x, cy: y, r: half - 3, fill });
  const points =
    kind === 'onset'
      ? [x, y - half, x + half, y + half - 2, x - half, y + half - 2]
      : [x, y - half, x + half, y, x, y + half, x - half, y];
  return element('polygon', { points: points.join(' '), fill });
}
