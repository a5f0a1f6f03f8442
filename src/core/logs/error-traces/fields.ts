/** The fields of a structured record: foreign, of any depth, nothing about them is promised. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON text as fields; nothing when it is not an object, or not JSON. */
export function parseFields(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field by its name, or by the names on the way to it. */
export interface Path {
  readonly name: string;
  /** Of a dotted name; none of any other. */
  readonly parts: readonly string[];
}

/** The same few paths are asked of every record: they are taken apart once. */
export function pathTo(name: string): Path {
  return { name, parts: name.includes('.') ? name.split('.') : [] };
}

/** The value at a path; a field whose own name has the dots in it comes first. */
export function fieldAt(fields: Fields, { name, parts }: Path): unknown {
  const own = fields[name];
  if (own !== undefined && Object.hasOwn(fields, name)) return own;
  if (parts.length === 0) return undefined;
  let value: unknown = fields;
  for (const part of parts) {
    if (!isFields(value) || value[part] === undefined || !Object.hasOwn(value, part))
      return undefined;
    value = value[part];
  }
  return value;
}

/** The first of these fields that holds text. */
export function textAt(fields: Fields, paths: readonly Path[]): string | undefined {
  for (const path of paths) {
    const value = fieldAt(fields, path);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return undefined;
}

/** CloudWatch's largest event is 1 MB; JSON up to that size is parsed whole. */
const longestJson = 1_100_000;

/** A line that is JSON from its first character to its last, as fields. */
export function parseWhole(text: string): Fields | undefined {
  if (text.length > longestJson) return undefined;
  const first = text.charCodeAt(0);
  if (first !== openBrace && !(first <= blank && /^\s*\{/.test(text.slice(0, 50))))
    return undefined;
  if (text.charCodeAt(text.length - 1) !== closeBrace && !/\}\s*$/.test(text.slice(-8)))
    return undefined;
  return parseFields(text);
}
const openBrace = 0x7b;
const closeBrace = 0x7d;
const blank = 0x20;
