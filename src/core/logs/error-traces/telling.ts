import type { ErrorGroup } from './digest.ts';

/** It came as often in the baseline, or nearly: not what broke now. */
const asBefore = 0.8;

export function isAsBefore({ beforeCount = 0, count }: ErrorGroup): boolean {
  return beforeCount >= count * asBefore;
}

/**
 * The groups that say something by themselves before those that do not: recognised, or not seen in
 * the baseline. Among themselves they stay in their order. What broke now is seldom what comes most.
 */
export function tellingFirst(groups: readonly ErrorGroup[]): readonly ErrorGroup[] {
  return [...groups.filter(isTelling), ...groups.filter((group) => !isTelling(group))];
}

function isTelling(group: ErrorGroup): boolean {
  const { beforeCount, diagnosis } = group;
  return beforeCount === 0 || (diagnosis !== undefined && !isAsBefore(group));
}
