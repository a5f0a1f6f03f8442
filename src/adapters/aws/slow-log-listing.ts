import { DescribeDBLogFilesCommand, type DescribeDBLogFilesDetails } from '@aws-sdk/client-rds';
import type { Window } from '../../core/evidence/question.ts';
import type { DatabaseEngine } from '../../core/service/service.ts';
import type { AwsClients } from './clients.ts';
import { type Deadline, patiently } from './deadline.ts';
import { calling } from './errors.ts';

export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: number;
}

/**
 * MySQL and MariaDB: `slowquery/mysql-slowquery.log`, rotated `….2026-11-22.7` (the hour without a
 * leading zero). PostgreSQL: `error/postgresql.log.2026-11-22-07` (Aurora `-0700`); its `.csv` twin
 * holds the same again.
 */
const slowLogs: Readonly<Record<DatabaseEngine, { contains: string; name: RegExp }>> = {
  mysql: {
    contains: 'mysql-slowquery',
    name: /^slowquery\/mysql-slowquery\.log(\.\d{4}-\d\d-\d\d\.\d{1,2})?$/,
  },
  mariadb: {
    contains: 'mysql-slowquery',
    name: /^slowquery\/mysql-slowquery\.log(\.\d{4}-\d\d-\d\d\.\d{1,2})?$/,
  },
  postgres: {
    contains: 'postgresql.log',
    name: /^error\/postgresql\.log(\.\d{4}-\d\d-\d\d-\d{2,4})?$/,
  },
};

export function slowLogFilter(engine: DatabaseEngine): string {
  return slowLogs[engine].contains;
}

/** A fortnight of hourly files is 336; more pages than this is a marker that repeats. */
const mostPages = 20;

/** All slow log files of an instance, oldest first. */
export async function listSlowLogs(request: {
  readonly clients: AwsClients;
  readonly region: string;
  readonly instance: string;
  readonly engine: DatabaseEngine;
  readonly deadline: Deadline;
}): Promise<readonly ListedFile[]> {
  const { clients, region, instance, engine, deadline } = request;
  const listed: DescribeDBLogFilesDetails[] = [];
  let marker: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await patiently(deadline, () =>
      calling({ operation: 'rds:DescribeDBLogFiles', subject: instance }, () =>
        clients.rds(region).send(
          new DescribeDBLogFilesCommand({
            DBInstanceIdentifier: instance,
            FilenameContains: slowLogs[engine].contains,
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
    .map(({ LogFileName = '', Size = 0, LastWritten = 0 }) => ({
      name: LogFileName,
      bytes: Size,
      writtenAt: LastWritten,
    }))
    .filter((file) => slowLogs[engine].name.test(file.name))
    .sort((a, b) => a.writtenAt - b.writtenAt);
}

/**
 * The files that may hold something of the window, oldest first. A file begins where the one before
 * it was last written; names are not trusted for that, they differ between engines.
 */
export function filesInWindow(files: readonly ListedFile[], window: Window): readonly ListedFile[] {
  return files.filter((file, place) => {
    const begunAt = files[place - 1]?.writtenAt ?? 0;
    return file.bytes > 0 && file.writtenAt >= window.fromAt && begunAt < window.toAt;
  });
}
