import { createChance } from '../chance.ts';
import { staging } from './names.ts';
import { serveOrders } from './orders-api.ts';
import { servePoints } from './points-api.ts';
import type { Request } from './request.ts';
import { createShopPicker, type Shop } from './shops.ts';
import type { Serving, World } from './world.ts';

/** A program where it runs: production, unless the name says staging. */
export type ServiceName = Request['service'] | 'points-api-staging';
const serve = {
  'points-api': servePoints,
  'orders-api': serveOrders,
  'points-api-staging': servePoints,
} as const;
const serviceSeeds = { 'points-api': 1, 'orders-api': 2, 'points-api-staging': 3 } as const;
const secondMs = 1_000;
/** Whom people are while they try something out in staging. */
const testShop = 'shop-test';

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
      const isTried = service === 'points-api-staging';
      const env = isTried || serving.bugs.includes('staging-settings') ? 'staging' : 'production';
      const writer = env === 'staging' ? staging.database : world.writerAt(startAt);
      const outcome = serve[service]({ chance, shop, serving, writer });
      requests.push({
        ...outcome,
        at,
        service: isTried ? 'points-api' : service,
        env,
        id: `${id}${second.toString(16)}`,
        shop: isTried ? testShop : shop.id,
        release: serving.release,
        logging: serving.logging,
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
