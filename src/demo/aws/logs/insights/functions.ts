import type { Value } from './query.ts';

/** The number in a value, if there is one: text that reads as a number counts. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'object') return value.moment;
  if (value === undefined || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Every value leaves Insights as text; moments as `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'object') {
    return new Date(value.moment).toISOString().replace('T', ' ').replace('Z', '');
  }
  return value === undefined ? undefined : String(value);
}

type Call = (args: readonly Value[]) => Value;

const onNumber =
  (change: (value: number) => number): Call =>
  ([value]) => {
    const number = numberOf(value);
    return number === undefined ? undefined : change(number);
  };

const onText =
  (change: (text: string, ...rest: (string | undefined)[]) => Value): Call =>
  ([value, ...rest]) => {
    const text = textOf(value);
    return text === undefined ? undefined : change(text, ...rest.map(textOf));
  };

const roundTo =
  (round: (value: number) => number): Call =>
  ([value, step]) => {
    const at = numberOf(value);
    const size = numberOf(step);
    return at === undefined || !size ? undefined : { moment: round(at / size) * size };
  };

const functions: Readonly<Record<string, Call>> = {
  abs: onNumber(Math.abs),
  ceil: onNumber(Math.ceil),
  floor: onNumber(Math.floor),
  sqrt: onNumber(Math.sqrt),
  log: onNumber(Math.log),
  greatest: (args) => Math.max(...args.map((arg) => numberOf(arg) ?? Number.NEGATIVE_INFINITY)),
  least: (args) => Math.min(...args.map((arg) => numberOf(arg) ?? Number.POSITIVE_INFINITY)),
  tolower: onText((text) => text.toLowerCase()),
  toupper: onText((text) => text.toUpperCase()),
  trim: onText((text) => text.trim()),
  ltrim: onText((text) => text.trimStart()),
  rtrim: onText((text) => text.trimEnd()),
  strlen: onText((text) => text.length),
  substr: onText((text, start, length) => {
    const from = Number(start ?? 0);
    return length === undefined ? text.slice(from) : text.slice(from, from + Number(length));
  }),
  replace: onText((text, search, by) => text.replaceAll(search ?? '', by ?? '')),
  strcontains: onText((text, part) => Number(text.includes(part ?? ''))),
  concat: (args) => args.map((arg) => textOf(arg) ?? '').join(''),
  coalesce: (args) => args.find((arg) => arg !== undefined),
  ispresent: ([value]) => Number(value !== undefined),
  isempty: ([value]) => Number(value === undefined || value === ''),
  isblank: ([value]) => Number((textOf(value) ?? '').trim() === ''),
  tomillis: onNumber((value) => value),
  frommillis: ([value]) => {
    const at = numberOf(value);
    return at === undefined ? undefined : { moment: at };
  },
  datefloor: roundTo(Math.floor),
  dateceil: roundTo(Math.ceil),
  /** `bin(5m)` is of @timestamp; the evaluator puts that in front. */
  bin: roundTo(Math.floor),
};

export function isFunction(name: string): boolean {
  return Object.hasOwn(functions, name);
}

export function callFunction(name: string, args: readonly Value[]): Value {
  return functions[name]?.(args);
}
