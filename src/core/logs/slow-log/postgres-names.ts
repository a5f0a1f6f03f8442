const decoder = new TextDecoder();

/** Foreign bytes as text; invalid UTF-8 becomes replacement characters. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return from >= to ? '' : decoder.decode(bytes.subarray(from, to));
}

/** At most this many names are remembered; a log with more begins anew. */
const mostNames = 2_000;

/**
 * Turns the bytes of names that come again and again into strings, each made once. Users, databases
 * and hosts of a log are few; a new string a line would cost more than reading the line.
 */
export function createNames(): (bytes: Uint8Array, from: number, to: number) => string {
  const known = new Map<number, { readonly bytes: Uint8Array; readonly text: string }>();
  return (bytes, from, to) => {
    if (from >= to) return '';
    let key = to - from;
    for (let at = from; at < to; at++) key = (Math.imul(key, 31) + (bytes[at] ?? 0)) | 0;
    const name = known.get(key);
    if (name !== undefined && isSame(name.bytes, bytes, from, to)) return name.text;
    if (known.size >= mostNames) known.clear();
    const text = textOf(bytes, from, to);
    known.set(key, { bytes: bytes.slice(from, to), text });
    return text;
  };
}

export function isSame(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[from + at]) return false;
  return true;
}
