import { describe, expect, it } from 'vitest';
import { createErrorDigest } from '../../../../src/core/logs/error-traces/error-digest.ts';
import { whoIsHit } from '../../../../src/core/logs/error-traces/who-is-hit.ts';
import { createChance } from '../log-data.ts';

interface Told {
  readonly host: string;
  readonly version: string;
  readonly shard: number;
  readonly shopId: number;
}
const chance = createChance(4);
const anybody = (): Told => {
  const shopId = chance(312);
  return { host: `api-${chance(4)}`, version: `${42 + chance(2)}`, shard: shopId % 8, shopId };
};

/** Hits of a failure among requests that went well. */
function judge(errors: readonly Told[], healthy: readonly Told[]) {
  const digest = createErrorDigest({ tenantField: 'shopId' });
  for (const told of healthy)
    digest.add({ at: 1, stream: 's', text: JSON.stringify({ level: 30, ...told }) });
  for (const told of errors)
    digest.add({ at: 2, stream: 's', text: JSON.stringify({ level: 50, msg: 'boom', ...told }) });
  const result = digest.end();
  return whoIsHit(result.groups[0]!, result);
}
const many = (count: number, told: (i: number) => Told) =>
  Array.from({ length: count }, (_, i) => told(i));
const healthy = many(3_000, anybody);

describe('who is hit', () => {
  it('is one host when all seven are there', () => {
    expect(
      judge(
        many(7, () => ({ ...anybody(), host: 'api-3' })),
        healthy,
      )[0],
    ).toMatchObject({
      because: 'host',
      value: 'api-3',
      count: 7,
      of: 7,
      sure: 'likely',
    });
  });

  it('is one release, surely, when forty are there', () => {
    const [first] = judge(
      many(40, () => ({ ...anybody(), version: '43' })),
      healthy,
    );
    expect(first).toMatchObject({ because: 'release', value: '43', sure: 'known' });
  });

  it('is one shard', () => {
    const ofShard = () => {
      const told = anybody();
      return { ...told, shopId: told.shopId - (told.shopId % 8) + 5, shard: 5 };
    };
    expect(judge(many(30, ofShard), healthy)[0]).toMatchObject({
      because: 'field',
      field: 'shard',
      value: '5',
      sure: 'known',
    });
  });

  it('is a matter of data when the same few fail again and again, everywhere', () => {
    const [first] = judge(
      many(70, (i) => ({ ...anybody(), shopId: i % 7, shard: i % 8 })),
      healthy,
    );
    expect(first).toMatchObject({ because: 'data', tenants: 7, total: 312, sure: 'known' });
  });

  it('is a matter of data besides, where it came with a release', () => {
    const told = judge(
      many(70, (i) => ({ ...anybody(), shopId: i % 7, shard: i % 8, version: '43' })),
      healthy,
    );
    expect(told).toMatchObject([
      { because: 'release', value: '43' },
      { because: 'data', tenants: 7, total: 312 },
    ]);
  });

  it('is everything when the failures are as spread as the traffic', () => {
    expect(judge(many(200, anybody), healthy)).toEqual([{ because: 'everything', count: 200 }]);
  });

  it('says nothing of a host that does nearly all the work', () => {
    const busy = many(2_000, (i) => ({ ...anybody(), host: i % 10 === 0 ? 'api-1' : 'api-3' }));
    const errors = many(20, () => ({ ...anybody(), host: 'api-3' }));
    expect(judge(errors, busy)).toEqual([{ because: 'everything', count: 20 }]);
  });

  it('says nothing of a field of which most requests have one value', () => {
    const posts = (share: number) =>
      many(2_000, (i) => ({ ...anybody(), shard: i % 100 < share ? 1 : 2 }));
    const errors = many(60, () => ({ ...anybody(), shard: 1 }));
    expect(judge(errors, posts(60))).toEqual([{ because: 'everything', count: 60 }]);
    expect(judge(errors, posts(40))[0]).toMatchObject({ because: 'field', field: 'shard' });
  });

  it('does not take one busy shop’s many failures for its data', () => {
    const busy = many(3_000, (i) =>
      i % 10 < 9 ? { ...anybody(), shopId: 1, shard: 1 } : anybody(),
    );
    const errors = many(40, (i) =>
      i % 10 < 9 ? { ...anybody(), shopId: 1, shard: 1 } : anybody(),
    );
    expect(judge(errors, busy)).toEqual([{ because: 'everything', count: 40 }]);
  });

  it('cannot be told from two, or from five that have nothing in common', () => {
    expect(
      judge(
        many(2, () => ({ ...anybody(), host: 'api-3' })),
        healthy,
      ),
    ).toEqual([{ because: 'cannot-tell', why: 'few' }]);
    const five = many(5, (i) => ({
      host: `api-${i % 4}`,
      version: `${42 + (i % 2)}`,
      shard: i,
      shopId: i,
    }));
    expect(judge(five, healthy)).toEqual([{ because: 'cannot-tell', why: 'few' }]);
  });

  it('cannot be told where only errors were read, or where there is one of everything', () => {
    expect(judge(many(20, anybody), [])).toEqual([
      { because: 'cannot-tell', why: 'no-population' },
    ]);
    const one = { host: 'api-1', version: '1', shard: 1, shopId: 1 };
    expect(
      judge(
        many(20, () => one),
        many(99, () => one),
      ),
    ).toEqual([{ because: 'cannot-tell', why: 'one-place' }]);
  });

  it('is seldom wrong about failures without a pattern', () => {
    let wrong = 0;
    for (let round = 0; round < 100; round++)
      if (judge(many(12, anybody), healthy.slice(0, 600))[0]?.because !== 'everything') wrong++;
    expect(wrong).toBeLessThanOrEqual(3);
  });
});
