import type { Evidence } from '../../core/evidence/evidence.ts';
import { lengthOf, type Question, type Window } from '../../core/evidence/question.ts';
import type { EvidenceSource } from '../../core/evidence/source.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { compareErrors } from '../../core/logs/error-traces/compare-errors.ts';
import type { ErrorDigest } from '../../core/logs/error-traces/digest.ts';
import { createErrorDigest } from '../../core/logs/error-traces/error-digest.ts';
import { type Log, silentLog } from '../../engine/log.ts';
import type { AwsClients } from './clients.ts';
import { insightsLink } from './console-link.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import {
  concentratedFields,
  everybodyOf,
  rowsOf,
  shapesOf,
  tenantsOf,
  wholeNumber,
} from './error-counts.ts';
import {
  errorQueries,
  errorTerms,
  looksLikeError,
  populationLimit,
  quoteField,
  recordLimit,
  shapeLimit,
  shapeQuery,
  tenantLimit,
} from './error-query.ts';
import { type LogEvent, readEvents } from './filter-events.ts';
import { mostGroups, readInsightsTime, runInsights } from './insights.ts';

interface ErrorLogsOptions {
  readonly clients: AwsClients;
  readonly now: () => number;
  readonly log?: Log;
  /** Milliseconds between two looks at a running query. Default 500. */
  readonly pollMs?: number;
}

/** What one of the two ways of reading brought. */
interface Reading {
  readonly source: string;
  readonly found: ErrorDigest;
  /** The part of the window that `found` is the whole of. */
  readonly covered: Window;
  readonly tenants?: ErrorDigest['tenants'] | undefined;
  /** All records of the window, errors or not, by where they came from. */
  readonly everybody?: Pick<ErrorDigest, 'allRecords' | 'population' | 'writes'> | undefined;
  /** The same of the baseline. */
  readonly before?: Pick<Reading, 'found' | 'covered'> | undefined;
  readonly scannedBytes?: number;
  readonly partial: readonly string[];
}

/** Logs Insights may take this much of the budget; the rest is for reading the records directly. */
const insightsShare = 0.6;
/** For grouping what was read, and for the answer's way back. */
const reserveShare = 0.06;
const filterPages = 40;

/**
 * Error records of a service's log groups: by Logs Insights, which also counts tenants; when that is
 * throttled, refused or late, newest first by FilterLogEvents, which has a quota of its own.
 */
export function createErrorLogs(options: ErrorLogsOptions): EvidenceSource {
  return {
    name: 'CloudWatch Logs',
    kind: 'errors',
    canAnswer: ({ kind, environment }) => kind === 'errors' && environment.logs.length > 0,
    describe,
    ask: async (question, { budgetMs, signal }) => {
      const deadline = startDeadline(budgetMs * (1 - reserveShare), signal);
      const reading = await readErrors(options, question, deadline);
      return evidenceOf(question, reading, options.now());
    },
  };
}

function describe(question: Question): { readonly query: string; readonly link: string } {
  const { region, logs } = question.environment;
  const query = errorQueries(question.environment.tenantField).records;
  return {
    query,
    link: insightsLink(region, { groups: logs, text: query, window: question.window }),
  };
}

async function readErrors(
  options: ErrorLogsOptions,
  question: Question,
  deadline: Deadline,
): Promise<Reading> {
  let trouble: OutsideError;
  try {
    return await readByInsights(options, question, deadline.part(insightsShare));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    trouble = error;
  }
  options.log?.info(
    { error: trouble },
    'Logs Insights did not answer: reading the records directly',
  );
  try {
    const reading = await readByFilter(options, question, deadline);
    return { ...reading, partial: [`without Logs Insights (${trouble.kind})`, ...reading.partial] };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    throw new OutsideError({
      system: error.system,
      operation: error.operation,
      kind: error.kind,
      message: bothFailed(trouble, error, question),
      cause: error,
    });
  }
}

/** Refused both ways needs one sentence, not the policy's story twice. */
function bothFailed(first: OutsideError, second: OutsideError, { environment }: Question): string {
  if (first.kind !== 'denied' || second.kind !== 'denied') {
    return `${first.message} Then: ${second.message}`;
  }
  const actions = `logs:${first.operation} and logs:${second.operation}`;
  return `AWS lets Firebreak read no logs of ${environment.logs.join(', ')}. Allow ${actions} on them in the IAM policy of Firebreak's role.`;
}

