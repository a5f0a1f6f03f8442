import { fingerprintTokens, isName, unquoted } from './fingerprint-tokens.ts';

/** More tables than this help nobody to recognise a statement. */
const mostTables = 12;

/** After these a table name comes, unless the word before says otherwise. */
const introducers = new Set(['from', 'join', 'into', 'update', 'table']);

/** What may stand between an introducer and the name. */
const between = new Set(
  'only lateral ignore low_priority high_priority delayed quick if exists not concurrently'.split(
    ' ',
  ),
);

/** A FROM inside these functions' parentheses names no table. */
const notTableFunctions = new Set([
  'extract',
  'substring',
  'substr',
  'trim',
  'overlay',
  'position',
]);

/** A comma goes on to the next table only in the FROM clause itself; one of these ends it. */
const clauseEnds = new Set(
  'where set group order having limit on using values select union window for returning'.split(' '),
);

/**
 * The tables a fingerprint names, in order, without quotes; names of common table expressions are
 * not tables. A reading aid: unusual syntax may hide a table, never fails.
 */
export function tablesOf(fingerprint: string): string[] {
  const tokens = fingerprintTokens(fingerprint);
  const tables = new Set<string>();
  const expressions = new Set<string>();
  const depths: { function: string; inFrom: boolean }[] = [{ function: '', inFrom: false }];

  for (let i = 0; i < tokens.length && tables.size < mostTables; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    const depth = depths.at(-1);
    const before = tokens[i - 1];
    if (token === '(') {
      depths.push({ function: before ?? '', inFrom: false });
      if (before === 'as') expressions.add(unquoted(tokens[i - 2] ?? ''));
    } else if (token === ')') {
      if (depths.length > 1) depths.pop();
    } else if (clauseEnds.has(token)) {
      if (depth !== undefined) depth.inFrom = false;
    }
    const isComma = token === ',' && depth?.inFrom === true;
    if (!isComma && !introduces(token, before, depth?.function ?? '')) continue;
    if (depth !== undefined) depth.inFrom = isComma || token === 'from';
    const named = readName(tokens, i + 1);
    if (named !== undefined && !expressions.has(named)) tables.add(named);
  }
  return [...tables];
}

function introduces(token: string, before: string | undefined, inFunction: string): boolean {
  if (!introducers.has(token)) return false;
  if (token === 'from') return before !== 'distinct' && !notTableFunctions.has(inFunction);
  // `for update`, `on duplicate key update`, `on update cascade` change no other table.
  if (token === 'update') return !['for', 'key', 'on', 'do'].includes(before ?? '');
  return true;
}

/** `schema.table` from `at` on; nothing when something else stands there. */
function readName(tokens: readonly string[], from: number): string | undefined {
  let at = from;
  while (between.has(tokens[at] ?? '')) at++;
  const parts: string[] = [];
  for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
    if (!isName(token) || token === 'select') break;
    parts.push(unquoted(token));
    if (tokens[at + 1] !== '.') {
      // A set-returning function: `from generate_series(…)`. An INSERT's column list is no call.
      const isCall = tokens[at + 1] === '(' && tokens[from - 1] === 'from';
      return isCall ? undefined : parts.join('.');
    }
    at += 2;
  }
  return undefined;
}
