/** An XML answer, with the text of one element taken out of it. */
export interface SplitAnswer {
  /** The element's text in pieces, unescaped; undefined when it has none that can be taken out. */
  readonly taken: readonly Uint8Array[] | undefined;
  /** The answer without that text, or all of it where nothing was taken out. */
  readonly rest: Uint8Array;
}

const lessThan = 0x3c;
const ampersand = 0x26;
const semicolon = 0x3b;
const slash = 0x2f;
/** `&#x10FFFF;` is the longest reference there is. */
const longestReference = 12;

/**
 * Takes the text of the first `<name>` out of an XML document while it arrives. A megabyte through
 * an XML parser holds the event loop for a twentieth of a second; here each piece costs what copying
 * it costs. Text that holds more than references (CDATA, comments) is left to the parser.
 */
export async function splitElement(
  body: AsyncIterable<Uint8Array>,
  name: string,
): Promise<SplitAnswer> {
  const opening = Buffer.from(`<${name}>`);
  const all: Uint8Array[] = [];
  const outside: Uint8Array[] = [];
  const taken: Uint8Array[] = [];
  let carry: Buffer = Buffer.alloc(0);
  let state: 'before' | 'inside' | 'closing' | 'after' = 'before';
  for await (const arrived of body) {
    all.push(arrived);
    let piece: Buffer = carry.length > 0 ? Buffer.concat([carry, arrived]) : Buffer.from(arrived);
    carry = Buffer.alloc(0);
    if (state === 'before') {
      const at = piece.indexOf(opening);
      if (at < 0) {
        // The tag itself may be cut by the end of the piece.
        const safe = Math.max(0, piece.length - opening.length);
        outside.push(piece.subarray(0, safe));
        carry = piece.subarray(safe);
        continue;
      }
      outside.push(piece.subarray(0, at + opening.length));
      piece = piece.subarray(at + opening.length);
      state = 'inside';
    }
    if (state === 'inside') {
      const at = piece.indexOf(lessThan);
      const text = at < 0 ? piece : piece.subarray(0, at);
      const whole = at < 0 ? wholeReferences(text) : text.length;
      taken.push(unescapeXml(text.subarray(0, whole)));
      carry = piece.subarray(whole);
      if (at < 0) continue;
      state = 'closing';
      piece = carry;
    }
    if (state === 'closing') {
      carry = piece;
      if (piece.length < 2) continue;
      if (piece[1] !== slash) return { taken: undefined, rest: await remaining(all, body) };
      state = 'after';
    }
    if (state === 'after') {
      outside.push(piece);
      carry = Buffer.alloc(0);
    }
  }
  if (state !== 'after') return { taken: undefined, rest: Buffer.concat(all) };
  return { taken, rest: Buffer.concat(outside) };
}

async function remaining(
  all: readonly Uint8Array[],
  body: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const pieces = [...all];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** How much of a text can be unescaped before the rest of it is there. */
function wholeReferences(text: Buffer): number {
  const at = text.lastIndexOf(ampersand);
  const isCut = at >= 0 && text.length - at < longestReference && text.indexOf(semicolon, at) < 0;
  return isCut ? at : text.length;
}

/** References become what they stand for; one that stands for nothing stays as it is. */
export function unescapeXml(text: Uint8Array): Uint8Array {
  const from = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  let at = from.indexOf(ampersand);
  if (at < 0) return text;
  // A reference is never shorter than the UTF-8 of what it stands for.
  const into = Buffer.allocUnsafe(from.length);
  let written = 0;
  let done = 0;
  while (at >= 0) {
    written += from.copy(into, written, done, at);
    const known = commonReferences.find((one) => startsAt(from, one.bytes, at));
    if (known) {
      into[written++] = known.meant;
      done = at + known.bytes.length;
    } else {
      const end = from.indexOf(semicolon, at);
      const isShort = end >= 0 && end - at < longestReference;
      const meant = isShort ? numbered(from.toString('latin1', at + 1, end)) : undefined;
      written += into.write(meant ?? '&', written);
      done = meant === undefined ? at + 1 : end + 1;
    }
    at = from.indexOf(ampersand, done);
  }
  written += from.copy(into, written, done);
  return into.subarray(0, written);
}

/** Some ten thousand of them stand in a megabyte of SQL: told by their bytes. */
const commonReferences = Object.entries({ quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' }).map(
  ([name, meant]) => ({ bytes: Buffer.from(`&${name};`), meant: meant.charCodeAt(0) }),
);

function startsAt(text: Buffer, start: Buffer, at: number): boolean {
  for (let place = 1; place < start.length; place++) {
    if (text[at + place] !== start[place]) return false;
  }
  return true;
}

/** `#10`, `#x1F642`. */
function numbered(reference: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(reference) ?? [];
  const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
  return code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
