import { bytes, compact, milliseconds, percent } from '../../core/briefing/amounts.ts';
import type { Inline } from '../../core/briefing/briefing.ts';
import { slow as words } from '../../core/briefing/words/en/slow.ts';
import type { SlowChange, SlowClass, SlowDigest } from '../../core/logs/slow-log/digest.ts';
import { rowsPerRow } from '../../core/logs/slow-log/order.ts';
import type { Dialect } from '../../core/logs/slow-log/statement.ts';
import { clipWidth, printable } from '../log-file/printable.ts';

const indent = ' '.repeat(5);
const dialectNames: Readonly<Record<Dialect, string>> = {
  mysql: 'MySQL',
  postgres: 'PostgreSQL',
};

export interface TableOptions {
  readonly dialect: Dialect | undefined;
  readonly bytes: number;
  /** Classes shown. */
  readonly top: number;
  readonly columns: number;
  readonly hasColours: boolean;
  /** Statements of the baseline, where there is one. */
  readonly baseline?: SlowDigest;
  /** Statements without a time, where a window was asked for. */
  readonly undated: number;
}

/** The digest for a person: no line wider than the terminal, foreign text harmless. */
export function tableOf(digest: SlowDigest, options: TableOptions): string {
  const { classes } = digest;
  const paint = painter(options.hasColours);
  const hasChange = options.baseline !== undefined;
  const shown = classes.slice(0, options.top);
  const more = classes.length - shown.length;
  const lines = [
    ...headLines(digest, options),
    ...(shown.length === 0 ? [] : ['', paint('bold', rowOf(titles, hasChange))]),
    ...shown.flatMap((one, index) => classLines(one, index + 1, options, paint)),
    ...(more > 0
      ? ['', `… ${more} more kinds: --top ${classes.length} or --json shows them all`]
      : []),
    ...footLines(digest, options),
  ];
  return lines.join('\n');
}

function headLines(digest: SlowDigest, options: TableOptions): string[] {
  const { classes, events, firstAt, lastAt, totalMs } = digest;
  const { baseline, columns, dialect } = options;
  const span = firstAt === undefined || lastAt === undefined ? '' : spanText(firstAt, lastAt);
  const name = dialect === undefined ? '' : dialectNames[dialect];
  return [
    [name, span, bytes(options.bytes)].filter(Boolean).join(' · '),
    `${events} statements of ${classes.length} kinds took ${milliseconds(totalMs)}`,
    ...(baseline === undefined
      ? []
      : [`against ${baseline.events} statements before, scaled to the same length of time`]),
  ].map((line) => clipWidth(line, columns));
}

/** `2026-11-22 07:00:01 to 08:00:00 UTC`; the second date only where it is another. */
function spanText(firstAt: number, lastAt: number): string {
  const [first, last] = [firstAt, lastAt].map((at) =>
    new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  );
  const isOneDay = first?.slice(0, 10) === last?.slice(0, 10);
  return `${first} to ${isOneDay ? last?.slice(11) : last} UTC`;
}

type Row = readonly [string, string, string, string, string, string, string];

const titles: Row = ['#', 'share', 'count', 'total', 'p95', 'read/sent', 'change'];

/** 58 columns without the change, which takes what is left. */
function rowOf(cells: Row, hasChange: boolean): string {
  const widths = [3, 6, 8, 9, 9, 11];
  const line = widths.map((width, index) => (cells[index] ?? '').padStart(width)).join('  ');
  return (hasChange ? `${line}  ${cells[6]}` : line).trimEnd();
}

function classLines(
  one: SlowClass,
  rank: number,
  { baseline, columns }: TableOptions,
  paint: Paint,
): string[] {
  const { timeMs } = one;
  const isKnown = one.rowsExamined !== undefined && one.rowsSent !== undefined;
  const cells: Row = [
    String(rank),
    percent(one.share),
    compact(one.count),
    timeText(timeMs.total),
    timeText(timeMs.p95),
    isKnown ? compact(rowsPerRow(one)) : '-',
    one.change === undefined ? '' : changeText(one.change),
  ];
  const room = columns - indent.length;
  const head = rowOf(cells, baseline !== undefined);
  const isWorse = one.change !== undefined && !['same', 'less'].includes(one.change.kind);
  const why = one.diagnoses.map(
    (diagnosis) =>
      `${words.sure[diagnosis.sure]}: ${words.diagnosis(diagnosis).map(plain).join('')}`,
  );
  return [
    isWorse ? paint('red', head) : head,
    indent + clipWidth(printable(one.fingerprint), room),
    ...why.map((text) => indent + paint('yellow', clipWidth(printable(text), room))),
  ];
}

function footLines(digest: SlowDigest, { columns, undated }: TableOptions): string[] {
  const { gone = [], happenings = [], unreadBytes, unreadReasons = {} } = digest;
  const reasons = Object.entries(unreadReasons).map(
    ([reason, count]) => `${reason.replaceAll('-', ' ')} ${bytes(count)}`,
  );
  const lines = [
    ...happenings.map(({ kind, count, total }) => {
      const amount =
        total === undefined
          ? undefined
          : kind === 'temp-file'
            ? bytes(total)
            : kind === 'lock-wait'
              ? milliseconds(total)
              : undefined;
      return words.happening(kind, count, amount);
    }),
    ...(gone.length === 0
      ? []
      : [
          words.gone(
            gone.length,
            milliseconds(gone.reduce((sum, one) => sum + one.beforeTotalMs, 0)),
          ),
        ]),
    ...(undated === 0 ? [] : [`${undated} statements have no time and count in any window.`]),
    ...(unreadBytes === 0
      ? []
      : [`${bytes(unreadBytes)} could not be read: ${reasons.join(', ')}.`]),
  ];
  return lines.length === 0 ? [] : ['', ...lines.map((line) => clipWidth(line, columns))];
}

/** `new +507 s`, `less −12 s`: what it costs beyond what it did. */
function changeText({ kind, costMs }: SlowChange): string {
  if (kind === 'same') return 'same';
  const name = kind === 'more-often' ? 'more' : kind;
  return `${name} ${costMs < 0 ? '−' : '+'}${timeText(Math.abs(costMs))}`;
}

function timeText(ms: number): string {
  return ms < 1 ? `${Math.round(ms * 1_000)} µs` : milliseconds(ms);
}

function plain(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('code' in inline) return inline.code;
  if ('bold' in inline) return inline.bold;
  return 'italic' in inline ? inline.italic : '';
}

type Paint = (style: 'bold' | 'red' | 'yellow', text: string) => string;

function painter(hasColours: boolean): Paint {
  const codes = { bold: 1, red: 31, yellow: 33 };
  return (style, text) => (hasColours ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}
