/** Distinct names remembered; a log with more is read all the same, its later ones anew each time. */
const mostNames = 4_096;

/** No user, host or database of MySQL or PostgreSQL has a longer name. */
const longestName = 255;

/** A power of two, so that the hash needs no division. */
const firstSlots = 64;

/** Gives the text of the bytes from `from` to `to`. */
export type Names = (bytes: Uint8Array, from: number, to: number) => string;

interface Known {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/**
 * A log says the same few users, hosts and databases over and over: each is made a string once and
 * found again by its bytes. Read as UTF-8, what is not becomes replacement characters.
 */
export function createNames(): Names {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let known: (Known | undefined)[] = emptySlots(firstSlots);
  let count = 0;

  /** Where the name is, or would be. The slots are never more than half full. */
  function slotOf(bytes: Uint8Array, from: number, to: number): number {
    let slot = hash(bytes, from, to) & (known.length - 1);
    for (let one = known[slot]; one !== undefined; one = known[slot]) {
      if (isSame(one.bytes, bytes, from, to)) return slot;
      slot = (slot + 1) & (known.length - 1);
    }
    return slot;
  }

  function remember(one: Known): void {
    if (2 * count >= known.length) {
      const all = known;
      known = emptySlots(2 * all.length);
      for (const old of all)
        if (old !== undefined) known[slotOf(old.bytes, 0, old.bytes.length)] = old;
    }
    known[slotOf(one.bytes, 0, one.bytes.length)] = one;
    count++;
  }

  return (bytes, from, end) => {
    const to = Math.min(end, from + longestName);
    if (to <= from) return '';
    const found = known[slotOf(bytes, from, to)];
    if (found !== undefined) return found.name;
    const own = bytes.slice(from, to);
    const name = decoder.decode(own);
    if (count < mostNames) remember({ bytes: own, name });
    return name;
  };
}

function emptySlots(length: number): undefined[] {
  return Array.from({ length });
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
