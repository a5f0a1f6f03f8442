/**
 * The number an RDS parameter stands for: a plain one, or a formula over the memory of the instance
 * (`LEAST({DBInstanceClassMemory/9531392},5000)`). Undefined for what is neither.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ParamValuesRef.html
 */
export function evaluateParameter(
  text: string,
  memoryBytes: number | undefined,
): number | undefined {
  const tokens = text.match(/[A-Za-z]+|\d+(?:\.\d+)?|[-+*/(){},]/g) ?? [];
  if (tokens.join('') !== text.replace(/\s/g, '')) return undefined;
  let place = 0;
  const take = (token: string) => tokens[place] === token && ++place > 0;

  function sum(): number {
    let value = product();
    for (;;) {
      if (take('+')) value += product();
      else if (take('-')) value -= product();
      else return value;
    }
  }
  function product(): number {
    let value = term();
    for (;;) {
      if (take('*')) value *= term();
      else if (take('/')) value /= term();
      else return value;
    }
  }
  function term(): number {
    for (const [open, close] of [
      ['{', '}'],
      ['(', ')'],
    ] as const) {
      if (!take(open)) continue;
      const inner = sum();
      return take(close) ? inner : Number.NaN;
    }
    const token = tokens[place++] ?? '';
    if (token === 'DBInstanceClassMemory') return memoryBytes ?? Number.NaN;
    const apply = Object.hasOwn(functions, token) ? functions[token] : undefined;
    return apply ? apply(list()) : token === '' ? Number.NaN : Number(token);
  }
  function list(): number[] {
    if (!take('(')) return [Number.NaN];
    const values = [sum()];
    while (take(',')) values.push(sum());
    return take(')') ? values : [Number.NaN];
  }

  const value = sum();
  return place === tokens.length && Number.isFinite(value) ? Math.floor(value) : undefined;
}

const functions: Readonly<Record<string, (values: readonly number[]) => number>> = {
  GREATEST: (values) => Math.max(...values),
  LEAST: (values) => Math.min(...values),
  SUM: (values) => values.reduce((total, value) => total + value, 0),
  log: ([value = Number.NaN]) => Math.log2(value),
};
