import type { AlarmChange } from '../../core/intake/alarm.ts';

type Metric = NonNullable<AlarmChange['metric']>;

/** One line of an alarm's metric list, however its source spells it. */
export interface MetricLine {
  readonly expression?: string | undefined;
  readonly label?: string | undefined;
  /** Absent means true, as in the API. */
  readonly returnsData?: boolean | undefined;
  readonly periodSeconds?: number | undefined;
  readonly stat?:
    | {
        readonly namespace: string;
        readonly name: string;
        readonly dimensions: Readonly<Record<string, string>>;
        readonly statistic: string;
        readonly periodSeconds: number;
      }
    | undefined;
}

interface Bounds {
  readonly threshold?: number | null | undefined;
  readonly comparison?: string | undefined;
}

/**
 * The metric people would name: the line whose data the alarm watches, and of the two lines of an
 * anomaly alarm the measured one. An expression is named by its label, with the namespace and
 * dimensions of the first metric that goes into it.
 */
export function metricOf(lines: readonly MetricLine[], bounds: Bounds): Metric | undefined {
  const watched = lines.filter((line) => line.returnsData !== false);
  const main = watched.find((line) => line.stat) ?? watched[0];
  if (!main) return undefined;
  const ground = main.stat ?? lines.find((line) => line.stat)?.stat;
  const period = main.stat?.periodSeconds ?? main.periodSeconds ?? ground?.periodSeconds;
  return {
    namespace: ground?.namespace ?? 'expression',
    name: main.stat?.name ?? main.label ?? main.expression ?? 'expression',
    dimensions: ground?.dimensions ?? {},
    ...(main.stat ? { statistic: plainStatistic(main.stat.statistic) } : {}),
    ...(period === undefined ? {} : { periodSeconds: period }),
    ...(typeof bounds.threshold === 'number' ? { threshold: bounds.threshold } : {}),
    ...(bounds.comparison ? { comparison: bounds.comparison } : {}),
  };
}

const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

/** SNS shouts ("AVERAGE", "SAMPLE_COUNT"), the API does not. Percentiles stay as they are. */
function plainStatistic(text: string): string {
  const plain = text.replaceAll('_', '').toLowerCase();
  return statistics.find((name) => name.toLowerCase() === plain) ?? text;
}

export function dimensionsOf(
  list: readonly { name: string; value: string }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ name, value }) => [name, value]));
}
