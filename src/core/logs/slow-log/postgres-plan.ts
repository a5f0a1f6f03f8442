import type { PlanStep } from './digest.ts';
import { readJsonPlan } from './postgres-plan-json.ts';
import { readTextPlan } from './postgres-plan-text.ts';
import { signBits } from './statement.ts';

/** What auto_explain logged of one execution. */
export interface LoggedPlan {
  /** The `Query Text`, as the client sent it. */
  readonly statement: string;
  readonly steps: readonly PlanStep[];
  /** What the plan shows of `SlowSign`s. */
  readonly signs: number;
}

/** One node of a plan, before it becomes a step. Numbers the plan does not give are absent. */
export interface PlanNode {
  readonly access: string;
  table?: string;
  key?: string;
  planRows?: number;
  /** Counted, of one loop. */
  rows?: number;
  loops?: number;
  removed?: number;
  conditions: string[];
  /** A sort or hash that did not fit into memory. */
  onDisk: boolean;
}

/** A plan of more nodes is cut to its first. */
const mostSteps = 50;

/**
 * Reads what stands behind `plan:`, in auto_explain's text or JSON format; of XML and YAML only the
 * query. Nothing where no query can be found.
 * https://www.postgresql.org/docs/current/auto-explain.html
 */
export function readPlan(text: string): LoggedPlan | undefined {
  const found = readJsonPlan(text) ?? readTextPlan(text) ?? readOtherPlan(text);
  if (found === undefined) return undefined;
  const { statement, nodes } = found;
  return {
    statement: statement.trim(),
    steps: nodes.filter(isWorthTelling).slice(0, mostSteps).map(toStep),
    signs: nodes.reduce((signs, node) => signs | signsOf(node), 0),
  };
}

function isWorthTelling(node: PlanNode): boolean {
  return node.table !== undefined || node.key !== undefined || node.onDisk;
}

/** Rows are those the step read: the ones it gave and the ones its filter threw away. */
function toStep(node: PlanNode): PlanStep {
  const read = node.rows === undefined ? node.planRows : node.rows + (node.removed ?? 0);
  const rows = read === undefined ? undefined : read * (node.loops ?? 1);
  const extra = node.conditions.map(withoutLiterals).join('; ');
  return {
    access: node.access,
    ...(node.table === undefined ? {} : { table: node.table }),
    ...(node.key === undefined ? {} : { key: node.key }),
    ...(rows === undefined ? {} : { rows }),
    ...(extra === '' ? {} : { extra }),
  };
}

function signsOf(node: PlanNode): number {
  const scans = node.access.endsWith('Seq Scan') ? signBits['full-scan'] : 0;
  if (!node.access.includes('Sort')) return scans;
  return scans | signBits.filesort | (node.onDisk ? signBits['filesort-on-disk'] : 0);
}

/** A condition as the planner prints it, its values replaced by `?`. */
export function withoutLiterals(condition: string): string {
  return condition
    .replace(/\$\d+/g, '?')
    .replace(/'[^']*(?:''[^']*)*(?:'|$)/g, '?')
    .replace(/(?<![\w."])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w"])/gi, '?');
}

function readOtherPlan(
  text: string,
): { readonly statement: string; readonly nodes: readonly PlanNode[] } | undefined {
  const xml = /<Query-Text>([^<]*)/.exec(text)?.[1];
  if (xml === undefined) return undefined;
  const statement = xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x0d;', '\r')
    .replaceAll('&amp;', '&');
  return { statement, nodes: [] };
}
