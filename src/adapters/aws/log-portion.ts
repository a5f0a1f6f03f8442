import { DownloadDBLogFilePortionCommand } from '@aws-sdk/client-rds';
import type { AwsClients } from './clients.ts';
import { type Deadline, patiently } from './deadline.ts';
import { calling } from './errors.ts';

export interface LogFileRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly instance: string;
  readonly file: string;
  readonly deadline: Deadline;
  /** What closes a cut line in this log's grammar, so that the next record is not taken into it. */
  readonly cutEnd: string;
}

export interface Portion {
  readonly text: string;
  readonly marker: string | undefined;
  readonly isMorePending: boolean;
  /** One line was longer than an answer can be; its end is lost. */
  readonly hasCutLine: boolean;
}

/**
 * At most 1 MB and 10 000 lines come at once. At 1 MB the last line is cut, this notice put after
 * it, and the marker set past the whole line.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DownloadDBLogFilePortion.html
 */
const notice = /\n? ?\[Your log message was truncated\]\n?/;
const noticeAtEnd = new RegExp(`${notice.source}$`);
/** How often a cut portion is asked for again with fewer lines before the line is given up. */
const cutRetries = 3;

/** The end of a file: its last lines, up to 10 000 or 1 MB. */
export async function readTail(request: LogFileRequest): Promise<Portion> {
  const answer = await download(request, {});
  return { ...answer, text: withoutNotice(answer.text), hasCutLine: false };
}

/**
 * What stands at a marker ("0" is the beginning: left out, paging ends early). A line cut at 1 MB is
 * put off to the next portion, by asking again for just the lines before it.
 */
export async function readPortion(request: LogFileRequest, marker: string): Promise<Portion> {
  let answer = await download(request, { Marker: marker });
  for (let tries = 0; tries < cutRetries && noticeAtEnd.test(answer.text); tries++) {
    const wholeLines = answer.text.replace(noticeAtEnd, '').split('\n').length - 1;
    if (wholeLines === 0) break;
    answer = await download(request, { Marker: marker, NumberOfLines: wholeLines });
    // Fewer lines were asked for than there are, whatever the answer says of it.
    if (!noticeAtEnd.test(answer.text)) answer = { ...answer, isMorePending: true };
  }
  const hasCutLine = noticeAtEnd.test(answer.text);
  const closed = hasCutLine ? answer.text.replace(noticeAtEnd, request.cutEnd) : answer.text;
  return { ...answer, text: withoutNotice(closed), hasCutLine };
}

async function download(
  { clients, region, instance, file, deadline }: LogFileRequest,
  where: { Marker?: string; NumberOfLines?: number },
) {
  const answer = await patiently(deadline, () =>
    calling({ operation: 'rds:DownloadDBLogFilePortion', subject: `${instance} ${file}` }, () =>
      clients.rds(region).send(
        new DownloadDBLogFilePortionCommand({
          DBInstanceIdentifier: instance,
          LogFileName: file,
          ...where,
        }),
        { abortSignal: deadline.signal },
      ),
    ),
  );
  return {
    text: answer.LogFileData ?? '',
    marker: answer.Marker,
    isMorePending: answer.AdditionalDataPending === true,
  };
}

/** The notice may also stand in the middle of a text. */
function withoutNotice(text: string): string {
  return text.replace(new RegExp(notice.source, 'g'), '\n');
}
