import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createDraughtsman } from '../../../src/adapters/picture/draughtsman.ts';
import type { Picture } from '../../../src/core/briefing/picture.ts';
import { from, load, minute, picture, to } from './pictures.ts';

const odd: readonly (readonly [what: string, change: Partial<Picture>])[] = [
  ['as people see it', {}],
  ['without a single series', { panels: [{ ...load, series: [] }], marks: [] }],
  [
    'with one point, no point, and no number',
    {
      panels: [
        {
          ...load,
          form: 'lines',
          series: [
            { label: 'one', points: [{ at: from, value: 3 }] },
            { label: 'none', points: [] },
            { label: 'no number', points: [{ at: from, value: Number.NaN }] },
          ],
        },
      ],
    },
  ],
  [
    'with huge and negative values',
    {
      panels: (['lines', 'stack'] as const).flatMap((form) =>
        (['bytes', 'ms'] as const).map((unit) => ({
          title: unit,
          unit,
          form,
          series: [
            {
              label: 'x',
              points: [-1e308, -5e12, 0, 1e-9, 9e18, 1.7e308].map((value, k) => ({
                at: from + k * minute,
                value,
              })),
            },
          ],
        })),
      ),
    },
  ],
  ['of no time at all', { toAt: from }],
  ['of a window beyond the calendar', { fromAt: -1e17, toAt: 1e17 }],
  ['over a week', { fromAt: to - 7 * 24 * 60 * minute }],
  ['of a title that is not for any font', { title: '👩‍👩‍👧 \u0000 \ud800 &<>" שלום \u202e' }],
];

describe('the draughtsman', () => {
  it.each(odd)('draws a PNG 1200 wide %s', async (_, change) => {
    const png = Buffer.from(await createDraughtsman().draw(picture(change)));
    expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    expect(png.readUInt32BE(16)).toBe(1_200);
    expect(png.readUInt32BE(20)).toBeLessThan(3_000);
    expect(png.length).toBeLessThan(1_000_000);
  });

  it('says what is wrong when nothing can be drawn, and draws the next', async () => {
    const broken = createDraughtsman({
      rasteriser: fileURLToPath(new URL('./gone.ts', import.meta.url)),
    });
    const attempts = await Promise.allSettled([broken.draw(picture()), broken.draw(picture())]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({
        status: 'rejected',
        reason: { name: 'OutsideError', kind: 'invalid', system: 'resvg' },
      });
    }
  });

  it.each([
    ['is killed', 'KILLED', /ended with SIGKILL/],
    ['is stuck', 'STUCK', /ended with SIGKILL/],
    ['writes half a picture', 'HALF', /no picture came back/],
    ['writes something else', 'OTHER', /no picture came back/],
  ])('throws what can be told of it when its process %s', async (_, title, said) => {
    const rasteriser = fileURLToPath(new URL('./broken-rasteriser.ts', import.meta.url));
    const draughtsman = createDraughtsman({ rasteriser, longestMs: 3_000 });
    await expect(draughtsman.draw(picture({ title }))).rejects.toMatchObject({
      name: 'OutsideError',
      message: expect.stringMatching(said),
    });
  });
});
