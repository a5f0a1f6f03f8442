import { expect, it } from 'vitest';
import { lineEnd } from '../../../../src/core/logs/slow-log/line-end.ts';
import { createChance } from '../log-data.ts';

it('the end of a line is the next newline, whatever bytes are around it and wherever it is', () => {
  const chance = createChance(3);
  const likely = [0x0a, 0x0b, 0x09, 0x00, 0x8a, 0xff, 0x20];
  for (let round = 0; round < 400; round++) {
    const whole = Uint8Array.from({ length: chance(60) + 5 }, () =>
      chance(12) === 0 ? (likely[chance(likely.length)] ?? 0) : chance(256),
    );
    const bytes = whole.subarray(chance(5));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let from = 0; from <= bytes.length; from++)
      expect(lineEnd(bytes, view, from)).toBe(bytes.indexOf(0x0a, from));
  }
});
