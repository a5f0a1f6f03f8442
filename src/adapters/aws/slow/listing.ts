import { DescribeDBLogFilesCommand, type DescribeDBLogFilesDetails } from '@aws-sdk/client-rds';
import type { Window } from '../../../core/evidence/question.ts';
import type { DatabaseEngine } from '../../../core/service/service.ts';
import type { AwsClients } from '../clients.ts';
import { type Deadline, patiently } from '../deadline.ts';
import { calling } from '../errors.ts';

export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: number;
  /** When the first of it may have been written; 0: not known. */
  readonly begunAt: number;
}

/**
 * MySQL and MariaDB: `slowquery/mysql-slowquery.log`, rotated `….2026-11-22.7` (the hour without a
 * leading zero). PostgreSQL: `error/postgresql.log.2026-11-22-07` (Aurora `-0700`); its `.csv` twin
 * holds the same again. `otherwise` fits what a server without any such file may call it.
 */
interface SlowLogNames {
  readonly contains: string;
  readonly name: RegExp;
  readonly otherwise: RegExp;
}
const ofMysql: SlowLogNames = {
  contains: 'mysql-slowquery',
  name: /^slowquery\/mysql-slowquery\.log(\.\d{4}-\d\d-\d\d\.\d{1,2})?$/,
  otherwise: /slow[^/]*$/i,
};
const slowLogs: Readonly<Record<DatabaseEngine, SlowLogNames>> = {
  mysql: ofMysql,
  mariadb: ofMysql,
  postgres: {
    contains: 'postgresql.log',
    name: /^error\/postgresql\.log(\.\d{4}-\d\d-\d\d-\d{2,4})?$/,
    otherwise: /postgres[^/]*$/i,
  },
};
/** Twins in another format, and archives. */
const notText = /\.(csv|json|gz|zip|xz)$/i;

export function slowLogFilter(engine: DatabaseEngine): string {
  return slowLogs[engine].contains;
}

/** A fortnight of hourly files is 336; more pages than this is a marker that repeats. */
const mostPages = 20;

interface ListingRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly instance: string;
  readonly engine: DatabaseEngine;
  readonly deadline: Deadline;
}

/**
 * All slow log files of an instance, oldest first: those under RDS's names, else whatever is named
 * like one.
 */
export async function listSlowLogs(request: ListingRequest): Promise<readonly ListedFile[]> {
  const { contains, name, otherwise } = slowLogs[request.engine];
  const filtered = await listFiles(request, contains);
  const usual = filtered.filter((file) => name.test(file.name));
  if (usual.length > 0) return withBeginnings(usual);
  const all = filtered.length > 0 ? filtered : await listFiles(request, undefined);
  return withBeginnings(
    all.filter((file) => otherwise.test(file.name) && !notText.test(file.name)),
  );
}

async function listFiles(
  request: ListingRequest,
  contains: string | undefined,
): Promise<readonly Omit<ListedFile, 'begunAt'>[]> {
  const { clients, region, instance, deadline } = request;
  const listed: DescribeDBLogFilesDetails[] = [];
  let marker: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await patiently(deadline, () =>
      calling({ operation: 'rds:DescribeDBLogFiles', subject: instance }, () =>
        clients.rds(region).send(
          new DescribeDBLogFilesCommand({
            DBInstanceIdentifier: instance,
            ...(contains ? { FilenameContains: contains } : {}),
            ...(marker ? { Marker: marker } : {}),
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    );
    listed.push(...(answer.DescribeDBLogFiles ?? []));
    marker = answer.Marker;
    if (!marker) break;
  }
  return listed
    .map(({ LogFileName = '', Size, LastWritten }) => ({
      name: LogFileName,
      // Not said is not empty and not old: it is read to find out.
      bytes: Size ?? 1,
      writtenAt: LastWritten === undefined ? unknownMoment : inMs(LastWritten),
    }))
    .sort((a, b) => a.writtenAt - b.writtenAt || rotation(a.name) - rotation(b.name));
}

/**
 * A file begins where the one before it was last written; names are not trusted for that, they
 * differ between engines. The oldest one has only its name, and RDS's hourly rotation, to go by.
 */
export function withBeginnings(
  files: readonly Omit<ListedFile, 'begunAt'>[],
): readonly ListedFile[] {
  return files.map((file, place) => {
    const before = files[place - 1]?.writtenAt;
    if (before !== undefined) return { ...file, begunAt: before === unknownMoment ? 0 : before };
    const named = rotation(file.name);
    if (named !== unknownMoment) return { ...file, begunAt: Math.floor(named) * hourMs };
    const isLive = file.name === liveMysqlLog && file.writtenAt !== unknownMoment;
    return { ...file, begunAt: isLive ? Math.floor(file.writtenAt / hourMs) * hourMs : 0 };
  });
}

const hourMs = 3_600_000;
const liveMysqlLog = 'slowquery/mysql-slowquery.log';
const unknownMoment = Number.MAX_SAFE_INTEGER;

/**
 * The hour a name says, in hours since 1970; hours are not padded, so that 10 comes before 9 as
 * text. A base name is the newest.
 */
function rotation(name: string): number {
  const [, day, hour = '0'] = /\.(\d{4}-\d\d-\d\d)[.-](\d{1,4})$/.exec(name) ?? [];
  const hours = hour.length > 2 ? Number(hour) / 100 : Number(hour);
  return day === undefined ? unknownMoment : Date.parse(day) / hourMs + hours;
}

/** RDS gives milliseconds; the documentation says "POSIX timestamp", which others take for seconds. */
function inMs(moment: number): number {
  return moment < 100_000_000_000 ? moment * 1000 : moment;
}

/** The files that may hold something of the window, oldest first. */
export function filesInWindow(files: readonly ListedFile[], window: Window): readonly ListedFile[] {
  return files.filter(
    (file) => file.bytes > 0 && file.writtenAt >= window.fromAt && file.begunAt < window.toAt,
  );
}
