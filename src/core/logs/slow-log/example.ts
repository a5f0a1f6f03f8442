import { withoutSecrets } from '../redact.ts';
import { isPrivateColumn } from '../redaction/private-columns.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';
import type { Dialect } from './statement.ts';

/**
 * A statement with its values, but for those that may tell of a person or be a secret: values of
 * columns named so, texts of which no column is known, and what looks like one wherever it stands.
 * Comments are left out. Meant for what the configuration allows to be shown.
 */
export function exampleOf(sql: string, dialect: Dialect): string {
  const tokens = sqlTokens(sql, dialect);
  const rows = insertedRows(tokens);
  const parts = tokens.map((token, at) => {
    if (token.kind === 'comment') return ' ';
    if (token.kind !== 'text' && token.kind !== 'number') return token.text;
    return mayShow(tokens, at, rows) ? token.text : token.kind === 'text' ? "'?'" : '?';
  });
  return withoutSecrets(parts.join('')).trim();
}

function mayShow(tokens: readonly SqlToken[], at: number, rows: Rows | undefined): boolean {
  const token = tokens[at];
  if (token === undefined || isPath(tokens, at)) return true;
  const inserted = rows?.columnOf.get(at);
  if (inserted !== undefined) return inserted !== '' && !isPrivateColumn(inserted);
  const columns = comparedWith(tokens, at);
  if (columns === undefined || columns.some(isPrivateColumn)) return false;
  return token.kind === 'number' || columns.length > 0 || isMoment(token.text);
}

/** `doc->>'$.kind'`: says where, not what. */
function isPath(tokens: readonly SqlToken[], at: number): boolean {
  return /^(?:->>?|#>>?)$/.test(before(tokens, at)?.text ?? '');
}

/** A date or a time of its own is nobody's. */
function isMoment(text: string): boolean {
  return /^'\d{4}-\d\d-\d\d(?:[ T][\d:.+Z -]{0,24})?'$/.test(text);
}

interface Rows {
  /** The column a value of VALUES goes to, by the value's place; empty: the statement names none. */
  readonly columnOf: ReadonlyMap<number, string>;
}

/** INSERT and REPLACE give values by their place in the row. */
function insertedRows(tokens: readonly SqlToken[]): Rows | undefined {
  const said = tokens.findIndex(({ kind }) => kind === 'word');
  if (!/^(?:insert|replace)$/i.test(tokens[said]?.text ?? '')) return undefined;
  const columnOf = new Map<number, string>();
  let columns: string[] = [];
  let isRows = false;
  let depth = 0;
  let place = 0;
  for (let at = said; at < tokens.length; at++) {
    const { kind, text } = tokens[at] ?? nothing;
    if (kind === 'space' || kind === 'comment') continue;
    if (text === '(') {
      if (depth++ === 0) place = 0;
    } else if (text === ')') depth--;
    else if (text === ',' && depth === 1) place++;
    else if (depth === 0 && /^values?$/i.test(text)) isRows = true;
    else if (depth === 0 && kind === 'word' && isRows) break;
    else if (depth === 1 && !isRows && (kind === 'word' || kind === 'name')) {
      columns = place === 0 ? [text] : [...columns, text];
    } else if (isRows && (kind === 'text' || kind === 'number')) {
      columnOf.set(at, columns[place] ?? '');
    }
  }
  return { columnOf };
}

const nothing: SqlToken = { kind: 'space', text: '' };
/** A list of values that is longer than these pieces shows its beginning. */
const farthest = 300;
/** Where an expression begins, seen from behind. */
const boundaries = new Set(
  'select from where and or on having set when then else values limit offset returning using by join case return call execute exec'.split(
    ' ',
  ),
);

/**
 * The names a value stands beside, to the left as far as its expression goes and out of every
 * bracket around it: `lower(mail) like concat('%', 'x')` compares with `lower` and `mail`; right of
 * it the operand after an operator. Nothing where that is too far to look.
 */
function comparedWith(tokens: readonly SqlToken[], at: number): readonly string[] | undefined {
  const names: string[] = [];
  let untilComma: number | undefined;
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (at - i > farthest) return undefined;
    const { kind, text } = tokens[i] ?? nothing;
    if (text === ')') depth++;
    else if (text === '(' && depth > 0) depth--;
    else if (text === '(') untilComma = undefined;
    else if (text === ',' && depth === 0) untilComma ??= names.length;
    else if (depth === 0 && kind === 'word' && boundaries.has(text.toLowerCase())) {
      if (!/^and$/i.test(text) || !isOfBetween(tokens, i)) break;
    } else if (kind === 'name' || (kind === 'word' && !isCalled(tokens, i))) names.push(text);
    else if (kind === 'text' && isPath(tokens, i)) names.push(text);
  }
  return [...names.slice(0, untilComma), ...comparedAfter(tokens, at)].filter(isColumn);
}

/** `'x' = mail`, rare but written. */
function comparedAfter(tokens: readonly SqlToken[], at: number): readonly string[] {
  const operator = after(tokens, at);
  if (operator === undefined || !/^[=<>!]+$/.test(operator.text)) return [];
  const names: string[] = [];
  for (let i = tokens.indexOf(operator) + 1; i < tokens.length; i++) {
    const { kind, text } = tokens[i] ?? nothing;
    if (text === ',' || (kind === 'word' && boundaries.has(text.toLowerCase()))) break;
    if (kind === 'name' || (kind === 'word' && !isCalled(tokens, i))) names.push(text);
  }
  return names;
}

/** `between 1 and 2`: the AND belongs to it. */
function isOfBetween(tokens: readonly SqlToken[], and: number): boolean {
  for (let i = and - 1; i >= 0; i--) {
    const { kind, text } = tokens[i] ?? nothing;
    if (kind !== 'word') continue;
    if (/^between$/i.test(text)) return true;
    if (boundaries.has(text.toLowerCase())) return false;
  }
  return false;
}

function isCalled(tokens: readonly SqlToken[], at: number): boolean {
  return tokens[at + 1]?.text === '(';
}

/** Words of the language between a column and its value. */
const noColumns =
  /^(?:in|not|like|ilike|similar|to|between|is|any|all|some|array|as|collate|binary|regexp|rlike|escape|interval|date|time|timestamp|e|n|x|b|_\w+|and|row|null|true|false|asc|desc|distinct)$/i;

function isColumn(name: string): boolean {
  return !noColumns.test(name);
}

function before(tokens: readonly SqlToken[], at: number): SqlToken | undefined {
  for (let i = at - 1; i >= 0; i--) if (tokens[i]?.kind !== 'space') return tokens[i];
  return undefined;
}

function after(tokens: readonly SqlToken[], at: number): SqlToken | undefined {
  for (let i = at + 1; i < tokens.length; i++) if (tokens[i]?.kind !== 'space') return tokens[i];
  return undefined;
}
