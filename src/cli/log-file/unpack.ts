import type { Packing } from './damaged.ts';

/** Given to a decoder at once: even packed a thousandfold it makes no more than memory holds. */
const stepBytes = 32 * 1024;
const longestMagic = 6;

const magics: readonly (readonly [Packing | 'zip', string])[] = [
  ['gzip', '1f8b08'],
  ['bzip2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['zip', '504b0304'],
];

/** A kind of file that is not read; `what` completes "it is …". */
export class ForeignFile extends Error {
  override readonly name = 'ForeignFile';
  readonly what: 'a zip archive' | 'a tar archive' | 'a binary file' | 'UTF-16 text';

  constructor(what: ForeignFile['what']) {
    super(`It is ${what}.`);
    this.what = what;
  }
}

/**
 * The text of a file, unpacked if its first bytes say that it is packed; its name does not count.
 * Throws a DamagedFile after what could be read, a ForeignFile before anything is.
 */
export async function* unpack(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(pieces, longestMagic);
  const hex = head.toString('hex');
  const packing = magics.find(([, magic]) => hex.startsWith(magic))?.[0];
  if (packing === 'zip') throw new ForeignFile('a zip archive');
  yield* textOf(packing === undefined ? all : decoded(packing, inSteps(all)));
}

/** The same, refused when its beginning is no text. */
async function* textOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(pieces, 512);
  const foreign = foreignText(head.subarray(0, 4_096));
  if (foreign !== undefined) throw new ForeignFile(foreign);
  yield* all;
}

function foreignText(head: Buffer): ForeignFile['what'] | undefined {
  const mark = head.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return 'UTF-16 text';
  if (head.toString('latin1', 257, 262) === 'ustar') return 'a tar archive';
  // Literals of a log may hold a few such bytes; they are never a tenth of its beginning.
  const odd = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return odd * 10 > head.length ? 'a binary file' : undefined;
}

async function* decoded(
  packing: Packing,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (packing === 'bzip2') yield* (await import('./bzip2.ts')).unpackBzip2(pieces);
  else if (packing === 'xz') yield* (await import('./xz.ts')).unpackXz(pieces);
  else yield* (await import('./zlib.ts')).unpackZlib(packing, pieces);
}

async function* inSteps(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces)
    for (let at = 0; at < piece.length; at += stepBytes) yield piece.subarray(at, at + stepBytes);
}

/** The first `bytes` or more, where there are as many, and everything from the beginning. */
async function peek(pieces: AsyncIterable<Uint8Array>, bytes: number) {
  const iterator = pieces[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  let fault: { readonly error: unknown } | undefined;
  while (size < bytes) {
    try {
      const { done, value } = await iterator.next();
      if (done === true) break;
      taken.push(value);
      size += value.length;
    } catch (error) {
      fault = { error };
      break;
    }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* taken;
    if (fault !== undefined) throw fault.error;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: Buffer.concat(taken), all: all() };
}
