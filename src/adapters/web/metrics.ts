/** One number with its name; several of one name differ by their labels. */
export interface Metric {
  /** `firebreak_due_jobs`; counters end in `_total`. */
  readonly name: string;
  readonly kind: 'gauge' | 'counter';
  readonly help: string;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format, version 0.0.4:
 * the samples of one name stand together under one HELP and one TYPE line.
 */
export function metricsText(metrics: readonly Metric[]): string {
  const families = Map.groupBy(metrics, (metric) => metric.name);
  const lines = [...families].flatMap(([name, samples]) => [
    `# HELP ${name} ${escapeHelp(samples[0]?.help ?? '')}`,
    `# TYPE ${name} ${samples[0]?.kind ?? 'gauge'}`,
    ...samples.map((sample) => `${name}${labelsText(sample.labels)} ${numberText(sample.value)}`),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function labelsText(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
