import { fingerprintTokens, isName, unquoted } from './fingerprint-tokens.ts';

/** Columns of one table that an index would help with. */
export interface IndexColumns {
  /** Absent where the statement does not say whose columns they are. */
  readonly table?: string;
  /** Compared for equality first, then the ranges, then what is sorted by. */
  readonly columns: readonly string[];
  /** Is one of them compared with a value for equality? That alone leaves few rows. */
  readonly isNarrow: boolean;
}

/** One that is read or compared, as written. */
interface Column {
  readonly qualifier: string | undefined;
  readonly name: string;
}

/** `join`: equal to a column, which may be the one that is known first. */
type Use = 'equality' | 'join' | 'range' | 'sort';

/** After these words, names are no table's alias. */
const notAliases = new Set(
  'as where on using set inner left right full cross natural join straight_join order group having limit offset for union force use ignore values select window returning partition tablesample lateral fetch'.split(
    ' ',
  ),
);
const ranges = new Set(['<', '>', 'between', 'like', 'ilike']);
const mostColumns = 6;

/**
 * The columns of WHERE, JOIN and ORDER BY by table, first the table with most of them compared for
 * equality. Queries inside are left out; a column inside a function is none, an index does not help
 * it. A reading aid: unusual syntax may hide a column, never fails.
 */
export function indexColumns(fingerprint: string): readonly IndexColumns[] {
  const tokens = withoutInnerQueries(fingerprintTokens(fingerprint));
  const tables = tableNames(tokens);
  const single = new Set(tables.values()).size === 1 ? [...tables.values()][0] : undefined;
  const uses = new Map<string, Record<Use, Set<string>>>();

  for (const { column, use } of columnUses(tokens)) {
    const { qualifier, name } = column;
    const table = qualifier === undefined ? single : (tables.get(qualifier) ?? qualifier);
    const key = table ?? '';
    const known = uses.get(key) ?? {
      equality: new Set(),
      join: new Set(),
      range: new Set(),
      sort: new Set(),
    };
    uses.set(key, known);
    known[use].add(name);
  }
  return [...uses]
    .sort(([, a], [, b]) => b.equality.size - a.equality.size || weight(b) - weight(a))
    .map(([table, { equality, join, range, sort }]) => ({
      ...(table === '' ? {} : { table }),
      columns: [...new Set([...equality, ...join, ...range, ...sort])].slice(0, mostColumns),
      isNarrow: equality.size > 0,
    }));
}

function weight({ join, range }: Readonly<Record<Use, ReadonlySet<string>>>): number {
  return join.size + range.size;
}

/** What stands in parentheses with a SELECT in them becomes one `?`. */
function withoutInnerQueries(tokens: readonly string[]): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  tokens.forEach((text, i) => {
    if (depth > 0) {
      if (text === '(') depth += 1;
      if (text === ')') depth -= 1;
    } else if (text === '(' && (tokens[i + 1] === 'select' || tokens[i + 1] === 'with')) {
      depth = 1;
      out.push('?');
    } else out.push(text);
  });
  return out;
}

/** Table by its name and by its alias. */
function tableNames(tokens: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let isList = false;
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i] ?? '';
    const begins = text === 'from' || text === 'join' || (text === 'update' && i === 0);
    if (notAliases.has(text) && !begins) isList = false;
    if (!begins && !(isList && text === ',')) continue;
    isList = true;
    let at = i + 1;
    if (!isName(tokens[at]) || notAliases.has(tokens[at] ?? '')) continue;
    const parts = [unquoted(tokens[at] ?? '')];
    for (; tokens[at + 1] === '.' && isName(tokens[at + 2]); at += 2)
      parts.push(unquoted(tokens[at + 2] ?? ''));
    const table = parts.join('.');
    names.set(parts.at(-1) ?? table, table);
    if (tokens[at + 1] === 'as') at += 1;
    const alias = tokens[at + 1];
    if (isName(alias) && !notAliases.has(alias)) names.set(unquoted(alias), table);
  }
  return names;
}

function* columnUses(tokens: readonly string[]): Generator<{ column: Column; use: Use }> {
  let clause: 'condition' | 'sort' | 'other' = 'other';
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i] ?? '';
    if (text === 'where' || text === 'on') clause = 'condition';
    else if ((text === 'order' || text === 'group') && tokens[i + 1] === 'by') {
      clause = 'sort';
      i += 1;
    } else if (endsClause.has(text)) clause = 'other';
    else if (clause !== 'other' && isName(text) && !notColumns.has(text)) {
      const [column, end] = readColumn(tokens, i);
      if (tokens[end] === '(') {
        i = closing(tokens, end);
        continue;
      }
      const use = clause === 'sort' ? 'sort' : comparison(tokens, i, end);
      if (use !== undefined) yield { column, use };
      i = end - 1;
    }
  }
}

const endsClause = new Set(
  'having limit offset for set values union fetch returning join'.split(' '),
);
const notColumns = new Set(
  'and or not is null true false between like ilike in exists any all some case when then else end asc desc nulls first last interval binary collate escape regexp rlike div mod as row date timestamp current_date current_timestamp'.split(
    ' ',
  ),
);

function readColumn(tokens: readonly string[], from: number): readonly [Column, end: number] {
  const parts = [unquoted(tokens[from] ?? '')];
  let at = from + 1;
  for (; tokens[at] === '.' && isName(tokens[at + 1]); at += 2)
    parts.push(unquoted(tokens[at + 1] ?? ''));
  return [{ qualifier: parts.at(-2), name: parts.at(-1) ?? '' }, at];
}

function closing(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if (tokens[at] === '(') depth += 1;
    if (tokens[at] === ')' && --depth === 0) return at;
  }
  return tokens.length;
}

/** How the column from `at` to `end` is compared; nothing where it is not, or in a way no index helps. */
function comparison(tokens: readonly string[], at: number, end: number): Use | undefined {
  const next = tokens[end];
  const before = tokens[at - 1];
  if (next === 'in') return 'equality';
  if (next === '=') return isName(tokens[end + 1]) ? 'join' : 'equality';
  if (next === '<' && tokens[end + 1] === '=' && tokens[end + 2] === '>') return 'equality';
  if (next === '<' && tokens[end + 1] === '>') return undefined;
  if (next === 'is' && tokens[end + 1] === 'null') return 'equality';
  if (ranges.has(next ?? '')) return 'range';
  // `… = other.column`, the right-hand side of a join.
  if (before !== '=') return undefined;
  const mark = tokens[at - 2];
  if (mark === '<' || mark === '>') return 'range';
  if (mark === '!') return undefined;
  return isName(mark) ? 'join' : 'equality';
}
