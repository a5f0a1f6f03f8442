import type { IncomingMessage, ServerResponse } from 'node:http';

/** Largest body taken; Slack's own uploads may be larger, ours never are. */
const largestBody = 8_000_000;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) throw new Error(`Body of ${request.url} is over ${largestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Fields of a form, JSON or multipart body; multipart files come as bytes. */
export async function readFields(
  body: Buffer,
  contentType: string,
): Promise<Record<string, unknown>> {
  if (contentType.startsWith('application/json')) {
    return body.length === 0 ? {} : JSON.parse(body.toString());
  }
  if (contentType.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const fields: Record<string, unknown> = {};
    for (const [name, value] of form) {
      fields[name] = typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer());
    }
    return fields;
  }
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(value));
}
