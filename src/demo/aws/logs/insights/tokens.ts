import { AwsFault } from '../../wire.ts';

export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'period'; readonly text: string }
  | { readonly kind: 'regex'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }
);

const blank = /(?:\s+|#[^\n]*)+/y;
const shapes: readonly (readonly [Token['kind'] | 'backtick', RegExp])[] = [
  ['string', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ['backtick', /`[^`]+`/y],
  ['period', /\d+(?:ms|mo|[smhdwqy])(?![\w.])/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])/y],
  ['word', /[@A-Za-z_][\w@]*(?:\.[\w@]+)*/y],
  ['sign', /!=|<=|>=|=~|[=<>+\-*/%^(),|[\]]/y],
];
const regex = /\/(?:[^/\\\n]|\\.)*\//y;

export function malformed(query: string, at: number): AwsFault {
  const before = query.slice(0, at);
  const line = before.split('\n').length;
  const column = at - (before.lastIndexOf('\n') + 1);
  const found = query.slice(at).trim().split(/\s/)[0] || '<EOF>';
  return new AwsFault(
    'MalformedQueryException',
    `unexpected symbol found ${found} at line ${line} and position ${column}`,
  );
}

export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (shape: RegExp): string | undefined => {
    shape.lastIndex = at;
    return shape.exec(query)?.[0];
  };
  for (;;) {
    at += match(blank)?.length ?? 0;
    if (at >= query.length) return tokens;
    const found = regexMayStand(tokens) ? match(regex) : undefined;
    if (found !== undefined) {
      const text = found.slice(1, -1).replaceAll('\\/', '/');
      tokens.push({ kind: 'regex', text, start: at, end: at + found.length });
      at += found.length;
      continue;
    }
    const token = next();
    if (!token) throw malformed(query, at);
    tokens.push(token);
    at = token.end;
  }

  function next(): Token | undefined {
    for (const [kind, shape] of shapes) {
      const text = match(shape);
      if (text === undefined) continue;
      const place = { start: at, end: at + text.length };
      if (kind === 'backtick')
        return { kind: 'word', text: text.slice(1, -1), quoted: true, ...place };
      if (kind === 'word') return { kind, text, quoted: false, ...place };
      if (kind === 'string') return { kind, text: withoutEscapes(text.slice(1, -1)), ...place };
      return { kind, text, ...place };
    }
    return undefined;
  }
}

/** A slash begins a pattern after `like`, `=~`, and after the field of `parse`; else it divides. */
function regexMayStand(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (!last) return false;
  if (last.kind === 'sign') return last.text === '=~';
  if (last.kind === 'word' && !last.quoted && /^like$/i.test(last.text)) return true;
  const before = tokens.at(-2);
  return before?.kind === 'word' && before.text === 'parse';
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(["'\\])/g, '$1');
}
