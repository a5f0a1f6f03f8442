import type { AwsFault } from '../../wire.ts';
import { isFunction } from './functions.ts';
import { aggregates, type Expression } from './query.ts';
import { malformed, type Token } from './tokens.ts';

const periods: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Weakest binding first; all of one row bind alike, from the left. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['=', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
];
const comparing = 2;

/** Reads expressions off the tokens of a query, and lets the commands read the words between. */
export interface ExpressionReader {
  expression(): Expression;
  ended(): boolean;
  takeSign(sign: string): boolean;
  takeWord(word: string): boolean;
  takeName(): string;
  takeNumber(): number;
  takePattern(): RegExp | string;
  back(): void;
  position(): number;
  textSince(position: number): string;
  wrong(): AwsFault;
}

export function createExpressionReader(query: string, tokens: readonly Token[]): ExpressionReader {
  let at = 0;

  const wrong = () => malformed(query, tokens[at]?.start ?? query.length);
  const isSign = (sign: string) => tokens[at]?.kind === 'sign' && tokens[at]?.text === sign;

  function isWord(word: string): boolean {
    const token = tokens[at];
    return token?.kind === 'word' && !token.quoted && token.text.toLowerCase() === word;
  }
  function takeSign(sign: string): boolean {
    const found = isSign(sign);
    if (found) at += 1;
    return found;
  }
  function takeWord(word: string): boolean {
    const found = isWord(word);
    if (found) at += 1;
    return found;
  }
  function must(found: boolean): void {
    if (!found) throw wrong();
  }

  function takeName(): string {
    const token = tokens[at];
    if (token?.kind !== 'word') throw wrong();
    at += 1;
    return token.text;
  }

  function takeNumber(): number {
    const token = tokens[at];
    if (token?.kind !== 'number') throw wrong();
    at += 1;
    return Number(token.text);
  }

  function takePattern(): RegExp | string {
    const token = tokens[at];
    if (token?.kind === 'string') {
      at += 1;
      return token.text;
    }
    if (token?.kind !== 'regex') throw wrong();
    const flags = /^\(\?([imsx]+)\)/.exec(token.text);
    try {
      const pattern = new RegExp(token.text.slice(flags?.[0].length ?? 0), flags?.[1] ?? '');
      at += 1;
      return pattern;
    } catch {
      throw wrong();
    }
  }

  function binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return unary();
    let left = level === comparing - 1 && takeWord('not') ? negated() : binary(level + 1);
    if (level === comparing) left = special(left);
    for (;;) {
      const operator = operators.find((one) => (/\w/.test(one) ? isWord(one) : isSign(one)));
      if (operator === undefined) return left;
      at += 1;
      const right = level === comparing - 1 && takeWord('not') ? negated() : binary(level + 1);
      left = { kind: 'binary', operator, left, right };
    }
  }

  function negated(): Expression {
    return { kind: 'not', inner: takeWord('not') ? negated() : binary(comparing) };
  }

  /** `in [..]`, `like /../`, `=~ /../` and their negations. */
  function special(left: Expression): Expression {
    const denied = isWord('not') && nextIs('in', 'like');
    if (denied) at += 1;
    const wrap = (inner: Expression): Expression => (denied ? { kind: 'not', inner } : inner);
    if (takeWord('in')) {
      must(takeSign('['));
      const list = [binary(comparing + 1)];
      while (takeSign(',')) list.push(binary(comparing + 1));
      must(takeSign(']'));
      return wrap({ kind: 'in', left, list });
    }
    if (takeWord('like') || takeSign('=~')) {
      return wrap({ kind: 'like', left, pattern: takePattern() });
    }
    return left;
  }

  function nextIs(...words: readonly string[]): boolean {
    const token = tokens[at + 1];
    return token?.kind === 'word' && words.includes(token.text.toLowerCase());
  }

  function unary(): Expression {
    if (takeSign('-')) {
      const zero: Expression = { kind: 'literal', value: 0 };
      return { kind: 'binary', operator: '-', left: zero, right: unary() };
    }
    if (takeSign('(')) {
      const inner = binary(0);
      must(takeSign(')'));
      return inner;
    }
    const token = tokens[at];
    if (!token) throw wrong();
    if (token.kind === 'sign' && token.text === '*' && tokens[at - 1]?.text === '(') {
      at += 1;
      return { kind: 'literal', value: '*' };
    }
    if (token.kind === 'sign' || token.kind === 'regex') throw wrong();
    at += 1;
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'period') return period(token.text);
    if (!token.quoted && isSign('(')) return call(token.text);
    return { kind: 'field', name: token.text };
  }

  function period(text: string): Expression {
    const [, count = '', unit = ''] = /^(\d+)(\w+)$/.exec(text) ?? [];
    const ms = periods[unit];
    if (ms === undefined) throw wrong();
    return { kind: 'period', ms: Number(count) * ms };
  }

  function call(written: string): Expression {
    const name = written.toLowerCase();
    if (!isFunction(name) && !aggregates.has(name)) {
      at -= 1;
      throw wrong();
    }
    at += 1;
    const args: Expression[] = [];
    if (!isSign(')')) {
      do args.push(binary(0));
      while (takeSign(','));
    }
    must(takeSign(')'));
    return { kind: 'call', name, args };
  }

  return {
    expression: () => binary(0),
    ended: () => at >= tokens.length,
    takeSign,
    takeWord,
    takeName,
    takeNumber,
    takePattern,
    back() {
      at -= 1;
    },
    position: () => tokens[at]?.start ?? query.length,
    textSince: (position) => query.slice(position, tokens[at - 1]?.end ?? position),
    wrong,
  };
}
