import { isDigit } from './bytes.ts';

const newline = 0x0a;
const semicolon = 0x3b;
const hash = 0x23;
const backslash = 0x5c;
const colon = 0x3a;
const bracket = 0x5d;
const lowerR = 0x72;
const lowerT = 0x74;
const lowerY = 0x79;

/** Where a reader of SQL stands behind a byte. A step is one look in a table, whatever the byte. */
const outside = 0;
const lineComment = 1;
const dash = 2;
const twoDashes = 3;
const slash = 4;
const comment = 5;
const commentStar = 6;
/** Inside quotes of each kind, and behind a backslash there. */
const quotes: Readonly<Record<string, readonly [inside: number, escaped: number]>> = {
  "'": [7, 8],
  '"': [9, 10],
  // A backslash is nothing in a name.
  '`': [11, 11],
};
const states = 12;

/** The state after each byte, by state and byte. Agrees with `quotesAfter`. */
const after = new Uint8Array(states << 8);
for (let byte = 0; byte < 256; byte++) {
  const char = String.fromCharCode(byte);
  const opened = quotes[char]?.[0] ?? openedBy(char);
  const set = (state: number, next: number) => {
    after[(state << 8) | byte] = next;
  };
  set(outside, opened);
  set(lineComment, byte === newline ? outside : lineComment);
  set(dash, char === '-' ? twoDashes : opened);
  set(twoDashes, char === '-' ? twoDashes : byte > 0x20 ? opened : lineComment);
  set(slash, char === '*' ? comment : opened);
  set(comment, char === '*' ? commentStar : comment);
  set(commentStar, char === '/' ? outside : char === '*' ? commentStar : comment);
  for (const [quote, [inside, escaped]] of Object.entries(quotes)) {
    set(escaped, inside);
    set(inside, char === quote ? outside : byte === backslash ? escaped : inside);
  }
  if (byte === newline) set(twoDashes, outside);
}

function openedBy(char: string): number {
  if (char === '#') return lineComment;
  if (char === '-') return dash;
  return char === '/' ? slash : outside;
}

/**
 * Where the line ends behind which the next header line stands, of a statement that begins at `from`
 * and leaves no doubt about it: it ends with `;`, no line of it looks like anything of the log's own,
 * in a string or outside, and every string is closed. -1 where there is any doubt, or the statement
 * does not end before `limit`.
 */
export function plainTextEnd(bytes: Uint8Array, from: number, limit: number): number {
  const last = limit - 2;
  let state = outside;
  let at = from;
  for (;;) {
    // A loop of its own, for speed: most bytes end no line.
    for (; at < last && bytes[at] !== newline; at++)
      state = after[(state << 8) | (bytes[at] as number)] as number;
    if (at >= last) return -1;
    state = after[(state << 8) | newline] as number;
    if (bytes[at + 1] === hash) {
      return bytes[at - 1] === semicolon && state === outside ? at : -1;
    }
    if (!isPlainEnd(bytes, from, at)) return -1;
    at++;
  }
}

/**
 * Can neither the line that ends at `at` be one of the server's own nor the next? Those end with
 * `started with:`, `embedded library` and `[Your log message was truncated]`, or begin with a time
 * (of an export), `Tcp port:` and `Time  Id`.
 */
export function isPlainEnd(bytes: Uint8Array, text: number, at: number): boolean {
  let last = at - 1;
  while (last > text && (bytes[last] as number) <= 0x20) last--;
  const byte = bytes[last];
  if (byte === colon || byte === bracket || (byte === lowerY && bytes[last - 1] === lowerR))
    return false;
  const next = bytes[at + 1] as number;
  if (isDigit(next)) return false;
  if ((next | 0x20) !== lowerT) return true;
  const second = (bytes[at + 2] as number) | 0x20;
  return second !== 0x63 && second !== 0x69;
}
