import { AwsFault } from '../wire.ts';
import type { Datapoint } from './metric.ts';

/** One moment's value of each id; absent: there was no datapoint. */
type Values = (id: string) => number | undefined;
type Formula = (values: Values) => number | undefined;

/**
 * Metric math, as far as error rates need it: + - * /, comparisons (1 or 0), parentheses,
 * `IF(condition, a, b)` and `FILL(id, number)`. A missing datapoint makes the result missing.
 */
export function evaluateExpression(
  expression: string,
  series: ReadonlyMap<string, readonly Datapoint[]>,
): Datapoint[] {
  const formula = parse(expression);
  const moments = new Set<number>();
  const lookup = new Map<string, Map<number, number>>();
  for (const [id, points] of series) {
    lookup.set(id, new Map(points.map((point) => [point.at, point.value])));
    for (const point of points) moments.add(point.at);
  }
  const result: Datapoint[] = [];
  for (const at of [...moments].sort((a, b) => a - b)) {
    const value = formula((id) => {
      const points = lookup.get(id);
      if (!points) throw invalid(`Metric ID ${id} is not defined`);
      return points.get(at);
    });
    if (value !== undefined && Number.isFinite(value)) result.push({ at, value });
  }
  return result;
}

function invalid(what: string): AwsFault {
  return new AwsFault('ValidationError', `Error in expression: ${what}`);
}

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '>': (a, b) => Number(a > b),
  '<': (a, b) => Number(a < b),
  '>=': (a, b) => Number(a >= b),
  '<=': (a, b) => Number(a <= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};
/** Weakest first. */
const levels = [
  ['>', '<', '>=', '<=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
] as const;

function parse(expression: string): Formula {
  const tokens = expression.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|[<>=!]=|[-+*/()<>,]/g) ?? [];
  if (tokens.join('') !== expression.replace(/\s/g, '')) throw invalid(expression);
  let at = 0;

  function expect(token: string): void {
    if (tokens[at] !== token) throw invalid(`expected ${token} in ${expression}`);
    at += 1;
  }

  function level(depth: number): Formula {
    const mine = levels[depth];
    if (!mine) return term();
    let left = level(depth + 1);
    for (;;) {
      const token = tokens[at];
      const operator = mine.find((candidate) => candidate === token);
      const apply = operator && operators[operator];
      if (!apply) return left;
      at += 1;
      const [a, b] = [left, level(depth + 1)];
      left = (values) => {
        const x = a(values);
        const y = b(values);
        return x === undefined || y === undefined ? undefined : apply(x, y);
      };
    }
  }

  function term(): Formula {
    const token = tokens[at];
    if (token === undefined) throw invalid(`${expression} ends too soon`);
    at += 1;
    if (token === '(') {
      const inner = level(0);
      expect(')');
      return inner;
    }
    if (token === '-') {
      const inner = term();
      return (values) => {
        const value = inner(values);
        return value === undefined ? undefined : -value;
      };
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (tokens[at] === '(') return call(token);
    if (/^\w+$/.test(token)) return (values) => values(token);
    throw invalid(`unexpected ${token} in ${expression}`);
  }

  function call(name: string): Formula {
    expect('(');
    const parts = [level(0)];
    while (tokens[at] === ',') {
      at += 1;
      parts.push(level(0));
    }
    expect(')');
    const [first, second, third] = parts;
    if (name === 'IF' && first && second && third) {
      return (values) => (first(values) ? second(values) : third(values));
    }
    if (name === 'FILL' && first && second) return (values) => first(values) ?? second(values);
    throw invalid(`unsupported function ${name}`);
  }

  const formula = level(0);
  if (at < tokens.length) throw invalid(`unexpected ${tokens[at]} in ${expression}`);
  return formula;
}
