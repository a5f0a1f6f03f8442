import { DownloadDBLogFilePortionCommand } from '@aws-sdk/client-rds';
import { patiently } from '../deadline.ts';
import { calling } from '../errors.ts';
import { feed, type LogFileReading, type TakeBytes } from './log-file.ts';
import type { LogFileRequest } from './portion.ts';
import { readRaw } from './raw-body.ts';

/** What the SDK is given in place of the file, which it would take for XML. */
const emptyAnswer = Buffer.from(
  '<DownloadDBLogFilePortionResponse><DownloadDBLogFilePortionResult/></DownloadDBLogFilePortionResponse>',
);

/** A request on its way through the SDK, before it is signed. */
interface Unsigned {
  method: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

/**
 * Reads a file by the one call that gives its bytes as they are, binary ones too, up to `mostBytes`
 * from its beginning. The SDK has no command for it: another command's request is turned into it
 * before the SDK signs it, so that credentials, region and endpoint are the SDK's own.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/DownloadCompleteDBLogFile.html
 */
export async function readCompleteFile(
  request: LogFileRequest,
  mostBytes: number,
  take: TakeBytes,
): Promise<LogFileReading> {
  const { clients, region, instance, file, deadline } = request;
  let bytes = 0;
  let isWhole = true;
  const attempt = async () => {
    // An attempt after half an answer must not give the first half twice.
    let seen = 0;
    isWhole = true;
    const command = new DownloadDBLogFilePortionCommand({
      DBInstanceIdentifier: instance,
      LogFileName: file,
    });
    command.middlewareStack.add(
      (next) => (args) => {
        const unsigned = args.request as Unsigned;
        unsigned.method = 'GET';
        unsigned.path = `/v13/downloadCompleteLogFile/${encodeURIComponent(instance)}/${file.split('/').map(encodeURIComponent).join('/')}`;
        unsigned.body = undefined;
        delete unsigned.headers['content-type'];
        delete unsigned.headers['content-length'];
        return next(args);
      },
      { name: 'completeFile', step: 'build', priority: 'low' },
    );
    readRaw(command, async (body) => {
      for await (const piece of body) {
        const fresh = piece.subarray(Math.max(0, Math.min(piece.length, bytes - seen)));
        seen += piece.length;
        const wanted = fresh.subarray(0, mostBytes - bytes);
        bytes += wanted.length;
        await feed(wanted, take);
        if (wanted.length < fresh.length) {
          isWhole = false;
          break;
        }
      }
      return emptyAnswer;
    });
    await clients.rds(region).send(command, { abortSignal: deadline.signal });
  };
  await patiently(deadline, () =>
    calling(
      { operation: 'rds:DownloadCompleteDBLogFile', subject: `${instance} ${file}` },
      attempt,
    ),
  );
  return {
    bytes,
    notes: isWhole ? [] : [`its first ${(bytes / 1_000_000).toFixed(1)} MB only`],
    isShrunk: false,
    ...(isWhole ? {} : { sinceAt: Number.POSITIVE_INFINITY }),
  };
}
