import type { Question } from '../../core/evidence/question.ts';
import type { EvidenceSource } from '../../core/evidence/source.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { createSlowLogReader } from '../../core/logs/slow-log/slow-log-reader.ts';
import type { Database } from '../../core/service/service.ts';
import type { AwsClients } from './clients.ts';
import { databaseLogsLink } from './console-link.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { readFileEnd, readWholeFile } from './log-file.ts';
import { createWindowedDigest, dialectOf, slowEvidence } from './slow-evidence.ts';
import { filesInWindow, type ListedFile, listSlowLogs, slowLogFilter } from './slow-log-listing.ts';
import { instancesOf } from './topology.ts';

interface SlowLogFilesOptions {
  readonly clients: AwsClients;
  readonly now: () => number;
  /** Bytes read of one instance. Default 8 000 000: eight portions, one or two seconds. */
  readonly bytesPerInstance?: number;
}

interface InstanceReading {
  readonly instance: string;
  /** In the order they were written. */
  readonly texts: readonly string[];
  readonly files: readonly string[];
  readonly hasSlowLog: boolean;
  readonly notes: readonly string[];
}

/** For reading what was downloaded, and for the answer's way back. */
const reserveShare = 0.1;

/**
 * Slow statements out of the database's log files, by RDS's own API: newest files first, one request
 * at a time for each instance (the call costs the instance itself), all instances at once.
 */
export function createSlowLogFiles(options: SlowLogFilesOptions): EvidenceSource {
  return {
    name: 'RDS log files',
    kind: 'slow-queries',
    canAnswer: ({ kind, environment }) =>
      kind === 'slow-queries' && environment.database?.slowLog.from === 'files',
    describe: (question) => describe(question),
    ask: async (question, { budgetMs, signal }) => {
      const { database, region } = question.environment;
      if (!database) throw new Error('a question about slow queries needs a database');
      const deadline = startDeadline(budgetMs * (1 - reserveShare), signal);
      const instances = await instancesOf(
        options.clients,
        region,
        database,
        new Map(),
        deadline.signal,
      );
      const { readings, failures } = await readAll(
        options,
        question,
        database,
        instances,
        deadline,
      );
      const digest = createWindowedDigest(question.window);
      for (const { texts } of readings) {
        const reader = createSlowLogReader({
          dialect: dialectOf(database.engine),
          take: digest.take,
        });
        for (const text of texts) reader.push(text);
        digest.addUnread(reader.end().unreadBytes);
      }
      const names = readings.flatMap(({ instance, files }) =>
        files.map((file) => `${instance} ${file}`),
      );
      return slowEvidence(question, {
        source: 'RDS log files',
        ...describe(question, names),
        digest,
        notes: [...readings.flatMap((reading) => reading.notes), ...failures],
        answeredAt: options.now(),
      });
    },
  };
}

async function readAll(
  options: SlowLogFilesOptions,
  question: Question,
  database: Database,
  instances: readonly string[],
  deadline: Deadline,
): Promise<{ readings: readonly InstanceReading[]; failures: readonly string[] }> {
  const answers = await Promise.allSettled(
    instances.map((instance) => readInstance(options, question, database, instance, deadline)),
  );
  const failed = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const mistake = failed.find((reason) => !(reason instanceof OutsideError));
  if (mistake || (failed.length > 0 && failed.length === answers.length))
    throw mistake ?? failed[0];
  const readings = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (readings.every((reading) => !reading.hasSlowLog)) throw noSlowLog(database, instances);
  return { readings, failures: failed.map((reason: OutsideError) => reason.message) };
}

async function readInstance(
  options: SlowLogFilesOptions,
  question: Question,
  database: Database,
  instance: string,
  deadline: Deadline,
): Promise<InstanceReading> {
  const { clients } = options;
  const { region } = question.environment;
  const all = await listSlowLogs({ clients, region, instance, engine: database.engine, deadline });
  const wanted = filesInWindow(all, question.window);
  const texts: string[] = [];
  const notes: string[] = [];
  const files: string[] = [];
  let bytesLeft = options.bytesPerInstance ?? 8_000_000;
  for (const file of wanted.toReversed()) {
    if (bytesLeft <= 0 || deadline.signal.aborted) {
      notes.push(
        `${instance} ${file.name}: not read, ${bytesLeft <= 0 ? 'enough was' : 'the time was up'}`,
      );
      continue;
    }
    try {
      const cutEnd = database.engine === 'postgres' ? '\n' : ';\n';
      const request = { clients, region, instance, file: file.name, deadline, cutEnd };
      const reading =
        file.bytes <= bytesLeft
          ? await readWholeFile(request, file.bytes)
          : await readFileEnd(request, {
              mostBytes: bytesLeft,
              listedBytes: file.bytes,
              fromAt: question.window.fromAt,
            });
      texts.unshift(...reading.texts);
      files.unshift(file.name);
      bytesLeft -= reading.bytes;
      notes.push(...reading.notes.map((note) => `${instance} ${file.name}: ${note}`));
    } catch (error) {
      notes.push(noteOf(error, instance, file, files.length > 0 || wanted.length > 1));
    }
  }
  if (wanted.length > 0 && files.length === 0) throw unreadable(instance, notes);
  return { instance, texts, files, hasSlowLog: all.length > 0, notes };
}

/** One file that cannot be read does not spoil the others; why it could not is said. */
function noteOf(error: unknown, instance: string, file: ListedFile, hasOthers: boolean): string {
  if (!(error instanceof OutsideError)) throw error;
  if (error.kind === 'invalid' && /binary data/.test(error.message)) {
    return `${instance} ${file.name}: RDS does not show it because it holds binary data; download it in the console`;
  }
  if (!hasOthers) throw error;
  return error.message;
}

function unreadable(instance: string, notes: readonly string[]): OutsideError {
  return new OutsideError({
    system: 'AWS RDS',
    operation: 'DownloadDBLogFilePortion',
    kind: 'unavailable',
    message: `None of the slow log files of ${instance} could be read: ${notes.join('; ')}.`,
  });
}

function noSlowLog(database: Database, instances: readonly string[]): OutsideError {
  const setting =
    database.engine === 'postgres'
      ? 'Set log_min_duration_statement'
      : 'Set slow_query_log=1 and log_output=FILE (RDS writes to a table unless told)';
  return new OutsideError({
    system: 'AWS RDS',
    operation: 'DescribeDBLogFiles',
    kind: 'not-found',
    message: `Asked AWS RDS for the slow log files of ${instances.join(', ') || 'no instance'}; there are none. ${setting} in the parameter group, or name the exported log group in the configuration.`,
  });
}

function describe(
  question: Question,
  files?: readonly string[],
): { readonly query: string; readonly link?: string } {
  const { database, region } = question.environment;
  if (!database) return { query: '' };
  const first = database.instances[0];
  const whose = [
    ...database.instances,
    ...(database.cluster ? [`cluster ${database.cluster}`] : []),
  ];
  const listing = `DescribeDBLogFiles FilenameContains=${slowLogFilter(database.engine)} of ${whose.join(', ')}`;
  const reading = (files ?? []).map((file) => `\nDownloadDBLogFilePortion ${file}`);
  return {
    query: [listing, ...reading].join(''),
    ...(first ? { link: databaseLogsLink(region, first) } : {}),
  };
}
