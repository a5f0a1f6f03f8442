/** What is wrong with a release. It shows where that release serves, and nowhere else. */
export type Bug =
  /** Point writes of shops on the new layout go to the replica's host, whoever is the writer. */
  | 'writes-to-replica'
  /** The history page reads all of point_transactions: no index fits. */
  | 'slow-history'
  /** Three checkouts of ten break on a price without a currency. */
  | 'broken-checkout';

export interface KnownRelease {
  readonly family: 'points-api' | 'orders-api';
  readonly revision: number;
  /** Tag of its image: when it was built. */
  readonly tag: string;
  readonly bugs: readonly Bug[];
}

/** Releases that matter to a story; the earlier revisions of a family are all fine. */
export const releases: readonly KnownRelease[] = [
  { family: 'points-api', revision: 40, tag: '2026.11.04-1830', bugs: [] },
  { family: 'points-api', revision: 41, tag: '2026.11.13-2300', bugs: [] },
  { family: 'points-api', revision: 42, tag: '2026.11.21-2300', bugs: ['writes-to-replica'] },
  { family: 'points-api', revision: 43, tag: '2026.11.22-1040', bugs: ['slow-history'] },
  { family: 'orders-api', revision: 6, tag: '2026.10.29-2200', bugs: [] },
  { family: 'orders-api', revision: 7, tag: '2026.11.10-2200', bugs: [] },
  { family: 'orders-api', revision: 8, tag: '2026.11.22-1100', bugs: ['broken-checkout'] },
];

export const registry = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com';

export function imageOf(release: KnownRelease): string {
  return `${registry}/${release.family}:${release.tag}`;
}
