import { spawnSync } from 'node:child_process';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DamagedFile } from '../../../src/cli/log-file/damaged.ts';
import { ForeignFile, unpack } from '../../../src/cli/log-file/unpack.ts';

/** Lines that do not pack to nothing, so that a cut falls into their middle. */
const text = Buffer.from(
  Array.from(
    { length: 40_000 },
    (_, n) => `${n} ${Math.imul(n, 2_654_435_761) >>> 0} select\n`,
  ).join(''),
);

/** Packed by the tool people use, or undefined where it is not installed. */
function byTool(command: string, bytes: Buffer): Buffer | undefined {
  const { status, stdout } = spawnSync(command, ['-c'], { input: bytes, maxBuffer: 1e8 });
  return status === 0 ? stdout : undefined;
}

const packers: readonly (readonly [string, (bytes: Buffer) => Buffer | undefined])[] = [
  ['gzip', (bytes) => gzipSync(bytes)],
  ['zstd', (bytes) => zstdCompressSync(bytes)],
  ['xz', (bytes) => byTool('xz', bytes)],
  ['bzip2', (bytes) => byTool('bzip2', bytes)],
];

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size = 1_000_003) {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of unpack(cut(bytes, size))) pieces.push(Uint8Array.from(piece));
    return { text: Buffer.concat(pieces), error: undefined };
  } catch (error) {
    return { text: Buffer.concat(pieces), error };
  }
}

describe.each(packers)('%s', (packing, pack) => {
  const packed = pack(text);

  test.skipIf(packed === undefined).each([1_000_003, 1_021, 3])(
    'is unpacked, in pieces of %i bytes',
    async (size) => {
      const bytes = size === 3 ? pack(text.subarray(0, 9_000)) : packed;
      const { text: got, error } = await read(bytes!, size);
      expect(error).toBeUndefined();
      expect(got.equals(size === 3 ? text.subarray(0, 9_000) : text)).toBe(true);
    },
  );

  test.skipIf(packed === undefined).each([1_000_003, 30_011])(
    'is unpacked when it is several put together, in pieces of %i bytes',
    async (size) => {
      const all = Buffer.concat([packed!, pack(Buffer.from('between\n'))!, packed!]);
      const { text: got, error } = await read(all, size);
      expect(error).toBeUndefined();
      expect(got.equals(Buffer.concat([text, Buffer.from('between\n'), text]))).toBe(true);
    },
  );

  test.skipIf(packed === undefined)('gives what comes before a cut, then says so', async () => {
    const { text: got, error } = await read(packed!.subarray(0, packed!.length - 20));
    expect(error).toMatchObject({ packing, isCut: true });
    expect(text.subarray(0, got.length).equals(got)).toBe(true);
    // One block of bzip2 holds all of it, and cannot be read without its end.
    if (packing !== 'bzip2') expect(got.length).toBeGreaterThan(text.length / 2);
  });

  test.skipIf(packed === undefined)('says when it is damaged', async () => {
    const bytes = Buffer.from(packed!);
    const middle = bytes.length >> 1;
    bytes.fill(0xa5, middle, middle + 64);
    const { error } = await read(bytes);
    expect(error).toBeInstanceOf(DamagedFile);
    expect(error).toMatchObject({ packing });
  });
});

test('padding after gzip is none of our business', async () => {
  const { text: got, error } = await read(Buffer.concat([gzipSync(text), Buffer.alloc(512)]));
  expect([error, got.equals(text)]).toEqual([undefined, true]);
});

test.each([1, 7, 65_536])('plain text comes through in pieces of %i bytes', async (size) => {
  const plain = text.subarray(0, 10_000);
  expect((await read(plain, size)).text.equals(plain)).toBe(true);
});

test('an empty file is empty text', async () => {
  expect(await read(new Uint8Array(0))).toEqual({ text: Buffer.alloc(0), error: undefined });
});

const tarHead = Buffer.alloc(512, 0);
tarHead.write('slow.log', 0);
tarHead.write('ustar', 257);

test.each([
  ['a zip archive', Buffer.from('PK\u0003\u0004 and more')],
  ['a tar archive', tarHead],
  ['a tar archive', gzipSync(tarHead)],
  ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0])],
  ['UTF-16 text', Buffer.from('\ufeff# Time: 2026', 'utf16le')],
])('%s is no log', async (what, bytes) => {
  const { error } = await read(bytes);
  expect(error).toBeInstanceOf(ForeignFile);
  expect(error).toMatchObject({ what });
});

test('a few control characters in a literal make no binary file', async () => {
  const log = Buffer.from(
    "# Query_time: 1  Lock_time: 0\nselect '\u0000\u0001\u0002' from shops;\n",
  );
  expect((await read(log)).text.equals(log)).toBe(true);
});
