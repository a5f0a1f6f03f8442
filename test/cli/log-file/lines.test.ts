import { expect, test } from 'vitest';
import { createLines } from '../../../src/cli/log-file/lines.ts';

function linesOf(bytes: Buffer, size: number): string[] {
  const lines: string[] = [];
  const reader = createLines((line) => lines.push(line));
  // One buffer for all pieces, as files are read.
  const piece = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(piece, 0, at, at + size);
    reader.push(piece.subarray(0, length));
  }
  reader.end();
  return lines;
}

test.each([1, 2, 3, 7, 1_000])(
  'lines are the same however they come, %i bytes at a time',
  (size) => {
    const bytes = Buffer.from('첫째 줄\r\n\n둘째 😀\nlast, without an end');
    expect(linesOf(bytes, size)).toEqual(['첫째 줄', '', '둘째 😀', 'last, without an end']);
  },
);

test('a line end at the end opens no further line', () => {
  expect(linesOf(Buffer.from('a\nb\n'), 3)).toEqual(['a', 'b']);
});

test('of a line without end no more than an event of CloudWatch is kept', () => {
  const [huge, next] = linesOf(Buffer.from(`${'x'.repeat(3_000_000)}\nnext`), 65_536);
  expect([huge?.length, next]).toEqual([1_100_000, 'next']);
});
