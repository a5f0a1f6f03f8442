import { DamagedFile } from './damaged.ts';

/** Unpacks xz, one stream or several with the padding allowed between them. */
export async function* unpackXz(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const XzReadableStream = await decoder();
  const input = pieces[Symbol.asyncIterator]();
  let hasEnded = false;
  const source = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await input.next();
        hasEnded = done === true;
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  try {
    yield* new XzReadableStream(source);
  } catch (error) {
    // Only when the input has ended does the decoder learn that nothing more will come.
    throw new DamagedFile('xz', hasEnded, error);
  }
}

/** A CommonJS package whose names Node does not find; its types say otherwise. */
async function decoder() {
  const loaded: unknown = await import('xz-decompress');
  return (loaded as { default: typeof import('xz-decompress') }).default.XzReadableStream;
}
