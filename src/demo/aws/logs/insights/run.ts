import { compare, evaluate, isTrue } from './evaluate.ts';
import { textOf } from './functions.ts';
import type { Command, Named, Value } from './query.ts';
import { type Row, rowOfValues } from './row.ts';

export interface QueryRun {
  /** A row is its fields in order, values as text; missing ones are left out. */
  readonly results: readonly (readonly { field: string; value: string }[])[];
  readonly matched: number;
}

const defaultFields: readonly Named[] = ['@timestamp', '@message'].map((name) => ({
  name,
  expression: { kind: 'field', name },
}));

/** Runs the commands over the records (given newest first, as Insights shows them). */
export function runQuery(
  commands: readonly Command[],
  records: Iterable<Row>,
  limit: number,
): QueryRun {
  // Commands that look at one record each are run when the next one asks: a count keeps no records.
  let { rows, count } = counted(records);
  let shown: readonly string[] | undefined;
  let grouped = false;
  for (const command of commands) {
    switch (command.kind) {
      case 'fields':
        rows = changed(rows, (row) => compute(row, command.fields));
        shown = [...(shown ?? []), ...command.fields.map((field) => field.name)];
        break;
      case 'display':
        rows = changed(rows, (row) => compute(row, command.fields));
        shown = command.fields.map((field) => field.name);
        break;
      case 'filter': {
        const kept = counted(rows, (row) => isTrue(evaluate(command.condition, row)));
        rows = kept.rows;
        if (!grouped) count = kept.count;
        break;
      }
      case 'parse':
        rows = changed(rows, (row) => parseInto(row, command));
        break;
      case 'stats':
        rows = groupRows(rows, command);
        shown = [...command.by, ...command.values].map((field) => field.name);
        grouped = true;
        break;
      case 'sort':
        rows = sortRows([...rows], command);
        break;
      case 'limit':
        rows = [...rows].slice(0, command.count);
        break;
      case 'dedup':
        rows = dropRepeats([...rows], command.fields);
        break;
    }
  }
  const found = [...rows];
  const matched = count();
  const names = shown ?? defaultFields.map((field) => field.name);
  const results = found.slice(0, limit).map((row) => {
    const fields = grouped || names.includes('@ptr') ? names : [...names, '@ptr'];
    return [...new Set(fields)].flatMap((field) => {
      const value = textOf(row.get(field));
      return value === undefined ? [] : [{ field, value }];
    });
  });
  return { results, matched };
}

/** The rows that pass, and how many did once they were all asked for. */
function counted(rows: Iterable<Row>, passes: (row: Row) => boolean = () => true) {
  let passed = 0;
  function* passing(): Iterable<Row> {
    for (const row of rows) {
      if (!passes(row)) continue;
      passed += 1;
      yield row;
    }
  }
  return { rows: passing(), count: () => passed };
}

function* changed(rows: Iterable<Row>, change: (row: Row) => void): Iterable<Row> {
  for (const row of rows) {
    change(row);
    yield row;
  }
}

function compute(row: Row, fields: readonly Named[]): void {
  for (const { name, expression } of fields) {
    if (expression.kind !== 'field' || expression.name !== name) {
      row.set(name, evaluate(expression, row));
    }
  }
}

function parseInto(row: Row, command: Extract<Command, { kind: 'parse' }>): void {
  const match = command.pattern.exec(textOf(evaluate(command.from, row)) ?? '');
  command.names.forEach((name, index) => {
    if (name !== '') row.set(name, match?.[index + 1]);
  });
}

interface Group {
  readonly keys: readonly Value[];
  readonly rows: Row[];
  count: number;
}

function groupRows(rows: Iterable<Row>, command: Extract<Command, { kind: 'stats' }>): Row[] {
  const onlyCounts = command.values.every(({ expression }) => isCount(expression));
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const keys = command.by.map((key) => evaluate(key.expression, row));
    const id = keys.map((key) => textOf(key) ?? '\u0000').join('\u0001');
    let group = groups.get(id);
    if (!group) {
      group = { keys, rows: [], count: 0 };
      groups.set(id, group);
    }
    group.count += 1;
    if (!onlyCounts) group.rows.push(row);
  }
  // Without `by` there is one group, and it exists even when nothing matched.
  if (command.by.length === 0 && groups.size === 0)
    groups.set('', { keys: [], rows: [], count: 0 });
  return [...groups.values()].map((group) => {
    const values = new Map<string, Value>();
    command.by.forEach((key, index) => {
      values.set(key.name, group.keys[index]);
    });
    const row = rowOfValues(values);
    for (const { name, expression } of command.values) {
      row.set(name, isCount(expression) ? group.count : evaluate(expression, row, group.rows));
    }
    return row;
  });
}

/** `count(*)` */
function isCount(expression: Named['expression']): boolean {
  if (expression.kind !== 'call' || expression.name !== 'count') return false;
  const [of] = expression.args;
  return of === undefined || (of.kind === 'literal' && of.value === '*');
}

function sortRows(rows: readonly Row[], command: Extract<Command, { kind: 'sort' }>): Row[] {
  const keyed = rows.map((row) => ({
    row,
    keys: command.keys.map((key) => evaluate(key.expression, row)),
  }));
  keyed.sort((a, b) => {
    for (const [index, key] of command.keys.entries()) {
      const order =
        compare(a.keys[index], b.keys[index]) ?? missingFirst(a.keys[index], b.keys[index]);
      if (order !== 0) return key.descending ? -order : order;
    }
    return 0;
  });
  return keyed.map((entry) => entry.row);
}

function missingFirst(left: Value, right: Value): number {
  return Number(left !== undefined) - Number(right !== undefined);
}

function dropRepeats(rows: readonly Row[], fields: readonly Named[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(
      fields.map((field) => textOf(evaluate(field.expression, row)) ?? null),
    );
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
