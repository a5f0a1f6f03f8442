import type { Chance } from '../chance.ts';
import { databaseHost, pointsDatabases, staging } from './names.ts';
import type { Request, SlowStatement, Trouble } from './request.ts';
import type { Shop } from './shops.ts';
import type { Serving } from './world.ts';

/** What a request is made of before it is known how it goes. */
export interface Draft {
  readonly chance: Chance;
  readonly shop: Shop;
  readonly serving: Serving;
  /** The database that takes its writes. */
  readonly writer: string;
}

export type Outcome = Pick<Request, 'method' | 'route' | 'status' | 'ms' | 'dbHost' | 'layout'> & {
  readonly trouble?: Trouble;
  readonly slow?: SlowStatement;
};

const replicaOfNewLayout = 'points-db-2';

/** 35 % add points, 25 % use them, 20 % look at a balance, 20 % at the history. */
export function servePoints(draft: Draft): Outcome {
  return { ...answer(draft), layout: draft.shop.layout };
}

function answer(draft: Draft): Outcome {
  const { chance, writer } = draft;
  const kind = chance.next();
  const [first, second] = pointsDatabases;
  // Staging has one database for everything.
  const reader = writer === staging.database ? writer : writer === first ? second : first;
  if (kind < 0.6) return write(draft, kind < 0.35 ? 'add' : 'use');
  if (kind < 0.8) {
    const ms = chance.between(6, 45);
    const dbHost = databaseHost(reader);
    return { method: 'GET', route: '/points/balance', status: 200, ms, dbHost };
  }
  return readHistory(draft, chance.happens(0.5) ? reader : writer);
}

function write({ chance, shop, serving, writer }: Draft, verb: 'add' | 'use'): Outcome {
  const misled = serving.bugs.includes('writes-to-replica') && shop.layout === 'split';
  const instance = misled ? replicaOfNewLayout : writer;
  const call = { method: 'POST', route: `/points/${verb}`, dbHost: databaseHost(instance) };
  const ms = chance.between(18, 110);
  const member = chance.between(100_000, 980_000);
  const points = chance.between(1, 90) * 10;
  if (instance !== writer) {
    return { ...call, status: 500, ms, trouble: readOnly(verb, member, shop.id, points) };
  }
  if (chance.happens(0.00005)) {
    return { ...call, status: 502, ms: 3_000 + ms, trouble: gatewayTimeout(chance) };
  }
  return { ...call, status: verb === 'use' && chance.happens(0.05) ? 409 : 200, ms };
}

function readHistory({ chance, serving }: Draft, instance: string): Outcome {
  const call = {
    method: 'GET',
    route: '/members/:id/history',
    status: 200,
    dbHost: databaseHost(instance),
  };
  if (!serving.bugs.includes('slow-history')) return { ...call, ms: chance.between(12, 90) };
  const ms = chance.between(150, 900) + chance.next();
  const rowsSent = chance.between(0, 50);
  const member = chance.between(100_000, 980_000);
  const slow = {
    instance,
    sql:
      'SELECT id, shop_id, points, reason, created_at FROM point_transactions ' +
      `WHERE member_id = ${member} ORDER BY created_at DESC`,
    ms,
    rowsSent,
    rowsExamined: chance.between(597_000, 603_000) + rowsSent,
  };
  return { ...call, ms: Math.round(ms) + chance.between(8, 30), slow };
}

function readOnly(verb: 'add' | 'use', member: number, shop: string, points: number): Trouble {
  const message =
    'The MySQL server is running with the --read-only option so it cannot execute this statement';
  const signed = verb === 'add' ? points : -points;
  return {
    type: 'Error',
    message,
    frames: [
      'PromisePool.execute (/app/node_modules/mysql2/lib/promise/pool.js:54:22)',
      `${verb}Points (/app/src/points/ledger.js:${verb === 'add' ? 88 : 121}:20)`,
      'async withTransaction (/app/src/db/transaction.js:31:18)',
      `async post${verb === 'add' ? 'Add' : 'Use'} (/app/src/http/points.js:41:22)`,
      'async Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)',
    ],
    extra: {
      code: 'ER_OPTION_PREVENTS_STATEMENT',
      errno: 1290,
      sqlState: 'HY000',
      sqlMessage: message,
      sql:
        'INSERT INTO point_transactions (member_id, shop_id, points) ' +
        `VALUES (${member}, '${shop}', ${signed})`,
    },
  };
}

function gatewayTimeout(chance: Chance): Trouble {
  return {
    type: 'Error',
    message: `connect ETIMEDOUT 10.0.3.${chance.between(20, 24)}:443`,
    frames: [
      'TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)',
      'async notifyCard (/app/src/cards/gateway.js:27:14)',
      'async postAdd (/app/src/http/points.js:58:9)',
    ],
    extra: { code: 'ETIMEDOUT', errno: -110, syscall: 'connect', port: 443 },
  };
}
