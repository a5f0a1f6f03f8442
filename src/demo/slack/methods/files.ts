import { count, json, required, text } from '../args.ts';
import { SlackFault } from '../fault.ts';
import { identity } from '../identity.ts';
import { isObject } from '../limits/check.ts';
import { appMessage, contentOf, roomToPost } from '../posting.ts';
import { addMessage, replaceMessage, threadOf } from '../say.ts';
import type { Stage } from '../stage.ts';
import type { LocalFile } from '../workspace.ts';
import type { Method } from './method.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1_000;
/** https://slack.com/help/articles/201330736: 1 GB. */
const largestFile = 1_000_000_000;

const getUploadUrl: Method = (args, stage) => {
  const name = required(args, 'filename');
  const length = count(args, 'length', 0);
  if (length <= 0) throw new SlackFault('missing_argument');
  if (length > largestFile) throw new SlackFault('file_upload_size_restricted');
  const alt = text(args, 'alt_txt');
  if ((alt?.length ?? 0) > longestAlt) throw new SlackFault('alt_txt_too_large');
  const id = stage.workspace.nextId('F');
  const file = { id, name, title: name, length, bytes: new Uint8Array(), shared: false };
  stage.workspace.files.set(id, { ...file, ...(alt === undefined ? {} : { alt }) });
  return { upload_url: `${stage.origin()}/_upload/${id}`, file_id: id };
};

const complete: Method = (args, stage) => {
  const wanted = json(args, 'files');
  if (!Array.isArray(wanted) || wanted.length === 0) throw new SlackFault('invalid_arguments');
  const files = wanted.map((each) => uploaded(stage, each));
  const channel = text(args, 'channel_id');
  if (channel !== undefined) share(stage, channel, files, args);
  return { files: files.map((file) => describeFile(stage, file)) };
};

/** Slack shares after it answered; the message may come later than the next one posted. */
function share(
  stage: Stage,
  channel: string,
  files: readonly LocalFile[],
  args: Parameters<Method>[0],
): void {
  const room = roomToPost(stage.workspace, channel);
  const thread_ts = threadOf(room, text(args, 'thread_ts'));
  const comment = text(args, 'initial_comment') ?? '';
  const blocks = json(args, 'blocks');
  const content =
    comment === '' && blocks === undefined
      ? { text: '' }
      : contentOf(stage.workspace, { text: comment, blocks });
  setImmediate(() => {
    for (const file of files) file.shared = true;
    addMessage(stage, room, {
      ...appMessage(stage.workspace, content, thread_ts === undefined ? {} : { thread_ts }),
      files: files.map((file) => describeFile(stage, file)),
    });
  });
}

const info: Method = (args, stage) => {
  const file = stage.workspace.files.get(required(args, 'file'));
  if (!file) throw new SlackFault('file_not_found');
  return { file: describeFile(stage, file) };
};

/** The messages it was shared by stay, with a mark where it was. */
const remove: Method = (args, stage) => {
  const id = required(args, 'file');
  if (!stage.workspace.files.delete(id)) throw new SlackFault('file_not_found');
  for (const room of stage.workspace.rooms.values()) {
    for (const message of room.messages.values()) {
      const files = message.files;
      if (!files?.some((file) => file.id === id)) continue;
      const left = files.map((file) => (file.id === id ? { id, mode: 'tombstone' } : file));
      replaceMessage(stage, room, { ...message, files: left });
    }
  }
  return {};
};

function uploaded(stage: Stage, wanted: unknown): LocalFile {
  const id = isObject(wanted) ? wanted.id : undefined;
  const file = typeof id === 'string' ? stage.workspace.files.get(id) : undefined;
  if (!file || file.bytes.length !== file.length) throw new SlackFault('file_not_found');
  if (isObject(wanted) && typeof wanted.title === 'string') file.title = wanted.title;
  return file;
}

function describeFile(stage: Stage, file: LocalFile): { id: string } & Record<string, unknown> {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    ...(file.alt === undefined ? {} : { alt_txt: file.alt }),
    ...(isText(file.name) ? { preview: previewOf(file.bytes) } : {}),
    user: identity.botUserId,
    mode: isText(file.name) ? 'snippet' : 'hosted',
    size: file.bytes.length,
    mimetype: mimeOf(file.name),
    url_private: `${stage.origin()}/_files/${file.id}`,
  };
}

function isText(name: string): boolean {
  return mimeOf(name) === 'text/plain';
}

/** The first lines, as Slack shows them before the file is opened. */
function previewOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 2_000)).split('\n').slice(0, 8).join('\n');
}

export function mimeOf(name: string): string {
  const types: Readonly<Record<string, string>> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    gif: 'image/gif',
    json: 'application/json',
    txt: 'text/plain',
    md: 'text/plain',
    log: 'text/plain',
  };
  return types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': complete,
  'files.info': info,
  'files.delete': remove,
};
