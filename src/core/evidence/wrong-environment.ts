import { databaseSaid, environmentSaid, type Meaning } from './environment-names.ts';
import type { Sureness } from './finding.ts';
import type { Guests, LogOrigins, OriginLines, Strays } from './log-origins.ts';
import { type Looked, newSpell, newWords, type Spell } from './stray-lines.ts';
import type { WriteChange } from './write-change.ts';

/** Requests of one environment that are answered with the settings, or by the logs, of another. */
export interface WrongEnvironment {
  /** Where it is wrong. */
  readonly home: string;
  /** Whose settings it has, where that one is configured. */
  readonly other?: string;
  readonly signs: readonly Sign[];
  /** What does not fit. */
  readonly against: readonly Contradiction[];
  /** Absent where no line tells. */
  readonly stray?: Pick<
    Spell,
    'lines' | 'writes' | 'firstAt' | 'lastAt' | 'share' | 'isCut' | 'isOver'
  >;
  readonly strays?: Strays;
  /** Of the release it began with. */
  readonly release?: string;
}

export type Sign =
  /** Lines name an environment that is not home. */
  | { readonly kind: 'says'; readonly word: string }
  /** Lines name a database that is not home's; `of`: whose it is, where that is configured. */
  | { readonly kind: 'reaches'; readonly host: string; readonly of?: string }
  /** Tenants of home came up in another environment's logs. */
  | { readonly kind: 'guests'; readonly guests: Guests }
  /** The writer of home has hardly anything to write any more. */
  | { readonly kind: 'writes-fell'; readonly instance: string; readonly left: number }
  /** The release it began with has a tag such as none before it had. */
  | { readonly kind: 'odd-build'; readonly tag: string };

export type Contradiction =
  /** They name another environment and speak to home's own database. */
  | { readonly kind: 'own-database'; readonly host: string }
  /** They speak to another's database and call themselves home. */
  | { readonly kind: 'own-name'; readonly word: string }
  | { readonly kind: 'writes-steady'; readonly instance: string }
  /** Its tenants are elsewhere too, and its own logs are as full as before. */
  | { readonly kind: 'still-here'; readonly home: string };

/** What is known beside the lines. */
export interface Beside {
  /** What became of the writer's disk writes then; undefined: not known. */
  readonly writesAround: (span: { fromAt: number; endedAt?: number }) => WriteChange | undefined;
  /** Do home's own logs have far fewer lines than before? Undefined: not known. */
  readonly hasFallen: boolean | undefined;
}

/** Half of what comes is enough to show in what the database writes. */
const showsFrom = 0.5;

/**
 * Is it the wrong environment, and how sure is that? Known only where lines name both another
 * environment and its database; one of the two is likely; words and hosts nobody configured are a guess.
 */
export function wrongEnvironment(
  looked: Looked,
  beside: Beside,
): { readonly sure: Sureness; readonly wrong: WrongEnvironment } | undefined {
  const { origins } = looked;
  const { envs, databases } = newWords(looked);
  const saysSo = ({ env }: OriginLines) => env !== undefined && envs.includes(env);
  const goesThere = ({ database }: OriginLines) =>
    database !== undefined && databases.includes(database);
  const says = newSpell(saysSo, looked);
  const reaches = newSpell(goesThere, looked);
  const [guests] = origins.guests ?? [];
  const spell = newSpell((line) => saysSo(line) || goesThere(line), looked);
  if (!spell && !guests) return undefined;
  const around = beside.writesAround({
    fromAt: spell?.firstAt ?? guests?.firstAt ?? 0,
    ...(spell?.isOver ? { endedAt: spell.lastAt } : {}),
  });
  const word = says && mostOf(says.members, ({ env }) => env);
  const host = reaches && mostOf(reaches.members, ({ database }) => database);
  const named = word === undefined ? undefined : environmentSaid(word, origins);
  const owner = host === undefined ? undefined : databaseSaid(host, origins);
  const other = nameOf(owner) ?? nameOf(named) ?? guests?.environment;
  const against = [
    ...(spell ? contradictions(spell, { says, reaches }, origins) : []),
    ...(around?.is === 'steady' && (spell?.share ?? 1) >= showsFrom
      ? [{ kind: 'writes-steady', instance: around.instance } as const]
      : []),
    ...(guests && beside.hasFallen === false
      ? [{ kind: 'still-here', home: origins.home.name } as const]
      : []),
  ];
  return {
    sure: surenessOf(named, owner, guests, against),
    wrong: {
      home: origins.home.name,
      ...(other === undefined ? {} : { other }),
      signs: signsOf({ word, host, owner, guests, around }),
      against,
      ...(spell ? { stray: withoutMembers(spell) } : {}),
      ...(spell && origins.strays ? { strays: origins.strays } : {}),
    },
  };
}

function signsOf(found: {
  readonly word: string | undefined;
  readonly host: string | undefined;
  readonly owner: Meaning | undefined;
  readonly guests: Guests | undefined;
  readonly around: WriteChange | undefined;
}): readonly Sign[] {
  const { word, host, owner, guests, around } = found;
  return [
    ...(word === undefined ? [] : [{ kind: 'says', word } as const]),
    ...(host === undefined ? [] : [{ kind: 'reaches', host, ...ofWhom(owner) } as const]),
    ...(guests ? [{ kind: 'guests', guests } as const] : []),
    ...(around?.is === 'fell'
      ? [{ kind: 'writes-fell', instance: around.instance, left: around.left } as const]
      : []),
  ];
}

function surenessOf(
  named: Meaning | undefined,
  owner: Meaning | undefined,
  guests: Guests | undefined,
  against: readonly Contradiction[],
): Sureness {
  const has = (kind: Contradiction['kind']) => against.some((one) => one.kind === kind);
  const strong = [
    named?.is === 'other' && !has('own-database'),
    owner?.is === 'other',
    guests !== undefined && !has('still-here'),
  ].filter(Boolean).length;
  if (strong === 0) return 'guess';
  const agree = named?.is === 'other' && owner?.is === 'other' && named.name === owner.name;
  return agree && against.length === 0 ? 'known' : 'likely';
}

function contradictions(
  spell: Spell,
  found: { readonly says: Spell | undefined; readonly reaches: Spell | undefined },
  origins: LogOrigins,
): Contradiction[] {
  if (found.says && !found.reaches) {
    const host = mostOf(found.says.members, ({ database }) => database);
    return host !== undefined && databaseSaid(host, origins).is === 'home'
      ? [{ kind: 'own-database', host }]
      : [];
  }
  if (found.reaches && !found.says) {
    const word = mostOf(spell.members, ({ env }) => env);
    return word !== undefined && environmentSaid(word, origins).is === 'home'
      ? [{ kind: 'own-name', word }]
      : [];
  }
  return [];
}

function nameOf(meaning: Meaning | undefined): string | undefined {
  return meaning?.is === 'other' ? meaning.name : undefined;
}

function ofWhom(owner: Meaning | undefined): { readonly of?: string } {
  return owner?.is === 'other' ? { of: owner.name } : {};
}

/** The value most of the lines have; undefined where most have none. */
function mostOf(
  lines: readonly OriginLines[],
  wordOf: (line: OriginLines) => string | undefined,
): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const line of lines) {
    const value = wordOf(line);
    counts.set(value, (counts.get(value) ?? 0) + line.lines);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function withoutMembers({ members: _members, ...spell }: Spell): Omit<Spell, 'members'> {
  return spell;
}
