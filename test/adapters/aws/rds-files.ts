import { AwsFault, type LocalService } from '../../../src/demo/aws/wire.ts';
import { service } from './local.ts';

interface LogFile {
  readonly name: string;
  readonly text: string;
  readonly writtenAt: number;
  /** As listed; default: as long as it is. */
  readonly listedBytes?: number;
}

const megabyte = 1_000_000;
const mostLines = 10_000;
const notice = '\n [Your log message was truncated]\n';

/**
 * The log files of instances as RDS gives them out: at most 1 MB and 10 000 lines at once, a line
 * cut at 1 MB with the marker put past all of it, the end of the file when no marker is given.
 */
export function rdsFiles(
  files: Readonly<Record<string, readonly LogFile[]>>,
  more: LocalService['operations'] = {},
): LocalService {
  return service('rds', {
    DescribeDBLogFiles: ({ DBInstanceIdentifier, FilenameContains, Marker }) => {
      const all = (files[String(DBInstanceIdentifier)] ?? []).filter((file) =>
        file.name.includes(String(FilenameContains ?? '')),
      );
      const from = Number(Marker ?? 0);
      return {
        DescribeDBLogFiles: all.slice(from, from + 2).map((file) => ({
          LogFileName: file.name,
          LastWritten: file.writtenAt,
          Size: file.listedBytes ?? Buffer.byteLength(file.text),
        })),
        Marker: from + 2 < all.length ? String(from + 2) : undefined,
      };
    },
    DownloadDBLogFilePortion: ({ DBInstanceIdentifier, LogFileName, Marker, NumberOfLines }) => {
      const file = files[String(DBInstanceIdentifier)]?.find(({ name }) => name === LogFileName);
      if (!file) throw new AwsFault('DBLogFileNotFoundFault', 'no such file', 404);
      const lines = NumberOfLines === undefined ? mostLines : Number(NumberOfLines);
      return portion(Buffer.from(file.text), Marker, lines);
    },
    DownloadCompleteDBLogFile: ({ DBInstanceIdentifier, LogFileName }) => {
      const file = files[String(DBInstanceIdentifier)]?.find(({ name }) => name === LogFileName);
      if (!file) throw new AwsFault('DBLogFileNotFound', 'no such file', 404);
      return Buffer.from(file.text);
    },
    ...more,
  });
}

function portion(bytes: Buffer, marker: unknown, lines: number): object {
  if (marker === undefined) {
    const start = Math.max(0, bytes.length - megabyte);
    return { LogFileData: bytes.subarray(start).toString(), Marker: `7:${bytes.length}` };
  }
  const start = Number(String(marker).split(':').at(-1));
  let end = start;
  for (let count = 0; count < lines && end < bytes.length; count++) {
    const next = bytes.indexOf('\n', end);
    const lineEnd = next < 0 ? bytes.length : next + 1;
    if (lineEnd - start > megabyte) {
      const text = bytes.subarray(start, start + megabyte).toString() + notice;
      return answer(text, lineEnd, bytes);
    }
    end = lineEnd;
  }
  return answer(bytes.subarray(start, end).toString(), end, bytes);
}

function answer(text: string, end: number, bytes: Buffer): object {
  return { LogFileData: text, Marker: `7:${end}`, AdditionalDataPending: end < bytes.length };
}

/** One entry of a MySQL slow log; `bytes` makes its statement that long. */
export function slowEntry(at: number, statement: string): string {
  return [
    `# Time: ${new Date(at).toISOString()}`,
    '# User@Host: app[app] @  [10.0.0.1]  Id:   30',
    '# Query_time: 2.500000  Lock_time: 0.000100 Rows_sent: 1  Rows_examined: 600000',
    `SET timestamp=${Math.floor(at / 1000)};`,
    `${statement};\n`,
  ].join('\n');
}
