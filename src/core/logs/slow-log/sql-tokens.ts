import type { Dialect } from './statement.ts';

/**
 * A piece of SQL. `blank` stands for white space and comments, `word` for a keyword or a plain name,
 * `name` for a quoted one, `literal` for every value and placeholder, `mark` for one other character.
 */
export interface SqlToken {
  readonly kind: 'blank' | 'word' | 'name' | 'literal' | 'mark';
  /** As written, but words in lower case; empty for blanks and literals. */
  readonly text: string;
}

const blank: SqlToken = { kind: 'blank', text: '' };
const literal: SqlToken = { kind: 'literal', text: '' };

/**
 * Cuts a statement into tokens: one pass, linear in its length, never fails. What is not closed
 * (a string, a comment) runs to the end, as it does in a statement the log has cut.
 */
export function* sqlTokens(sql: string, dialect: Dialect): Generator<SqlToken> {
  let at = 0;
  while (at < sql.length) {
    const [token, end] = next(sql, at, dialect);
    yield token;
    at = end;
  }
}

type Step = readonly [token: SqlToken, end: number];

function next(sql: string, at: number, dialect: Dialect): Step {
  const char = sql[at] ?? '';
  if (isBlank(char)) return [blank, at + 1];
  if (isWordStart(char)) return word(sql, at, dialect);
  if (isDigit(char) || (char === '.' && isDigit(sql[at + 1]) && !endsName(sql, at)))
    return number(sql, at, dialect);
  if (char === "'") return [literal, closeQuote(sql, at + 1, "'", dialect === 'mysql')];
  if (char === '"') {
    if (dialect === 'mysql') return [literal, closeQuote(sql, at + 1, '"', true)];
    return name(sql, at, '"');
  }
  if (char === '`') return name(sql, at, '`');
  return comment(sql, at, dialect) ?? placeholder(sql, at, dialect) ?? mark(char, at);
}

function mark(char: string, at: number): Step {
  return [{ kind: 'mark', text: char }, at + 1];
}

function name(sql: string, at: number, quote: string): Step {
  const end = closeQuote(sql, at + 1, quote, false);
  const text = sql.slice(at, end);
  // MySQL's names are compared without case; PostgreSQL's quoted ones keep theirs.
  return [{ kind: 'name', text: quote === '`' ? text.toLowerCase() : text }, end];
}

function word(sql: string, at: number, dialect: Dialect): Step {
  let end = at + 1;
  while (end < sql.length && isWordPart(sql[end])) end++;
  const text = sql.slice(at, end).toLowerCase();
  const quote = sql[end];
  if (quote === "'" || (quote === '"' && dialect === 'mysql')) {
    // x'4D', b'01', n'…' and a character set's _utf8mb4'…'; PostgreSQL's e'…' knows backslashes.
    if (/^(?:[xbn]|_\w+)$/.test(text))
      return [literal, closeQuote(sql, end + 1, quote, dialect === 'mysql')];
    if (dialect === 'postgres' && text === 'e')
      return [literal, closeQuote(sql, end + 1, quote, true)];
  }
  if (dialect === 'postgres' && text === 'u' && sql.startsWith("&'", end))
    return [literal, closeQuote(sql, end + 2, "'", false)];
  return [{ kind: 'word', text }, end];
}

/** Only stand-alone numbers: `abc123`, and MySQL's `1st` or `12_13_foo`, are names. */
function number(sql: string, at: number, dialect: Dialect): Step {
  const based = /[xXbBoO]/.test(sql[at + 1] ?? '') && sql[at] === '0';
  let end = at;
  while (end < sql.length) {
    const char = sql[end];
    if (isDigit(char) || char === '_' || (based && isWordPart(char))) end++;
    else if (char === '.' && sql[end + 1] !== '.') end++;
    else if (isExponent(sql, end)) end += 2;
    else break;
  }
  if (!based && isWordPart(sql[end]) && dialect === 'mysql' && !sql.slice(at, end).includes('.')) {
    while (isWordPart(sql[end])) end++;
    return [{ kind: 'word', text: sql.slice(at, end).toLowerCase() }, end];
  }
  return [literal, end];
}

