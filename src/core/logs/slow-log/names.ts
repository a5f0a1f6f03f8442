/** Distinct names remembered; a log with more is read all the same, its later ones anew each time. */
const mostNames = 4_096;

/** No user, host or database of MySQL or PostgreSQL has a longer name. */
const longestName = 255;

/** A power of two, so that the hash needs no division, and never more than half full. */
const slots = 2 * mostNames;

/** Gives the text of the bytes from `from` to `to`. */
export type Names = (bytes: Uint8Array, from: number, to: number) => string;

/**
 * A log says the same few users, hosts and databases over and over: each is made a string once and
 * found again by its bytes. Read as UTF-8, what is not becomes replacement characters.
 */
export function createNames(): Names {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const known: ({ readonly bytes: Uint8Array; readonly name: string } | undefined)[] = Array.from({
    length: slots,
  });
  let count = 0;

  return (bytes, from, end) => {
    const to = Math.min(end, from + longestName);
    if (to <= from) return '';
    let slot = hash(bytes, from, to) & (slots - 1);
    for (let entry = known[slot]; entry !== undefined; entry = known[slot]) {
      if (isSame(entry.bytes, bytes, from, to)) return entry.name;
      slot = (slot + 1) & (slots - 1);
    }
    const own = bytes.slice(from, to);
    const name = decoder.decode(own);
    if (count < mostNames) {
      known[slot] = { bytes: own, name };
      count++;
    }
    return name;
  };
}

/** FNV-1a. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let value = 0x811c9dc5;
  for (let at = from; at < to; at++) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193);
  return value ^ (value >>> 15);
}

/** Do these bytes say the known ones? */
export function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
