/** For every text of a catalogue that takes arguments: one or more lists of them. */
export type Examples<T> = {
  readonly [K in keyof T as T[K] extends string | Readonly<Record<string, string>>
    ? never
    : K]: T[K] extends (...args: infer A) => unknown
    ? readonly (readonly [...A])[]
    : Examples<T[K]>;
};

export interface Said {
  /** `card.tenantsHit`, the place in the catalogue. */
  readonly key: string;
  readonly text: string;
}

/** Everything a catalogue can say, with these examples; throws where one is missing. */
export function everyText<T extends object>(words: T, examples: Examples<T>): Said[] {
  return walk(words, examples, '');
}

function walk(words: unknown, examples: unknown, key: string): Said[] {
  if (typeof words === 'string') return [{ key, text: words }];
  if (typeof words === 'function') {
    if (!Array.isArray(examples)) throw new Error(`no examples of ${key}`);
    return examples.map((args: unknown[]) => ({ key, text: flat(words(...args)) }));
  }
  if (typeof words !== 'object' || words === null) throw new Error(`${key} is no text`);
  const of = (name: string) => (examples as Record<string, unknown> | undefined)?.[name];
  return Object.entries(words).flatMap(([name, value]) =>
    walk(value, of(name), key === '' ? name : `${key}.${name}`),
  );
}

/** A line of plain strings and others as one text: moments show as ⏱. */
function flat(said: unknown): string {
  if (typeof said === 'string') return said;
  if (!Array.isArray(said)) throw new Error(`not a text: ${JSON.stringify(said)}`);
  return said.map((piece) => (typeof piece === 'string' ? piece : '⏱')).join('');
}

/** What is left of Latin words per text; words in capitals are foreign, as the examples have them. */
export function latinIn(said: readonly Said[], allowed: readonly string[]): Said[] {
  return said.filter(({ text }) => {
    const words = text.match(/[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*/g) ?? [];
    return words.some((word) => !allowed.includes(word) && !/^[A-Z]+$/.test(word));
  });
}
