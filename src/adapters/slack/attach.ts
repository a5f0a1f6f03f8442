import { z } from 'zod';
import type { Attachment } from '../../core/briefing/chat.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { readAnswer, type SlackApi } from './api.ts';
import { cut } from './render/escape.ts';

/** Slack's own limit of a description: https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1_000;
/** The file is only stored once it is complete; an address nobody uploads to is forgotten. */
const uploadMs = 20_000;

const place = z.object({ upload_url: z.url(), file_id: z.string() });
const completed = z.object({ files: z.array(z.object({ id: z.string() })) });

/** `INC-42/slow-queries` as the beginning of file names: the same key, the same beginning. */
export function stemOf(key: string): string {
  return `${key.replace(/[^A-Za-z0-9-]+/g, '-')}-`;
}

export function fileNames(attachment: Attachment): string[] {
  return attachment.files.map(
    ({ type }) => `${stemOf(attachment.key)}${attachment.version}.${type}`,
  );
}

/** Uploads every file; nobody sees them before they are shared. Answers their ids. */
export async function upload(api: SlackApi, attachment: Attachment): Promise<string[]> {
  const names = fileNames(attachment);
  const ids: string[] = [];
  for (const [index, file] of attachment.files.entries()) {
    const filename = names[index] ?? '';
    const method = 'files.getUploadURLExternal';
    // https://docs.slack.dev/reference/methods/files.getUploadURLExternal
    const args = {
      filename,
      length: file.bytes.length,
      ...(file.alt === undefined ? {} : { alt_txt: cut(file.alt, longestAlt) }),
    };
    const { upload_url, file_id } = readAnswer(
      place,
      await api.call(method, args, filename),
      method,
    );
    await send(upload_url, file.bytes, filename);
    ids.push(file_id);
  }
  return ids;
}

/** The bytes go to the address Slack named, which is the permission: no token is sent along. */
async function send(url: string, bytes: Uint8Array, filename: string): Promise<void> {
  const fault = (kind: 'unavailable' | 'timed-out', back: string, cause?: unknown) =>
    new OutsideError({
      system: 'Slack',
      operation: 'upload',
      kind,
      message: `Slack: uploading ${filename}: ${back}; it is tried again.`,
      cause,
    });
  let status: number;
  try {
    const signal = AbortSignal.timeout(uploadMs);
    const response = await fetch(url, { method: 'POST', body: Buffer.from(bytes), signal });
    await response.body?.cancel();
    status = response.status;
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    throw fault(
      isLate ? 'timed-out' : 'unavailable',
      isLate ? 'no answer in time' : 'the connection failed',
      error,
    );
  }
  if (status !== 200) throw fault('unavailable', `HTTP ${status}`);
}

/** Shares uploaded files in the thread. Slack shows them a moment after it answered. */
export async function share(
  api: SlackApi,
  ids: readonly string[],
  attachment: Attachment,
  text: string,
): Promise<string[]> {
  const method = 'files.completeUploadExternal';
  const args = {
    files: ids.map((id, index) => ({ id, title: attachment.files[index]?.title ?? '' })),
    channel_id: attachment.thread.channel,
    thread_ts: attachment.thread.ts,
    initial_comment: text,
  };
  const answer = await api.call(method, args, attachment.key);
  return readAnswer(completed, answer, method).files.map(({ id }) => id);
}
