import type { Release } from '../service/release.ts';

/** Words of builds that were not meant to leave somebody's desk. */
const desk = /(^|[^a-z])(local|dev|wip|test|staging|stg|debug|dirty|tmp|snapshot)([^a-z]|$)/i;
/** Where this few ran before, nobody knows what is usual. */
const leastBefore = 2;

/**
 * The tag of what runs when it reads like a local or test build, and no earlier release here had one
 * that does. A tag is a word somebody typed: never enough by itself.
 */
export function oddTag(releases: readonly Release[]): string | undefined {
  const newest = releases[0];
  const earlier = releases.slice(1).flatMap(tagsOf);
  if (!newest || earlier.length < leastBefore || earlier.some((tag) => desk.test(tag))) {
    return undefined;
  }
  return tagsOf(newest).find((tag) => desk.test(tag));
}

function tagsOf({ artifacts }: Release): readonly string[] {
  return artifacts.map(({ ref }) => ref).filter((ref) => !ref.startsWith('sha256:'));
}
