import type { LogOrigins, Place } from './log-origins.ts';

/** Which environment a word or a database means, seen from home. */
export type Meaning =
  | { readonly is: 'home' }
  /** Another environment of the same service, by its configured name. */
  | { readonly is: 'other'; readonly name: string }
  /** Surely not home, but none that is configured. */
  | { readonly is: 'elsewhere' }
  | { readonly is: 'unknown' };

/** Words people use for one and the same kind of environment; `pre-prod` is not production. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['staging', /^(stag(e|ing)?|stg|uat|pre-?prod(uction)?|acceptance)$/],
  ['production', /^(prod(uction)?|prd|live)$/],
  ['development', /^(dev(el|elop|elopment)?|local(host)?|sandbox)$/],
  ['test', /^(test(ing)?|qa|ci|integration|e2e)$/],
];

/** `prod` in a log is production, `stg` staging; `blue` or `kr-2` say nothing. */
export function environmentSaid(word: string, { home, others }: LogOrigins): Meaning {
  const said = word.toLowerCase();
  if (said === home.name.toLowerCase()) return { is: 'home' };
  const exact = others.find(({ name }) => name.toLowerCase() === said);
  if (exact) return { is: 'other', name: exact.name };
  const kind = kindOf(said);
  const homeKind = kindOf(home.name);
  if (kind === undefined || homeKind === undefined) return { is: 'unknown' };
  if (kind === homeKind) return { is: 'home' };
  const [only, ...more] = others.filter(({ name }) => kindOf(name) === kind);
  return only && more.length === 0 ? { is: 'other', name: only.name } : { is: 'elsewhere' };
}

/** Whose database a host name is. A database of two environments is home's. */
export function databaseSaid(host: string, { home, others }: LogOrigins): Meaning {
  if (owns(home, host)) return { is: 'home' };
  const owner = others.find((place) => owns(place, host));
  if (owner) return { is: 'other', name: owner.name };
  return home.databases.length > 0 ? { is: 'elsewhere' } : { is: 'unknown' };
}

/** By the name itself, or as the first label of a host name: RDS makes endpoints like that. */
function owns({ databases }: Place, host: string): boolean {
  const bare = host.toLowerCase().replace(/:\d+$/, '');
  return databases.some((id) => {
    const name = id.toLowerCase();
    return bare === name || bare.startsWith(`${name}.`);
  });
}

/** The name itself, or the one word of it that is known: `eu-prod`, `shop.staging`. */
function kindOf(name: string): string | undefined {
  const kindIn = (word: string) => kinds.find(([, pattern]) => pattern.test(word))?.[0];
  const whole = name.toLowerCase();
  const found = kindIn(whole) ?? whole.split(/[^a-z0-9]+/).flatMap((word) => kindIn(word) ?? []);
  const [only, ...more] = new Set([found].flat());
  return more.length === 0 ? only : undefined;
}
