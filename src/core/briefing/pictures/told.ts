import { clip } from '../../kit/text.ts';
import { localText } from '../../kit/time.ts';
import { bytes, compact, milliseconds } from '../amounts.ts';
import type { Mark, Panel, Picture, Series } from '../picture.ts';
import type { Words } from '../words/words.ts';
import { addedUp } from './added-up.ts';
import { clockTime } from './subject.ts';

const labelShown = 48;
const seriesOfOne = 6;
const seriesOfMany = 2;
/** Metrics are minutes late; what is older than this is not how it is now. */
const freshMs = 3 * 60_000;
/** What is there in the first tenth of a window did not begin in it. */
const fromTheBeginning = 0.1;

type Point = Series['points'][number];

/** What a picture shows, so that who does not see it knows the same: the numbers and when. */
export function altOf(picture: Picture, words: Words): string {
  const { title, panels, marks, notes = [], zone } = picture;
  const most = panels.length === 1 ? seriesOfOne : seriesOfMany;
  const named = marks
    .filter(({ label, kind }) => label !== '' && kind !== 'now')
    .toSorted((a, b) => a.at - b.at)
    .map((mark) => (mark.kind === 'onset' ? mark.label : `${mark.label} ${markTime(mark, zone)}`));
  return [
    `${title}, ${spanOf(picture)}`,
    ...panels.map((panel) => panelText(panel, picture, words, most)),
    ...(named.length > 0 ? [`${words.attached.marked}: ${named.join(', ')}`] : []),
    ...notes,
  ]
    .map((sentence) => `${sentence}.`.replace('..', '.'))
    .join(' ');
}

function markTime({ at, untilAt }: Mark, zone: string): string {
  const [from, to] = [at, untilAt ?? at].map((each) => clockTime(each, zone));
  return from === to ? `${from}` : `${from}–${to}`;
}

/** The line above a picture: its main numbers, one panel a line. */
export function captionOf(picture: Picture, about: string, words: Words): string {
  const lines = picture.panels.map((panel) => {
    const series = panel.form === 'stack' ? [allOf(panel)] : panel.series;
    return `• ${panelText({ ...panel, series }, picture, words, 1)}`;
  });
  return [`${about}, ${spanOf(picture)}`, ...lines].join('\n');
}

/** A stack as one: what people see of it is its height. */
function allOf({ series }: Panel): Series {
  const points = addedUp(
    series.flatMap((each) => each.points),
    ({ value }) => value,
  );
  return { label: '', points };
}

function spanOf({ fromAt, toAt, zone }: Picture): string {
  const [from, to] = [fromAt, toAt].map((at) =>
    localText(at, zone).slice(0, 'YYYY-MM-DD HH:MM'.length),
  );
  const isOneDay = from?.slice(0, 10) === to?.slice(0, 10);
  return `${from}–${isOneDay ? to?.slice(11) : to} ${zone}`;
}

function panelText(panel: Panel, picture: Picture, words: Words, most: number): string {
  const series = panel.series.slice(0, most).map((each) => seriesText(each, panel, picture, words));
  return `${panel.title}: ${series.join('; ')}`;
}

function seriesText(series: Series, panel: Panel, picture: Picture, words: Words): string {
  const { zone, fromAt, toAt } = picture;
  const say = words.attached;
  const points = series.points.filter(
    ({ at, value }) => Number.isFinite(value) && at >= fromAt && at <= toAt,
  );
  const label = clip(series.label, labelShown);
  const last = points.at(-1);
  if (!last) return `${label} –`.trim();
  const number = ({ value }: Point) => valueText(value, panel.unit);
  const time = ({ at }: Point) => clockTime(at, zone);
  const peak = points.reduce((a, b) => (b.value > a.value ? b : a));
  const most = say.most(number(peak), time(peak));
  if (panel.form === 'lines') {
    const isNow = last.at >= toAt - freshMs;
    const newest = isNow ? say.latest(number(last)) : say.last(number(last), time(last));
    return `${label} ${newest}, ${most}`.trim();
  }
  const first = points.find(({ value }) => value > 0) ?? last;
  const wasThere = first.at < fromAt + (toAt - fromAt) * fromTheBeginning;
  return `${label} ${most}${wasThere ? '' : `, ${say.since(time(first))}`}`.trim();
}

function valueText(value: number, unit: Panel['unit']): string {
  switch (unit) {
    case 'ms':
      return value > 0 && value < 10 ? `${short(value)} ms` : milliseconds(value);
    case 'percent':
      return `${short(value)} %`;
    case 'bytes':
      return bytes(value);
    case 'count':
      return value < 10 ? short(value) : compact(value);
  }
}

function short(value: number): string {
  return value < 10 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}
