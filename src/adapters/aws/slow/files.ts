import type { Window } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { DatabaseEngine } from '../../../core/service/service.ts';
import { databaseLogsLink } from '../console-link.ts';
import { calling } from '../errors.ts';
import { readCompleteFile } from './complete-file.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { filesInWindow, type ListedFile, listSlowLogs, slowLogFilter } from './listing.ts';
import { type LogFileReading, readFileEnd, readWholeFile } from './log-file.ts';
import type { LogFileRequest } from './portion.ts';
import { commonWindow, coveredPart, type Described, type Look, type SlowWay } from './way.ts';

interface InstanceReading {
  readonly files: readonly string[];
  readonly hasSlowLog: boolean;
  readonly covered: Window;
  /** The window lies before everything that is kept. */
  readonly isGone: boolean;
  readonly notes: readonly string[];
}

/**
 * Slow statements out of the database's log files, by RDS's own API: newest files first, one look at
 * a time for each instance (the calls cost the instance itself), all instances at once.
 * `bytesPerInstance`: read of one instance. Default 8 000 000: eight portions, one or two seconds.
 */
export function createFilesWay(options: { readonly bytesPerInstance?: number } = {}): SlowWay {
  const bytesPerInstance = options.bytesPerInstance ?? 8_000_000;
  return {
    name: 'RDS log files',
    describe: (look) => describe(look),
    look: async (look) => {
      const { database, instances, window } = look;
      const gathering = createGathering(database, window);
      const answers = await Promise.allSettled(
        instances.map((instance) => readInTurn(look, instance, gathering, bytesPerInstance)),
      );
      const failed = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      const mistake = failed.find((reason) => !(reason instanceof OutsideError));
      if (mistake || (failed.length > 0 && failed.length === answers.length)) {
        throw mistake ?? failed[0];
      }
      const readings = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      if (readings.every((reading) => !reading.hasSlowLog)) return notThere(database.engine);
      if (readings.every((reading) => reading.isGone || !reading.hasSlowLog)) return gone;
      const names = readings.flatMap((reading) => reading.files);
      return {
        is: 'seen',
        ...describe(look, names),
        digest: gathering.result(),
        ...coveredPart(window, commonWindow(readings.map((reading) => reading.covered))),
        notes: [
          ...readings.flatMap((reading) => reading.notes),
          ...failed.map((reason: OutsideError) => reason.message),
          ...gathering.notes(),
        ],
      };
    },
  };
}

const gone = {
  is: 'not-there',
  why: 'RDS has deleted the log files of that time',
  advice: 'Export the log to CloudWatch to keep it longer.',
} as const;

function notThere(engine: DatabaseEngine) {
  const setting =
    engine === 'postgres'
      ? 'Set log_min_duration_statement'
      : 'Set slow_query_log=1 and log_output=FILE (RDS writes to a table unless told)';
  return {
    is: 'not-there',
    why: 'RDS has no slow log files',
    advice: `${setting} in the parameter group.`,
  } as const;
}

function readInTurn(
  look: Look,
  instance: string,
  gathering: Gathering,
  mostBytes: number,
): Promise<InstanceReading> {
  const { gates, deadline, environment } = look;
  const gate = gates.logFiles(`${environment.region} ${instance}`);
  return calling({ operation: 'rds:DescribeDBLogFiles', subject: instance }, () =>
    gate.through(deadline.signal, () => readInstance(look, instance, gathering, mostBytes)),
  );
}

