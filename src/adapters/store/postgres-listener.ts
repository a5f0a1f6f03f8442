import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../engine/log.ts';

/** The channel on which replicas tell each other of work. */
export const workChannel = 'firebreak_work';

const reconnectAfterMs = [100, 500, 2_000, 5_000];

/**
 * Hears of work inserted by any replica, on a connection of its own that is made again whenever it
 * breaks. After each connection it calls once, for what was announced while nobody listened.
 */
export function listenForWork(options: {
  connection: pg.ClientConfig;
  name: string;
  log: Log;
  onWork: () => void;
}): { close(): Promise<void> } {
  const stop = new AbortController();
  let current: pg.Client | undefined;

  async function listenOnce(connected: () => void): Promise<void> {
    const client = new pg.Client(options.connection);
    current = client;
    const ended = new Promise<void>((resolve) => {
      client.on('end', resolve);
      client.on('error', (error) => {
        options.log.warn({ error: error.message, database: options.name }, 'store listener lost');
        resolve();
      });
    });
    try {
      await client.connect();
      await client.query(`listen ${workChannel}`);
      client.on('notification', options.onWork);
      connected();
      options.onWork();
      await ended;
    } finally {
      current = undefined;
      await client.end();
    }
  }

  async function keepListening(): Promise<void> {
    let failures = 0;
    while (!stop.signal.aborted) {
      try {
        await listenOnce(() => {
          failures = 0;
        });
      } catch (error) {
        options.log.warn({ error, database: options.name }, 'store listener cannot connect');
      }
      if (stop.signal.aborted) return;
      const delay = reconnectAfterMs[Math.min(failures++, reconnectAfterMs.length - 1)];
      await sleep(delay, undefined, { signal: stop.signal }).catch(() => {
        // Only the abort ends a sleep early; the loop looks at it next.
      });
    }
  }

  const done = keepListening();
  return {
    async close() {
      stop.abort();
      await current?.end();
      await done;
    },
  };
}