async function readByInsights(
  options: ErrorLogsOptions,
  question: Question,
  deadline: Deadline,
): Promise<Reading> {
  const { environment, window } = question;
  const queries = errorQueries(environment.tenantField);
  const run = (text: string, limit: number, within = window) =>
    runInsights(
      {
        clients: options.clients,
        region: environment.region,
        log: options.log ?? silentLog,
        deadline,
        pollMs: options.pollMs ?? 500,
      },
      { groups: environment.logs, text, window: within, limit },
    );
  const { baseline } = question;
  const [records, count, population, tenants, before] = await Promise.allSettled([
    run(queries.records, recordLimit),
    run(queries.count, 1),
    run(queries.population, populationLimit),
    queries.tenants ? run(queries.tenants, tenantLimit) : undefined,
    baseline ? run(queries.records, recordLimit, baseline.window) : undefined,
  ]);
  if (records.status === 'rejected') throw records.reason;
  const events = records.value.rows.map(readRecord).reverse();
  const read = grouped(question, events, window, startOf(events, records.value.isWhole));
  const everybody = everybodyOf(rowsOf(population));
  // What the errors have in common besides says something only beside what all records have.
  const fields = everybody ? concentratedFields(read.found) : [];
  const byFields = shapeQuery(fields);
  const [shapes] = await Promise.allSettled([byFields ? run(byFields, shapeLimit) : undefined]);
  const hit = wholeNumber(rowsOf(count)?.[0]?.hit);
  const total = wholeNumber(rowsOf(count)?.[0]?.records);
  const seen = rowsOf(tenants);
  const then = rowsOf(before)?.map(readRecord).reverse();
  return {
    source: 'CloudWatch Logs Insights',
    ...read,
    tenants: hit === undefined ? undefined : { hit, ...(seen ? tenantsOf(seen) : {}) },
    everybody: everybody && {
      ...everybody,
      population: { ...everybody.population, ...shapesOf(rowsOf(shapes), fields) },
    },
    before: baseline && then ? grouped(question, then, baseline.window, startOf(then)) : undefined,
    scannedBytes: [records, count, population, tenants, before, shapes].reduce(
      (sum, one) => sum + (one.status === 'fulfilled' ? (one.value?.scannedBytes ?? 0) : 0),
      0,
    ),
    partial: [
      ...(events.length < recordLimit
        ? []
        : [`the newest ${events.length} of ${total ?? 'more'} records`]),
      ...(records.value.isWhole ? [] : ['Logs Insights had not finished']),
      ...(baseline && !then ? ['not compared: the baseline could not be read'] : []),
      ...(environment.logs.length > mostGroups ? [`the first ${mostGroups} log groups only`] : []),
      ...(environment.tenantField && !quoteField(environment.tenantField)
        ? ['tenants not counted: the field name cannot be put into a query']
        : []),
    ],
  };
}

async function readByFilter(
  options: ErrorLogsOptions,
  question: Question,
  deadline: Deadline,
): Promise<Reading> {
  const { region, logs } = question.environment;
  const answers = await Promise.allSettled(
    logs.map((group) =>
      readEvents({
        clients: options.clients,
        region,
        group,
        window: question.window,
        pattern: errorTerms,
        keep: looksLikeError,
        deadline,
        pages: filterPages,
        limit: recordLimit,
      }),
    ),
  );
  const failures = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const mistake = failures.find((reason) => !(reason instanceof OutsideError));
  if (mistake || failures.length === answers.length) throw mistake ?? failures[0];
  const read = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stops = read.flatMap(({ stoppedAt }) => stoppedAt ?? []);
  return {
    source: 'CloudWatch FilterLogEvents',
    ...grouped(
      question,
      read.flatMap((one) => one.events).sort((a, b) => a.at - b.at),
      question.window,
      stops.length > 0 ? Math.max(...stops) : undefined,
    ),
    partial: [
      ...read.flatMap((one) => one.partial ?? []),
      ...failures.map((reason: OutsideError) => reason.message),
    ],
  };
}

function evidenceOf(question: Question, reading: Reading, answeredAt: number): Evidence {
  const { window, baseline } = question;
  const { found, covered, before } = reading;
  const compared = before
    ? compareErrors(found, before.found, {
        nowMs: lengthOf(covered),
        beforeMs: lengthOf(before.covered),
      })
    : found;
  const tenants = reading.tenants ?? (found.tenants && { hit: found.tenants.hit });
  const errors = { ...compared, ...reading.everybody, ...(tenants ? { tenants } : {}) };
  const partial = reading.partial.join('; ');
  return {
    questionId: question.id,
    kind: 'errors',
    source: reading.source,
    status: errors.groups.length > 0 ? 'found' : 'empty',
    window,
    ...(covered === window ? {} : { covered }),
    ...(before && baseline ? { baseline: { ...baseline, window: before.covered } } : {}),
    answeredAt,
    ...describe(question),
    ...(reading.scannedBytes === undefined ? {} : { scannedBytes: reading.scannedBytes }),
    ...(partial ? { partial } : {}),
    errors,
  };
}

/** `unreadBefore`: what came before it was not read. */
function grouped(
  question: Question,
  events: readonly LogEvent[],
  window: Window,
  unreadBefore: number | undefined,
): Pick<Reading, 'found' | 'covered'> {
  const { tenantField } = question.environment;
  const digest = createErrorDigest(tenantField ? { tenantField } : {});
  for (const event of events) digest.add(event);
  // Only what looks like an error was read here: what all records are like is not known from it, and
  // who else there is, by Logs Insights alone.
  const { allRecords: _all, population: _population, ...found } = digest.end();
  if (unreadBefore === undefined) return { found, covered: window };
  const fromAt = Math.min(Math.max(unreadBefore, window.fromAt), window.toAt - 1);
  return { found, covered: { fromAt, toAt: window.toAt } };
}

/** They come newest first: where there are more than are read, the last part of the window. */
function startOf(events: readonly LogEvent[], isWhole = true): number | undefined {
  return isWhole && events.length < recordLimit ? undefined : events[0]?.at;
}

function readRecord(row: Readonly<Record<string, string>>): LogEvent {
  return {
    at: readInsightsTime(row['@timestamp']) ?? 0,
    stream: row['@logStream'] ?? '',
    text: row['@message'] ?? '',
  };
}