function isExponent(sql: string, at: number): boolean {
  if (sql[at] !== 'e' && sql[at] !== 'E') return false;
  const sign = sql[at + 1];
  return isDigit(sign) || ((sign === '-' || sign === '+') && isDigit(sql[at + 2]));
}

// Comments count as blanks. What MySQL finds in `/*! … */` is code: only its marks are given.
function comment(sql: string, at: number, dialect: Dialect): Step | undefined {
  if (sql.startsWith('/*', at)) {
    if (dialect === 'mysql' && sql[at + 2] === '!') {
      let end = at + 3;
      while (isDigit(sql[end])) end++;
      return [{ kind: 'mark', text: sql.slice(at, end) }, end];
    }
    return [blank, closeComment(sql, at + 2, dialect === 'postgres')];
  }
  if (dialect === 'mysql' && sql.startsWith('*/', at))
    return [{ kind: 'mark', text: '*/' }, at + 2];
  const dashes = sql.startsWith('--', at);
  const isLine =
    dialect === 'mysql'
      ? sql[at] === '#' || (dashes && (at + 2 >= sql.length || isBlank(sql[at + 2] ?? ' ')))
      : dashes;
  if (!isLine) return undefined;
  const end = sql.indexOf('\n', at);
  return [blank, end === -1 ? sql.length : end + 1];
}

function closeComment(sql: string, from: number, nests: boolean): number {
  let depth = 1;
  let at = from;
  while (depth > 0) {
    const close = sql.indexOf('*/', at);
    if (close === -1) return sql.length;
    if (nests)
      for (let i = sql.indexOf('/*', at); i !== -1 && i < close; i = sql.indexOf('/*', i + 2))
        depth++;
    depth--;
    at = close + 2;
  }
  return at;
}

/** `?`, `$1`, `:name`; and PostgreSQL's `$tag$ … $tag$`, which is a string. */
function placeholder(sql: string, at: number, dialect: Dialect): Step | undefined {
  const char = sql[at];
  if (char === '?') return [literal, at + 1];
  if (char === '$') {
    let end = at + 1;
    while (isDigit(sql[end])) end++;
    if (end > at + 1) return [literal, end];
    if (dialect !== 'postgres') return undefined;
    while (isWordPart(sql[end]) && sql[end] !== '$') end++;
    if (sql[end] !== '$') return undefined;
    const tag = sql.slice(at, end + 1);
    const close = sql.indexOf(tag, end + 1);
    return [literal, close === -1 ? sql.length : close + tag.length];
  }
  if (char !== ':' || sql[at - 1] === ':' || !isWordStart(sql[at + 1] ?? '')) return undefined;
  let end = at + 2;
  while (isWordPart(sql[end])) end++;
  return [literal, end];
}

/** The end of a quoted thing whose content starts at `from`; doubling escapes, and `\` where it does. */
function closeQuote(sql: string, from: number, quote: string, backslash: boolean): number {
  let at = from;
  while (at < sql.length) {
    const char = sql[at];
    if (char === '\\' && backslash) at += 2;
    else if (char !== quote) at++;
    else if (sql[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return sql.length;
}

function endsName(sql: string, at: number): boolean {
  const before = sql[at - 1] ?? ' ';
  return isWordPart(before) || before === '`' || before === '"';
}

function isBlank(char: string): boolean {
  return char === ' ' || (char >= '\t' && char <= '\r') || char === '\u00a0';
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** A letter, `_`, MySQL's `@`, or anything beyond ASCII. */
function isWordStart(char: string): boolean {
  return (
    (char >= 'a' && char <= 'z') ||
    (char >= 'A' && char <= 'Z') ||
    char === '_' ||
    char === '@' ||
    (char >= '\u0080' && char !== '\u00a0')
  );
}

function isWordPart(char: string | undefined): boolean {
  return char !== undefined && (isWordStart(char) || isDigit(char) || char === '$');
}
