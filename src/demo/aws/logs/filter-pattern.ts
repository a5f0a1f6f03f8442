import { AwsFault } from '../wire.ts';

/**
 * The filter patterns of FilterLogEvents, as far as Firebreak may use them: terms (all must be
 * there), `"phrases"`, `-not this`, `?any ?of ?these`, `%regular expression%`, and
 * `{ $.field = value && … }` with = != < > <= >=, `*` in strings, && and ||.
 */
export function createMatcher(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? '';
  if (text === '') return () => true;
  if (text.startsWith('{')) return jsonMatcher(text);
  if (/^%.*%$/s.test(text)) {
    const expression = new RegExp(text.slice(1, -1));
    return (message) => expression.test(message);
  }
  return termMatcher(text);
}

function termMatcher(text: string): (message: string) => boolean {
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map((match) => ({
    sign: match[1],
    term: match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '',
  }));
  const of = (sign: string) => terms.filter((one) => one.sign === sign).map((one) => one.term);
  const [all, none, any] = [of(''), of('-'), of('?')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term)));
}

const condition =
  /^\$\.([\w.]+)\s*(!=|<=|>=|=|<|>)\s*(?:"((?:[^"\\]|\\.)*)"|([-\d.]+|\*?[\w*-]+\*?))$/;

function jsonMatcher(text: string): (message: string) => boolean {
  if (!text.endsWith('}')) throw invalid(text);
  const either = text
    .slice(1, -1)
    .split('||')
    .map((part) => part.split('&&').map((one) => jsonCondition(one.replace(/[()]/g, '').trim())));
  return (message) => {
    if (!message.startsWith('{')) return false;
    let record: unknown;
    try {
      record = JSON.parse(message);
    } catch {
      // A record that is not whole JSON has no fields to match.
      return false;
    }
    return either.some((all) => all.every((test) => test(record)));
  };
}

function jsonCondition(text: string): (record: unknown) => boolean {
  const [, path, operator, quoted, bare] = condition.exec(text) ?? [];
  const wanted = quoted ?? bare;
  if (path === undefined || operator === undefined || wanted === undefined) throw invalid(text);
  const glob = new RegExp(`^${wanted.split('*').map(literal).join('.*')}$`, 's');
  return (record) => {
    const value = path.split('.').reduce<unknown>((at, key) => {
      return typeof at === 'object' && at !== null
        ? (at as Record<string, unknown>)[key]
        : undefined;
    }, record);
    if (value === undefined) return false;
    switch (operator) {
      case '=':
        return glob.test(String(value));
      case '!=':
        return !glob.test(String(value));
      case '<':
        return Number(value) < Number(wanted);
      case '<=':
        return Number(value) <= Number(wanted);
      case '>':
        return Number(value) > Number(wanted);
      default:
        return Number(value) >= Number(wanted);
    }
  };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function invalid(text: string): AwsFault {
  return new AwsFault('InvalidParameterException', `Invalid filter pattern: ${text}`);
}
