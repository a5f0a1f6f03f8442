import type { PlanNode } from './postgres-plan.ts';

/** Deeper nodes of a plan are not looked at. */
const deepest = 100;

/** A plan as one JSON object with `Query Text` and `Plan`. */
export function readJsonPlan(
  text: string,
): { readonly statement: string; readonly nodes: readonly PlanNode[] } | undefined {
  const from = text.indexOf('{');
  if (from === -1 || text.slice(0, from).trim() !== '') return undefined;
  const whole = parsed(text.slice(from));
  if (whole === undefined) return cutPlan(text);
  const statement = field(whole, 'Query Text');
  if (typeof statement !== 'string') return undefined;
  const nodes: PlanNode[] = [];
  walk(field(whole, 'Plan'), nodes, 0);
  return { statement, nodes };
}

/** The plan ends in its middle; the query stands before it. */
function cutPlan(
  text: string,
): { readonly statement: string; readonly nodes: readonly PlanNode[] } | undefined {
  const quoted = /"Query Text": ("[^"\\]*(?:\\.[^"\\]*)*")/.exec(text)?.[1];
  const statement = quoted === undefined ? undefined : parsed(quoted);
  return typeof statement === 'string' ? { statement, nodes: [] } : undefined;
}

function walk(node: unknown, nodes: PlanNode[], depth: number): void {
  const access = field(node, 'Node Type');
  if (typeof access !== 'string' || depth > deepest) return;
  const text = (name: string): string | undefined => {
    const value = field(node, name);
    return typeof value === 'string' ? value : undefined;
  };
  const count = (name: string): number | undefined => {
    const value = field(node, name);
    return typeof value === 'number' ? value : undefined;
  };
  const table = text('Relation Name') ?? text('CTE Name') ?? text('Function Name') ?? text('Alias');
  const key = text('Index Name');
  const removed =
    (count('Rows Removed by Filter') ?? 0) + (count('Rows Removed by Index Recheck') ?? 0);
  const known = {
    planRows: count('Plan Rows'),
    rows: count('Actual Rows'),
    loops: count('Actual Loops'),
  };
  nodes.push({
    access: access === 'ModifyTable' ? (text('Operation') ?? access) : access,
    ...(table === undefined || access === 'Bitmap Index Scan' ? {} : { table }),
    ...(key === undefined ? {} : { key }),
    ...(known.planRows === undefined ? {} : { planRows: known.planRows }),
    ...(known.rows === undefined ? {} : { rows: known.rows }),
    ...(known.loops === undefined ? {} : { loops: known.loops }),
    ...(removed === 0 ? {} : { removed }),
    conditions: conditionsOf(node),
    onDisk: text('Sort Space Type') === 'Disk' || (count('Hash Batches') ?? 1) > 1,
  });
  const below = field(node, 'Plans');
  if (Array.isArray(below)) for (const child of below) walk(child, nodes, depth + 1);
}

const conditions = [
  'Sort Key',
  'Hash Cond',
  'Merge Cond',
  'Index Cond',
  'Recheck Cond',
  'TID Cond',
  'Join Filter',
  'Filter',
];

function conditionsOf(node: unknown): string[] {
  return conditions.flatMap((name) => {
    const value = field(node, name);
    if (typeof value === 'string') return [`${name}: ${value}`];
    return Array.isArray(value) ? [`${name}: ${value.map(String).join(', ')}`] : [];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // auto_explain's JSON is well formed, so this one was cut.
    return undefined;
  }
}
