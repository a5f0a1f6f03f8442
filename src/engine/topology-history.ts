import type { Window } from '../core/evidence/question.ts';
import type { Environment } from '../core/service/service.ts';
import type { Store } from './store.ts';

const kind = 'topology';
/** A day's worth of minutes; of longer windows the newest. */
const mostSnapshots = 1_440;
/** We may have been down for a while; what was seen before that says nothing of the window. */
const staleMs = 15 * 60_000;

/** Keeps who was writer and who reader, so that "an hour ago" can be answered. */
export async function keepTopology(
  store: Pick<Store, 'saveSnapshot'>,
  environment: Environment,
  at: number,
  topology: unknown,
): Promise<void> {
  await store.saveSnapshot(kind, keyOf(environment), at, topology);
}

/** How it was when the window began, as far as known, and at each minute of it; oldest first. */
export async function topologiesOver(
  store: Pick<Store, 'snapshotAt' | 'snapshots'>,
  environment: Environment,
  { fromAt, toAt }: Window,
): Promise<readonly { readonly at: number; readonly value: unknown }[]> {
  const key = keyOf(environment);
  const [before, during] = await Promise.all([
    store.snapshotAt(kind, key, fromAt - 1),
    store.snapshots(kind, key, { fromAt, toAt, limit: mostSnapshots }),
  ]);
  return before && before.at >= fromAt - staleMs ? [before, ...during] : during;
}

function keyOf({ service, name }: Environment): string {
  return `${service}/${name}`;
}