async function readInstance(
  look: Look,
  instance: string,
  gathering: Gathering,
  mostBytes: number,
): Promise<InstanceReading> {
  const { clients, deadline, database, window } = look;
  const { region } = look.environment;
  const list = () => listSlowLogs({ clients, region, instance, engine: database.engine, deadline });
  let all = await list();
  const left = [...filesInWindow(all, window)];
  const wanted = left.length;
  const notes: string[] = [];
  const read: string[] = [];
  let readFromAt = Number.POSITIVE_INFINITY;
  let bytesLeft = mostBytes;
  let isBroken = false;
  for (let file = left.pop(); file; file = left.pop()) {
    const name = `${instance} ${file.name}`;
    if (bytesLeft <= 0 || deadline.signal.aborted) {
      notes.push(`${name}: not read, ${bytesLeft <= 0 ? 'enough was' : 'the time was up'}`);
      isBroken = true;
      continue;
    }
    try {
      const reading = await readFile(look, instance, file, bytesLeft, gathering);
      bytesLeft -= reading.bytes;
      notes.push(...reading.notes.map((note) => `${name}: ${note}`));
      read.push(file.name);
      if (!isBroken) readFromAt = reading.sinceAt ?? file.begunAt;
      if (reading.sinceAt !== undefined) isBroken = true;
      if (!reading.isShrunk) continue;
      // Rotated away since it was listed? Then what it held is under a name of its own now.
      const known = new Set(all.map((one) => one.name));
      all = await list();
      const renamed = filesInWindow(all, window).filter((one) => !known.has(one.name));
      left.push(...renamed);
      if (renamed.length === 0) {
        notes.push(`${name}: it is smaller than listed: emptied, or its end lost in a restart`);
      }
    } catch (error) {
      notes.push(noteOf(error, name, read.length > 0 || wanted > 1));
      isBroken = true;
    }
  }
  if (wanted > 0 && read.length === 0) throw unreadable(instance, notes);
  const keptSince = all[0]?.begunAt ?? 0;
  return {
    files: read.map((file) => `${instance} ${file}`).reverse(),
    hasSlowLog: all.length > 0,
    // Unbroken, everything there is since the oldest file was looked at.
    covered: commonWindow([
      window,
      { fromAt: isBroken ? readFromAt : keptSince, toAt: window.toAt },
    ]),
    isGone: keptSince >= window.toAt,
    notes,
  };
}

async function readFile(
  look: Look,
  instance: string,
  file: ListedFile,
  bytesLeft: number,
  gathering: Gathering,
): Promise<LogFileReading> {
  const { clients, deadline, database, window, environment } = look;
  const { region } = environment;
  const cutEnd = database.engine === 'postgres' ? '\n' : ';\n';
  const request = { clients, region, instance, file: file.name, deadline, cutEnd };
  const log = gathering.open();
  try {
    return await (file.bytes <= bytesLeft
      ? readWholeFile(request, file.bytes, log.push)
      : readFileEnd(
          request,
          { mostBytes: bytesLeft, listedBytes: file.bytes, fromAt: window.fromAt },
          log.push,
        ));
  } catch (error) {
    if (!isBinary(error)) throw error;
    return await readBinary(request, bytesLeft, log.push);
  } finally {
    log.end();
  }
}

function isBinary(error: unknown): boolean {
  return (
    error instanceof OutsideError && error.kind === 'invalid' && /binary data/.test(error.message)
  );
}

/** RDS does not show a file with binary data in portions; the whole of it can be had where allowed. */
async function readBinary(
  request: LogFileRequest,
  mostBytes: number,
  take: (bytes: Uint8Array) => void,
): Promise<LogFileReading> {
  try {
    return await readCompleteFile(request, mostBytes, take);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    throw new OutsideError({
      system: error.system,
      operation: error.operation,
      kind: error.kind,
      message: `${request.instance} ${request.file} holds binary data, which RDS shows only to a whole download. ${error.message}`,
      cause: error,
    });
  }
}

/** One file that cannot be read does not spoil the others; why it could not is said. */
function noteOf(error: unknown, name: string, hasOthers: boolean): string {
  if (!(error instanceof OutsideError) || !hasOthers) throw error;
  return error.message.includes(name) ? error.message : `${name}: ${error.message}`;
}

function unreadable(instance: string, notes: readonly string[]): OutsideError {
  return new OutsideError({
    system: 'AWS RDS',
    operation: 'DownloadDBLogFilePortion',
    kind: 'unavailable',
    message: `None of the slow log files of ${instance} could be read: ${notes.join('; ')}.`,
  });
}

function describe(
  { environment, database }: Pick<Look, 'environment' | 'database'>,
  files: readonly string[] = [],
): Described {
  const first = database.instances[0];
  const whose = [
    ...database.instances,
    ...(database.cluster ? [`cluster ${database.cluster}`] : []),
  ];
  const listing = `DescribeDBLogFiles FilenameContains=${slowLogFilter(database.engine)} of ${whose.join(', ')}`;
  const reading = files.map((file) => `\nDownloadDBLogFilePortion ${file}`);
  return {
    query: [listing, ...reading].join(''),
    ...(first ? { link: databaseLogsLink(environment.region, first) } : {}),
  };
}
