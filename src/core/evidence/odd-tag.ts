import type { Release } from '../service/release.ts';

/** Words of builds that were not meant to leave somebody's desk. */
const desk = /(^|[^a-z])(local|dev|wip|test|staging|stg|debug|dirty|tmp|snapshot)([^a-z]|$)/i;
/** Where this few ran before, nobody knows what is usual. */
const leastBefore = 2;

/**
 * The tag of a release when it reads like a local or test build, and none before it here had one that
 * does. A tag is a word somebody typed: never enough by itself.
 */
export function oddTag(release: Release, releases: readonly Release[]): string | undefined {
  const earlier = releases.filter(({ startedAt }) => startedAt < release.startedAt);
  const tags = earlier.flatMap(tagsOf);
  if (tags.length < leastBefore || tags.some((tag) => desk.test(tag))) return undefined;
  return tagsOf(release).find((tag) => desk.test(tag));
}

function tagsOf({ artifacts }: Release): readonly string[] {
  return artifacts.map(({ ref }) => ref).filter((ref) => !ref.startsWith('sha256:'));
}
