import { createChance } from '../chance.ts';
import type { Request } from './request.ts';

/** A line the program wrote while it worked on a request. */
export interface Told {
  readonly level: 30 | 40 | 50;
  readonly msg: string;
  readonly err?: object;
}

const info = (msg: string): Told => ({ level: 30, msg });
const ofWrite = [info('member loaded'), info('points booked'), info('balance published')];
const ofRead = [info('member loaded'), info('balance counted')];
const slowNetwork: Told = { level: 40, msg: 'the card network took longer than 2 s' };
const noNetwork: Told = {
  level: 50,
  msg: 'the card network was not told: it will be tried again',
  err: {
    type: 'Error',
    message: 'connect ETIMEDOUT 10.0.3.22:443',
    stack:
      'Error: connect ETIMEDOUT 10.0.3.22:443\n' +
      '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)\n' +
      '    at async tellNetwork (/app/src/cards/network.js:33:11)',
    code: 'ETIMEDOUT',
  },
};

/** What points-api had to say of a request while its logging was on; the same each time. */
export function pointsTold(request: Request): readonly Told[] {
  if (request.method === 'GET') return ofRead;
  const luck = createChance(Number.parseInt(request.id.slice(0, 8), 16)).next();
  if (luck < 0.002) return [...ofWrite, noNetwork];
  return luck < 0.01 ? [...ofWrite, slowNetwork] : ofWrite;
}

/** Lines a request on average, its last one included: six requests of ten write. */
export const meanPointsLines = 1 + 0.6 * (ofWrite.length + 0.01) + 0.4 * ofRead.length;
