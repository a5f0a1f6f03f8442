import { callFunction, numberOf, textOf } from './functions.ts';
import { aggregates, type Expression, type Value } from './query.ts';
import type { Row } from './row.ts';

/** The value of an expression for one record. `group`: the records an aggregate speaks of. */
export function evaluate(expression: Expression, row: Row, group?: readonly Row[]): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'period':
      return expression.ms;
    case 'field':
      return row.get(expression.name);
    case 'not':
      return Number(!isTrue(evaluate(expression.inner, row, group)));
    case 'in': {
      const left = evaluate(expression.left, row, group);
      const list = expression.list.map((entry) => evaluate(entry, row, group));
      return Number(left !== undefined && list.some((entry) => compare(left, entry) === 0));
    }
    case 'like': {
      const text = textOf(evaluate(expression.left, row, group));
      if (text === undefined) return 0;
      const { pattern } = expression;
      return Number(typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text));
    }
    case 'call':
      return call(expression, row, group);
    case 'binary':
      return binary(expression, row, group);
  }
}

export function isTrue(value: Value): boolean {
  const number = numberOf(value);
  return number !== undefined ? number !== 0 : value === 'true';
}

/** Numbers by size when both read as numbers, else as text; undefined: one is missing. */
export function compare(left: Value, right: Value): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return Math.sign(a - b);
  const [x, y] = [textOf(left) ?? '', textOf(right) ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
}

type BinaryExpression = Extract<Expression, { kind: 'binary' }>;
type CallExpression = Extract<Expression, { kind: 'call' }>;

function binary(expression: BinaryExpression, row: Row, group?: readonly Row[]): Value {
  const left = evaluate(expression.left, row, group);
  const { operator } = expression;
  if (operator === 'and' && !isTrue(left)) return 0;
  if (operator === 'or' && isTrue(left)) return 1;
  const right = evaluate(expression.right, row, group);
  if (operator === 'and' || operator === 'or') return Number(isTrue(right));
  const test = comparisons[operator];
  if (test) {
    const order = compare(left, right);
    return Number(order !== undefined && test(order));
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  return a === undefined || b === undefined ? undefined : arithmetic[operator]?.(a, b);
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const arithmetic: Readonly<Record<string, (a: number, b: number) => number | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? undefined : a / b),
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

function call(expression: CallExpression, row: Row, group?: readonly Row[]): Value {
  const { name, args } = expression;
  if (aggregates.has(name)) return aggregate(expression, group ?? []);
  const values = args.map((arg) => evaluate(arg, row, group));
  return callFunction(name, name === 'bin' ? [row.get('@timestamp'), ...values] : values);
}

function aggregate(expression: CallExpression, group: readonly Row[]): Value {
  const [of, share] = expression.args;
  const everything = !of || (of.kind === 'literal' && of.value === '*');
  const values = everything ? [] : group.map((row) => evaluate(of, row));
  const present = values.filter((value) => value !== undefined);
  const numbers = present.map(numberOf).filter((number) => number !== undefined);
  switch (expression.name) {
    case 'count':
      return everything ? group.length : present.length;
    case 'count_distinct':
      return new Set(present.map(textOf)).size;
    case 'sum':
      return numbers.reduce((total, number) => total + number, 0);
    case 'avg':
      return numbers.length === 0 ? undefined : mean(numbers);
    case 'stddev': {
      if (numbers.length === 0) return undefined;
      const middle = mean(numbers);
      return Math.sqrt(mean(numbers.map((number) => (number - middle) ** 2)));
    }
    case 'min':
      return extreme(present, -1);
    case 'max':
      return extreme(present, 1);
    case 'median':
      return percentile(numbers, 50);
    case 'pct':
    case 'percentile':
      return percentile(numbers, share?.kind === 'literal' ? Number(share.value) : 50);
    case 'earliest':
    case 'latest': {
      const rows = group.filter((row) => of && evaluate(of, row) !== undefined);
      const sign = expression.name === 'latest' ? 1 : -1;
      const order = (a: Row, b: Row) => compare(a.get('@timestamp'), b.get('@timestamp')) ?? 0;
      const row = rows.reduce<Row | undefined>(
        (best, one) => (best && order(one, best) * sign <= 0 ? best : one),
        undefined,
      );
      return row && of ? evaluate(of, row) : undefined;
    }
    default:
      return undefined;
  }
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / numbers.length;
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  return values.reduce<Value>(
    (best, value) => (best === undefined || (compare(value, best) ?? 0) * sign > 0 ? value : best),
    undefined,
  );
}

function percentile(numbers: readonly number[], share: number): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)];
}
