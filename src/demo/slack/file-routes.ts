import type { IncomingMessage, ServerResponse } from 'node:http';
import { mimeOf } from './methods/files.ts';
import { readBody, readFields, sendJson } from './wire.ts';
import type { Workspace } from './workspace.ts';

/** The second of the three steps of an upload: the bytes, bare or as a multipart field. */
export async function takeUpload(
  workspace: Workspace,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = workspace.files.get(id);
  const body = await readBody(request);
  if (!file) {
    sendJson(response, 404, { ok: false, error: 'file_not_found' });
    return;
  }
  const type = request.headers['content-type'] ?? '';
  const parts = type.startsWith('multipart/') ? await readFields(body, type) : {};
  const part = Object.values(parts).find((value) => value instanceof Uint8Array);
  file.bytes = part instanceof Uint8Array ? part : body;
  response.end(`OK - ${file.bytes.length}`);
}

export function giveFile(workspace: Workspace, id: string, response: ServerResponse): void {
  const file = workspace.files.get(id);
  if (!file) {
    sendJson(response, 404, { ok: false, error: 'file_not_found' });
    return;
  }
  response.writeHead(200, {
    'content-type': mimeOf(file.name),
    'x-content-type-options': 'nosniff',
  });
  response.end(file.bytes);
}
