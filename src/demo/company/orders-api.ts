import { databaseHost, ordersDatabase } from './names.ts';
import type { Draft, Outcome } from './points-api.ts';
import type { SlowStatement, Trouble } from './request.ts';

/** 60 % check out, 40 % look at an order. */
export function serveOrders({ chance, shop, serving }: Draft): Outcome {
  const dbHost = databaseHost(ordersDatabase);
  if (chance.happens(0.4)) {
    const slow = chance.happens(0.01)
      ? monthOfOrders(shop.id, 260 + chance.next() * 500)
      : undefined;
    const ms = Math.round(chance.between(8, 60) + (slow?.ms ?? 0));
    const call = { method: 'GET', route: '/orders/:id', status: 200, ms, dbHost };
    return slow ? { ...call, slow } : call;
  }
  const call = { method: 'POST', route: '/checkout', dbHost, ms: chance.between(40, 210) };
  if (serving.bugs.includes('broken-checkout') && chance.happens(0.3)) {
    return { ...call, status: 500, trouble: withoutCurrency };
  }
  if (chance.happens(0.0003)) return { ...call, status: 502, trouble: socketHangUp };
  return { ...call, status: chance.happens(0.02) ? 402 : 201 };
}

const withoutCurrency: Trouble = {
  type: 'TypeError',
  message: "Cannot read properties of undefined (reading 'currency')",
  frames: [
    'totalOf (/app/src/checkout/price.js:63:31)',
    'async checkout (/app/src/checkout/checkout.js:112:17)',
    'async postCheckout (/app/src/http/checkout.js:29:20)',
    'async Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)',
  ],
  extra: {},
};

const socketHangUp: Trouble = {
  type: 'Error',
  message: 'socket hang up',
  frames: [
    'Socket.socketOnEnd (node:_http_client:542:25)',
    'async authorize (/app/src/payment/gateway.js:48:13)',
    'async checkout (/app/src/checkout/checkout.js:131:9)',
  ],
  extra: { code: 'ECONNRESET' },
};

function monthOfOrders(shop: string, ms: number): SlowStatement {
  return {
    instance: ordersDatabase,
    sql: 'SELECT id, total, created_at FROM orders WHERE shop_id = $1 AND created_at > $2 ORDER BY created_at',
    parameters: [shop, '2026-11-01 00:00:00+09'],
    ms,
    rowsSent: 900,
    rowsExamined: 12_000,
  };
}
