import { createChance } from '../chance.ts';
import { serveOrders } from './orders-api.ts';
import { servePoints } from './points-api.ts';
import type { Request } from './request.ts';
import { createShopPicker, type Shop } from './shops.ts';
import type { Serving, World } from './world.ts';

export type ServiceName = Request['service'];
const serve = { 'points-api': servePoints, 'orders-api': serveOrders } as const;
const serviceSeeds = { 'points-api': 1, 'orders-api': 2 } as const;
const secondMs = 1_000;

/**
 * All requests of one second of one service. The same second always gives the same answer, because
 * the chance is seeded by it and the world is asked as it was then.
 */
export function createSeconds(options: {
  seed: number;
  shops: readonly Shop[];
  world: World;
}): (service: ServiceName, second: number) => readonly Request[] {
  const { seed, world } = options;
  const pickShop = createShopPicker(options.shops);

  return (service, second) => {
    const startAt = second * secondMs;
    const chance = createChance(seed, serviceSeeds[service], second);
    const servings = world.serving(service, startAt);
    const count = chance.countOf(world.requestsPerSecond(service, startAt));
    const requests: Request[] = [];
    for (let index = 0; index < count; index++) {
      const point = chance.next();
      const serving = servingAt(servings, chance.next());
      const shop = pickShop(point);
      const at = startAt + chance.between(0, secondMs - 1);
      const task = chance.between(1, 4);
      const id = chance.between(0x1000_0000, 0x7fff_ffff).toString(16);
      if (!serving) continue;
      const outcome = serve[service]({ chance, shop, serving, writer: world.writerAt(startAt) });
      requests.push({
        ...outcome,
        at,
        service,
        id: `${id}${second.toString(16)}`,
        shop: shop.id,
        release: serving.release,
        host: `ip-10-0-${serviceSeeds[service]}-${10 + task}`,
      });
    }
    return requests.sort((a, b) => a.at - b.at);
  };
}

/** undefined: nothing serves at all. */
function servingAt(servings: readonly Serving[], point: number): Serving | undefined {
  let end = 0;
  for (const serving of servings) {
    end += serving.weight;
    if (point < end) return serving;
  }
  return servings.at(-1);
}
