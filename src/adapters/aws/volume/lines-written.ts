import type { Window } from '../../../core/evidence/question.ts';
import type { GroupVolume } from '../../../core/evidence/volume.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import { readSeries, type Series } from '../metric-series.ts';

type Minutes = GroupVolume['minutes'];
type Request = Omit<Parameters<typeof readSeries>[0], 'subject' | 'window'>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** CloudWatch counts a line some minutes late: no number this young is a zero, or the whole. */
const settleMs = 3 * minuteMs;
const historyMs = 14 * 24 * hourMs;

interface Written {
  readonly group: string;
  readonly minutes?: Minutes;
  readonly before?: Minutes;
  readonly hours?: Minutes;
}

/**
 * How many lines every group took, from CloudWatch's own free metric: minute by minute in the window
 * and its baseline, hour by hour over two weeks. Each of the three fails by itself; throws when all
 * do. A group without a number in two weeks is not there, or nothing writes to it: it is left out.
 */
export async function readLinesWritten(
  request: Request,
  groups: readonly string[],
  times: { readonly window: Window; readonly baseline: Window; readonly now: number },
): Promise<{
  readonly written: readonly Written[];
  readonly partial: readonly string[];
  readonly failure?: OutsideError;
}> {
  const settledAt = times.now - settleMs;
  const toHour = Math.floor(Math.min(times.window.toAt, settledAt) / hourMs) * hourMs;
  const stretches = [
    { name: 'the window', periodMs: minuteMs, ...wholeMinutes(times.window, settledAt) },
    { name: 'what was before', periodMs: minuteMs, ...wholeMinutes(times.baseline, settledAt) },
    { name: 'two weeks', periodMs: hourMs, fromAt: toHour - historyMs, toAt: toHour },
  ];
  const answers = await Promise.allSettled(
    stretches.map((stretch) => readStretch(request, groups, stretch)),
  );
  const failures = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const mistake = failures.find((reason) => !(reason instanceof OutsideError));
  if (mistake || failures.length === answers.length) throw mistake ?? failures[0];

  const [minutes, before, hours] = answers.map((one) =>
    one.status === 'fulfilled' ? one.value : undefined,
  );
  const written = groups.flatMap((group, place): Written[] => {
    const known = [minutes?.[place], before?.[place], hours?.[place]];
    if (!known.some((one) => one?.some(({ lines }) => lines > 0))) return [];
    const history = hours?.[place];
    return [
      {
        group,
        ...(minutes ? { minutes: minutes[place] ?? [] } : {}),
        ...(before ? { before: before[place] ?? [] } : {}),
        // Hours before its first line: nobody knows whether the group was there.
        ...(history ? { hours: history.slice(history.findIndex(({ lines }) => lines > 0)) } : {}),
      },
    ];
  });
  const absent = groups.filter((group) => !written.some((one) => one.group === group));
  return {
    written,
    partial: [
      ...stretches.flatMap(({ name }, place) => {
        const one = answers[place];
        return one?.status === 'rejected' ? [`${name} not read: ${one.reason.message}`] : [];
      }),
      ...(absent.length > 0 ? [`no line in two weeks in ${absent.join(', ')}`] : []),
    ],
  };
}

function wholeMinutes({ fromAt, toAt }: Window, settledAt: number): Window {
  const down = (at: number) => Math.floor(at / minuteMs) * minuteMs;
  return { fromAt: down(fromAt), toAt: down(Math.min(toAt, settledAt)) };
}

async function readStretch(
  request: Request,
  groups: readonly string[],
  stretch: Window & { readonly periodMs: number },
): Promise<readonly Minutes[]> {
  const series = await readSeries(
    { ...request, window: stretch, subject: groups.join(', ') },
    groups.map((group) => ({
      namespace: 'AWS/Logs',
      metric: 'IncomingLogEvents',
      dimension: { name: 'LogGroupName', value: group },
      statistic: 'Sum',
      periodSeconds: stretch.periodMs === minuteMs ? 60 : 3600,
    })),
  );
  return series.map((one) => (one.isWhole ? withZeros(one, stretch) : linesOf(one)));
}

function linesOf({ points }: Series): Minutes {
  return points.map(({ at, value }) => ({ at, lines: value }));
}

/** Nothing was published where nothing was written. */
function withZeros(
  { points }: Series,
  { fromAt, toAt, periodMs }: Window & { readonly periodMs: number },
): Minutes {
  const known = new Map(points.map(({ at, value }) => [at, value]));
  return Array.from({ length: Math.max(0, (toAt - fromAt) / periodMs) }, (_, place) => {
    const at = fromAt + place * periodMs;
    return { at, lines: known.get(at) ?? 0 };
  });
}
