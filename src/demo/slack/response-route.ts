import type { IncomingMessage, ServerResponse } from 'node:http';
import { SlackFault } from './fault.ts';
import type { ResponseUrls } from './response-urls.ts';
import { readBody, readFields, sendJson } from './wire.ts';

/** `POST /_response/<id>`: what `respond()` calls. A refused use is a 404, as with Slack. */
export async function answerResponseUrl(
  responses: ResponseUrls,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const type = request.headers['content-type'] ?? 'application/json';
  const fields = await readFields(await readBody(request), type);
  try {
    responses.respond(id, fields);
    response.end('ok');
  } catch (error) {
    if (!(error instanceof SlackFault)) throw error;
    sendJson(response, 404, { ok: false, error: error.code, messages: error.messages });
  }
}
