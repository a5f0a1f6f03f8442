import { createChance } from '../chance.ts';

/** A customer of the company. `split`: its points were moved to the new server layout. */
export interface Shop {
  readonly id: string;
  readonly layout: 'classic' | 'split';
  /** Share of all requests. */
  readonly share: number;
}

export const shopCount = 312;
/** Those already moved to the new layout, and their share of the traffic together. */
const splitShops: ReadonlySet<number> = new Set([17, 42, 88, 131, 204, 256, 301]);
const splitShare = 0.068;

/** All shops, some busier than others, all seen within minutes; the same ones in every run. */
export function createShops(): readonly Shop[] {
  const chance = createChance(312);
  const weights = Array.from({ length: shopCount }, () => 0.8 + chance.next() ** 3 * 1.6);
  const classic = weights.reduce(
    (total, weight, index) => (splitShops.has(index + 1) ? total : total + weight),
    0,
  );
  return weights.map((weight, index) => {
    const split = splitShops.has(index + 1);
    return {
      id: `shop-${String(index + 1).padStart(3, '0')}`,
      layout: split ? 'split' : 'classic',
      share: split ? splitShare / splitShops.size : (weight / classic) * (1 - splitShare),
    };
  });
}

/** Answers the shop at a point of [0, 1), each as often as its share says. */
export function createShopPicker(shops: readonly Shop[]): (point: number) => Shop {
  const ends: number[] = [];
  let end = 0;
  for (const shop of shops) {
    end += shop.share;
    ends.push(end);
  }
  return (point) => {
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 1) > point * end) high = middle;
      else low = middle + 1;
    }
    return shops[low] as Shop;
  };
}
