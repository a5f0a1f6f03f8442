import type { PlanNode } from './postgres-plan.ts';

/** The first line of a plan: it carries the planner's costs, or the measured times. */
const rootLine = /\n\S[^\n]* {2}\((?:cost|actual time|actual rows)=/;
const nodeLine = /^ *(?:-> {2})?(.*?) {2}(\((?:cost|actual|never).*)$/;
const conditionLine =
  /^ +((?:Filter|Index Cond|Recheck Cond|Join Filter|Hash Cond|Merge Cond|Sort Key|TID Cond): .*)$/;

/**
 * A plan in text: `Query Text:` up to the line of its root node. YAML has a quoted query and no such
 * line, so only its query is read.
 */
export function readTextPlan(
  text: string,
): { readonly statement: string; readonly nodes: readonly PlanNode[] } | undefined {
  const from = text.indexOf('Query Text: ');
  if (from === -1) return undefined;
  const rest = text.slice(from + 'Query Text: '.length);
  if (rest.startsWith('"')) return { statement: unquoted(rest), nodes: [] };
  const ends = [
    rootLine.exec(rest)?.index,
    /\nQuery (?:Parameters|Identifier): /.exec(rest)?.index,
  ];
  const end = Math.min(...ends.map((at) => at ?? rest.length));
  return { statement: rest.slice(0, end), nodes: readNodes(rest.slice(end)) };
}

function readNodes(text: string): PlanNode[] {
  const nodes: PlanNode[] = [];
  for (const line of text.split('\n')) {
    const found = nodeLine.exec(line);
    if (found !== null) nodes.push(readNode(found[1] ?? '', found[2] ?? ''));
    else addDetail(nodes.at(-1), line);
  }
  return nodes;
}

function readNode(label: string, numbers: string): PlanNode {
  const found = /^(.*?)(?: using ("[^"]*"|\S+))?(?: on (\S+))?(?: (?:"[^"]*"|\S+))?$/.exec(
    label.includes(' on ') ? label : label + ' on ',
  );
  const access = (found?.[1] ?? label).replace(/ on $/, '').replace(/^(?:Parallel|Async) /, '');
  const relation = found?.[3]?.replace(/^.*\./, '').replaceAll('"', '');
  const isOfIndex = access === 'Bitmap Index Scan';
  const key = isOfIndex ? relation : found?.[2]?.replaceAll('"', '');
  return {
    access,
    ...(relation === undefined || isOfIndex ? {} : { table: relation }),
    ...(key === undefined ? {} : { key }),
    ...number('planRows', /\(cost=\S+ rows=(\d+)/.exec(numbers)?.[1]),
    ...number('rows', /\(actual (?:time=\S+ )?rows=([\d.]+)/.exec(numbers)?.[1]),
    ...number('loops', /loops=(\d+)/.exec(numbers)?.[1]),
    conditions: [],
    onDisk: false,
  };
}

function number(
  field: 'planRows' | 'rows' | 'loops',
  text: string | undefined,
): Partial<Pick<PlanNode, typeof field>> {
  return text === undefined ? {} : { [field]: Number(text) };
}

function addDetail(node: PlanNode | undefined, line: string): void {
  if (node === undefined) return;
  const condition = conditionLine.exec(line)?.[1];
  if (condition !== undefined) node.conditions.push(condition);
  const removed = /^ +Rows Removed by (?:Filter|Index Recheck): (\d+)/.exec(line)?.[1];
  if (removed !== undefined) node.removed = (node.removed ?? 0) + Number(removed);
  if (/^ +Sort Method: .*Disk: |^ +Buckets: .* Batches: (?!1[ )])/.test(line)) node.onDisk = true;
}

/** A quoted value from its opening quote, backslashes resolved; as it stands where it is cut. */
function unquoted(text: string): string {
  const whole = /^"[^"\\]*(?:\\.[^"\\]*)*"/.exec(text)?.[0];
  if (whole === undefined) return text.slice(1);
  try {
    return String(JSON.parse(whole.replaceAll('\n', '\\n').replaceAll('\t', '\\t')));
  } catch {
    return whole.slice(1, -1);
  }
}
