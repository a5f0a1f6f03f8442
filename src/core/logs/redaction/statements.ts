import type { Rule } from './rule.ts';

/** What databases and their drivers say about the row and the statement at hand. */
export const statementRules: readonly Rule[] = [
  {
    signs: ['Duplicate entry '],
    pattern: /\b(Duplicate entry )'.{0,1000}?'(?= for key|$)/gm,
    mask: "$1'?'",
  },
  {
    signs: ['Key ('],
    pattern: /\b(Key \([^()]{1,200}\)=)\((?:.{0,1000}?)\)(?= (?:already|is |conflicts)|\.?$)/gm,
    mask: '$1(?)',
  },
  {
    signs: ['Failing row contains'],
    pattern: /\b(Failing row contains )\(.{0,4000}?\)(?=\.|$)/gm,
    mask: '$1(?)',
  },
  { signs: ['arameters: $1'], pattern: /\b([Pp]arameters: )\$1 = .{0,8000}/g, mask: '$1?' },
  { signs: ['[parameters: '], pattern: /\[parameters: .{0,8000}/g, mask: '[parameters: ?]' },
  {
    pattern:
      /(?:\b|(?<=\\[nt]))((?:params|bindings?|bind|parameters|bindParams|query_params)\\{0,15}["']?\s?[:=]\s?)\[(?!\?\])[^\]\n]{0,4000}\]?/g,
    mask: '$1[?]',
  },
  { signs: ["near '"], pattern: /\b(near )'.{1,1000}?'(?= at line|$)/gm, mask: "$1'?'" },
  { signs: ['near "'], pattern: /\b(near )"(?:[^"]){1,1000}?"/g, mask: '$1"?"' },
  {
    signs: ['value', 'input', 'Value'],
    pattern:
      /\b((?:value|input syntax for (?:type )?[\w ]{1,40}|input value for enum [\w".]{1,60}): )(?:'[^'\n]{0,1000}'|"[^"\n]{0,1000}")/gi,
    mask: "$1'?'",
  },
  {
    pattern:
      /\b(?:select\b(?:\s{1,4}['$(\d]|[^\n]{0,2000}?\bfrom\b)|insert\s+(?:ignore\s+)?into|replace\s+into|merge\s+into|update\s[^\n]{1,200}?\sset|delete\s+from|call\s+\w+\s?\()[^\n]*/gi,
    mask: maskSqlValues,
  },
];

/** Literals of a statement that stands in a message; the line end ends it. */
function maskSqlValues(sql: string): string {
  return sql
    .replace(/'(?:[^'\\]|\\.|'')*(?:'|$)/g, "'?'")
    .replace(/\$(\w{0,20})\$[\s\S]{0,4000}?\$\1\$/g, "'?'")
    .replace(/(?<=(?:[=<>]|\blike)\s{0,4})(\\{0,15})"(?:[^"\\\n]){0,1000}\1"(?!\s?\.)/gi, "'?'")
    .replace(
      /(?<=[=<>(,]\s{0,4}|\b(?:in|limit|offset|between|and|values|like)\s{1,4})-?\d+(?:\.\d+)?\b/gi,
      '?',
    )
    .replace(/(\bvalues\s{0,4}\()([^()]{1,2000})(?=\))/gi, maskList);
}

/** Laravel writes values into the statement without quotes. */
function maskList(_match: string, before: string, list: string): string {
  const items = list.split(',').map((item) => {
    const value = item.trim();
    const isPlain = /^(?:'\?'|\?|\$\d+|:\w+|%s|@\w+|null|default|true|false)$/i.test(value);
    return isPlain ? item : item.replace(value, '?');
  });
  return before + items.join(',');
}
