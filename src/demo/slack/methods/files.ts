import { count, json, required, text } from '../args.ts';
import { SlackFault } from '../fault.ts';
import { isObject } from '../limits/check.ts';
import { appMessage, contentOf, roomToPost } from '../posting.ts';
import { addMessage, threadOf } from '../say.ts';
import type { Stage } from '../stage.ts';
import type { LocalFile } from '../workspace.ts';
import type { Method } from './method.ts';

const getUploadUrl: Method = (args, stage) => {
  const name = required(args, 'filename');
  if (count(args, 'length', 0) <= 0) throw new SlackFault('invalid_arguments');
  const id = stage.workspace.nextId('F');
  stage.workspace.files.set(id, { id, name, title: name, bytes: new Uint8Array(), shared: false });
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

function uploaded(stage: Stage, wanted: unknown): LocalFile {
  const id = isObject(wanted) ? wanted.id : undefined;
  const file = typeof id === 'string' ? stage.workspace.files.get(id) : undefined;
  if (!file || file.bytes.length === 0) throw new SlackFault('file_not_found');
  if (isObject(wanted) && typeof wanted.title === 'string') file.title = wanted.title;
  return file;
}

function describeFile(stage: Stage, file: LocalFile): Record<string, unknown> {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.bytes.length,
    mimetype: mimeOf(file.name),
    url_private: `${stage.origin()}/_files/${file.id}`,
  };
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
};
