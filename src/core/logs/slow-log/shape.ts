import type { SqlToken } from './sql-tokens.ts';

/** Deeper parentheses than this are kept as they are; nobody writes them by hand. */
const deepest = 200;

/** An open parenthesis (or, at the bottom, the whole statement). */
interface Frame {
  /** Where in the output it begins: after the `(`. */
  readonly start: number;
  /** For a list of values: where in the output it is replaced by `(?+)`, its keyword kept. */
  readonly listAt: number | undefined;
  /** A list of values with a query in it is not one. */
  holdsQuery: boolean;
  /** Places in the output of the UNIONs directly inside. */
  readonly unions: number[];
}

/** Words after which a sign belongs to the number that follows it. */
const beforeValue = new Set(
  'select where and or not in between then else when by values set limit offset return returning like interval case on having is div mod'.split(
    ' ',
  ),
);

/** Gathers the tokens of one statement into its fingerprint. */
export function createShape(): { add(token: SqlToken): void; text(): string } {
  const out: string[] = [];
  const frames: Frame[] = [{ start: 0, listAt: undefined, holdsQuery: false, unions: [] }];
  /** Set while a sign may turn out to belong to a number. */
  let signAt = -1;
  let upserting = false;

  /** The n-th token from the end of the output that is not a blank. */
  function back(n: number): string | undefined {
    let left = n;
    for (let i = out.length - 1; i >= 0; i--) {
      if (out[i] !== ' ' && left-- === 0) return out[i];
    }
    return undefined;
  }

  /** Takes `count` tokens off the end, with the blanks between and before them. */
  function drop(count: number): void {
    for (let left = count; left > 0 && out.length > 0; ) if (out.pop() !== ' ') left--;
    while (out.at(-1) === ' ') out.pop();
  }

  function value(): void {
    if (signAt !== -1) out.length = signAt;
    signAt = -1;
    const separator = back(0);
    if (back(1) === '?' && back(2) === 'limit' && (separator === ',' || separator === 'offset'))
      drop(1);
    else out.push('?');
  }

  function isNullKept(): boolean {
    const before = back(0);
    return before === 'is' || before === 'not';
  }

  function word(text: string): void {
    if ((text === 'null' || text === 'true' || text === 'false') && !isNullKept()) {
      value();
      return;
    }
    if (text === 'asc' && back(0) !== '.' && back(0) !== '(' && back(0) !== ',') {
      if (out.at(-1) === ' ') out.pop();
      return;
    }
    if (text === 'select') for (const frame of frames) frame.holdsQuery = true;
    if (text === 'union') frames.at(-1)?.unions.push(out.length);
    if (text === 'duplicate' && back(0) === 'on') upserting = true;
    out.push(text);
  }

  /** Where a list of values that opens here would be replaced, if one opens here. */
  function listStart(): number | undefined {
    const before = back(0);
    let at = out.length;
    while (out[at - 1] === ' ') at--;
    if (before === 'in') return at;
    if (before === 'values' || before === 'value') return upserting ? undefined : at;
    if (before === 'row' && (back(1) === 'values' || isFurtherRow(1))) return at;
    if (before === ',' && back(1) === ')' && back(2) === '(?+') return at;
    return undefined;
  }

  /** The ARRAY of `= ANY (ARRAY[…])`, PostgreSQL's way to write an IN. */
  function arrayStart(): number | undefined {
    if (back(0) !== 'array' || back(1) !== '(' || back(2) !== 'any') return undefined;
    return out.lastIndexOf('array');
  }

  /** `…, row` after a list of rows. */
  function isFurtherRow(n: number): boolean {
    return back(n) === ',' && back(n + 1) === ')' && back(n + 2) === '(?+';
  }

  function open(text: string): void {
    const deep = frames.length >= deepest;
    const listAt = deep ? undefined : text === '(' ? listStart() : arrayStart();
    out.push(text);
    if (frames.length < deepest * 5)
      frames.push({ start: out.length, listAt, holdsQuery: false, unions: [] });
  }

  function close(text: string): void {
    const frame = frames.length > 1 ? frames.pop() : undefined;
    if (frame !== undefined) {
      foldUnions(out, frame);
      if (frame.listAt !== undefined && !frame.holdsQuery) {
        if (text === ')') foldList(frame.listAt);
        else foldArray(frame.listAt);
        return;
      }
    }
    out.push(text);
  }

  function foldList(at: number): void {
    out.length = at;
    // A row after a row: the first stands for all.
    if (back(0) === 'row' && isFurtherRow(1)) drop(2);
    else if (back(0) === ',' && back(1) === ')' && back(2) === '(?+') drop(1);
    else out.push('(?+', ')');
  }

  function foldArray(at: number): void {
    out.length = at;
    out.push('?+');
  }

  function mark(text: string): void {
    if (text === '(' || text === '[') open(text);
    else if (text === ')' || text === ']') close(text);
    else if ((text === '-' || text === '+') && takesSign(back(0))) {
      signAt = out.length;
      out.push(text);
      return;
    } else out.push(text);
  }

  return {
    add(token) {
      if (token.kind === 'blank') {
        if (out.length > 0 && out.at(-1) !== ' ') out.push(' ');
        return;
      }
      if (token.kind === 'literal') {
        value();
        return;
      }
      if (token.kind === 'mark') {
        const sign = signAt;
        mark(token.text);
        if (signAt === sign) signAt = -1;
        return;
      }
      signAt = -1;
      if (token.kind === 'word') word(token.text);
      else out.push(token.text);
    },
    text() {
      while (frames.length > 1) {
        const frame = frames.pop();
        if (frame?.listAt === undefined || frame.holdsQuery) continue;
        if (out[frame.listAt] === 'array') foldArray(frame.listAt);
        else foldList(frame.listAt);
      }
      const whole = frames[0];
      if (whole !== undefined) foldUnions(out, whole);
      while (out.at(-1) === ' ' || out.at(-1) === ';') out.pop();
      return out.join('');
    },
  };
}

function takesSign(before: string | undefined): boolean {
  if (before === undefined || beforeValue.has(before)) return true;
  return /^[=<>(,[+\-*/%|&~^!]$/.test(before);
}

/**
 * Of three and more equal arms of a UNION the first and the last stay. The last may go on with
 * ORDER BY or LIMIT; those belong to the whole.
 */
function foldUnions(out: string[], frame: Frame): void {
  const { unions, start } = frame;
  if (unions.length < 2) return;
  const bounds = [start, ...unions.filter((at) => at < out.length && at > start), out.length];
  const arms: string[] = [];
  for (let i = 0; i + 1 < bounds.length; i++) {
    arms.push(
      out
        .slice(bounds[i], bounds[i + 1])
        .join('')
        .trim(),
    );
  }
  const bodies = arms.map((arm) => arm.replace(/^union (?:all |distinct )?/, ''));
  const kept = arms.filter((arm, i) => {
    const following = bodies[i + 1];
    const body = bodies[i] ?? '';
    const isLast = following === undefined;
    if (i === 0 || isLast || body !== bodies[i - 1]) return true;
    const sameUnion = i === 1 || arm === arms[i - 1];
    const goesOn = following === body || following.startsWith(body + ' ');
    return !(sameUnion && goesOn);
  });
  if (kept.length === arms.length) return;
  out.length = start;
  out.push(kept.join(' '));
}
