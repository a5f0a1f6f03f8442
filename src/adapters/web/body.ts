import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'read'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'too-large' }
  /** The sender went away before the end. */
  | { readonly kind: 'broken' };

/** The whole body, or that it is larger than `limit` bytes; never holds more than that. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Body> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return { kind: 'too-large' };
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    // Not destroyed when we stop early: the sender still has to read our answer.
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('A body chunk is not bytes.');
      length += chunk.byteLength;
      if (length > limit) return { kind: 'too-large' };
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return { kind: 'broken' };
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return { kind: 'read', bytes };
}
