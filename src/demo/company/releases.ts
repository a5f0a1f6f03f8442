/** What is wrong with a release. It shows where that release serves, and nowhere else. */
export type Bug =
  /** Point writes of shops on the new layout go to the replica's host, whoever is the writer. */
  | 'writes-to-replica'
  /** The history page reads all of point_transactions: no index fits. */
  | 'slow-history'
  /** Three checkouts of ten break on a price without a currency. */
  | 'broken-checkout'
  /** Built on somebody's machine with the settings of staging inside: it speaks to that database. */
  | 'staging-settings';

/** What a release writes: all it has to say, or nothing but a line when a request is answered. */
export type Logging = 'everything' | 'access-lines';

export interface KnownRelease {
  readonly family: 'points-api' | 'orders-api';
  readonly revision: number;
  /** Epoch ms. */
  readonly builtAt: number;
  /** Tag of its image: when it was built, in Seoul; of a local build whatever somebody typed. */
  readonly tag: string;
  readonly bugs: readonly Bug[];
  readonly logging: Logging;
}

const hourMs = 3_600_000;

/**
 * Family, revision, hours before the story, bugs, logging, own tag. The earlier revisions of a family
 * are all fine. Somebody turned the logging of points-api off to save disk: that went out with 41.
 */
const plan = [
  ['points-api', 40, 18 * 24 + 12, [], 'everything'],
  ['points-api', 41, 7 * 24 + 12, [], 'access-lines'],
  ['points-api', 42, 12, ['writes-to-replica'], 'access-lines'],
  ['points-api', 43, 1 / 3, ['slow-history'], 'access-lines'],
  ['points-api', 44, 2 / 3, ['staging-settings'], 'access-lines', 'dev-ben-local'],
  ['orders-api', 6, 24 * 24 + 13, [], 'everything'],
  ['orders-api', 7, 12 * 24 + 13, [], 'everything'],
  ['orders-api', 8, 1 / 2, ['broken-checkout'], 'everything'],
] as const;

/** The releases that matter to a story which begins at `startAt`. */
export function releasesBefore(startAt: number): readonly KnownRelease[] {
  return plan.map(([family, revision, hours, bugs, logging, tag]) => {
    const builtAt = startAt - hours * hourMs;
    return { family, revision, builtAt, tag: tag ?? tagOf(builtAt), bugs, logging };
  });
}

/** `2026.11.21-2300` */
function tagOf(builtAt: number): string {
  const seoul = new Date(builtAt + 9 * hourMs).toISOString();
  return `${seoul.slice(0, 10).replaceAll('-', '.')}-${seoul.slice(11, 16).replace(':', '')}`;
}

export const registry = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com';

export function imageOf(release: KnownRelease): string {
  return `${registry}/${release.family}:${release.tag}`;
}
