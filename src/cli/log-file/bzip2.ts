import { DamagedFile } from './damaged.ts';

/** A block of 900 000 bytes that cannot be packed takes a little more than that. */
const longestBlock = 1_000_000;
const workLength = 900_000;

class OutOfBits extends Error {}

/**
 * Unpacks bzip2, one stream or several. The package's own stream gathers every byte of a block in
 * an array, which takes a hundred megabytes; so its decoder is driven from here.
 */
export async function* unpackBzip2(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { default: bzip2 } = await import('unbzip2-stream/lib/bzip2.js');
  const input = createBits();
  const output = createOutput();
  const work = new Int32Array(workLength);
  let checksum: number | null = null;
  function step(): void {
    if (checksum === null) {
      bzip2.header(input.bits);
      checksum = 0;
    } else {
      checksum = bzip2.decompress(input.bits, output.put, work, workLength, checksum);
    }
  }
  try {
    for await (const piece of pieces) {
      input.add(piece);
      while (input.left() >= longestBlock) {
        step();
        yield* output.take();
      }
    }
    while (checksum !== null || input.left() > 0) {
      step();
      yield* output.take();
    }
  } catch (error) {
    yield* output.take();
    throw new DamagedFile('bzip2', error instanceof OutOfBits, error);
  }
}

function createBits() {
  let bytes = Buffer.alloc(0);
  let at = 0;
  let held = 0;
  let count = 0;
  function bits(wanted: number | null): number {
    if (wanted === null) {
      count -= count % 8;
      return 0;
    }
    if (wanted > 16) return (bits(wanted - 16) << 16) | bits(16);
    while (count < wanted) {
      const byte = bytes[at++];
      if (byte === undefined) throw new OutOfBits();
      held = (held << 8) | byte;
      count += 8;
    }
    count -= wanted;
    return (held >>> count) & ((1 << wanted) - 1);
  }
  return {
    bits,
    left: () => bytes.length - at + (count >> 3),
    add(piece: Uint8Array): void {
      bytes = Buffer.concat([bytes.subarray(at), piece]);
      at = 0;
    },
  };
}

function createOutput() {
  let bytes = new Uint8Array(workLength);
  let length = 0;
  return {
    put(byte: number): void {
      if (length === bytes.length) {
        const larger = new Uint8Array(length * 2);
        larger.set(bytes);
        bytes = larger;
      }
      bytes[length++] = byte;
    },
    *take(): Generator<Uint8Array> {
      if (length > 0) yield bytes.slice(0, length);
      length = 0;
    },
  };
}
