import type { Queries } from './database.ts';

/**
 * Ends every lease at once: whoever took them is known to be dead, because we hold the data
 * directory alone. Their work goes on now instead of when the leases would have run out; that it
 * was tried before stays known, so that nothing is sent again unseen.
 */
export async function takeOver(database: Queries): Promise<void> {
  await database.query(`update jobs set ready_at = 0 where status = 'running'`);
  await database.query('delete from leases');
}
