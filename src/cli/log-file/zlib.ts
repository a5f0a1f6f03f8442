import { once } from 'node:events';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { DamagedFile } from './damaged.ts';

/** What comes out at once; Node's own 16 KB costs a turn of the event loop each. */
const chunkSize = 512 * 1024;

/**
 * Unpacks gzip or zstd, one member or several. What was unpacked before a fault is given first,
 * which a stream read in the usual way would drop.
 */
export async function* unpackZlib(
  packing: 'gzip' | 'zstd',
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let decoder = startDecoder(packing);
  try {
    for await (const piece of pieces) {
      let left = piece;
      for (;;) {
        const written = decoder.write(left);
        // While this part is unpacked on a thread, the one before is read.
        yield* decoder.take();
        const unused = await written;
        if (unused === 0 || packing === 'gzip') break;
        // Node's zstd stream ends with a frame and leaves the next one unread.
        yield* decoder.take();
        left = left.subarray(left.length - unused);
        decoder = startDecoder(packing);
      }
    }
    await decoder.end();
    yield* decoder.take();
  } catch (error) {
    yield* decoder.take();
    const isCut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
    throw new DamagedFile(packing, isCut, error);
  } finally {
    decoder.destroy();
  }
}

function startDecoder(packing: 'gzip' | 'zstd') {
  const stream =
    packing === 'gzip' ? createGunzip({ chunkSize }) : createZstdDecompress({ chunkSize });
  const ready: Uint8Array[] = [];
  let given = 0;
  let fault: Error | undefined;
  stream.on('data', (piece: Uint8Array) => void ready.push(piece));
  stream.on('error', (error) => {
    fault = error;
  });
  const closed = once(stream, 'close').catch(() => undefined);
  async function settled(done: Promise<unknown>): Promise<void> {
    await Promise.race([done, closed]);
    if (fault !== undefined) throw fault;
  }
  return {
    take: () => ready.splice(0),
    /** How many of the bytes it left unread, because what it reads has ended. */
    async write(piece: Uint8Array): Promise<number> {
      given += piece.length;
      await settled(new Promise((resolve) => stream.write(piece, resolve)));
      return given - stream.bytesWritten;
    },
    async end(): Promise<void> {
      stream.end();
      await settled(closed);
    },
    destroy: () => void stream.destroy(),
  };
}
