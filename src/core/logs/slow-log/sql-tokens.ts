import type { Dialect } from './statement.ts';

export interface SqlToken {
  /** `word`: bare, a keyword or a name; `name`: quoted; `text`: a literal in quotes. */
  readonly kind: 'space' | 'comment' | 'word' | 'name' | 'text' | 'number' | 'mark';
  readonly text: string;
}

const kinds = ['comment', 'text', 'name', 'number', 'word', 'space', 'mark'] as const;

/** What is not closed runs to the end: half a literal is a literal. */
const dialects: Readonly<Record<Dialect, RegExp>> = {
  mysql: pattern({
    comment: String.raw`/\*[\s\S]*?(?:\*/|$)|--(?=\s|$)[^\n]*|#[^\n]*`,
    text: String.raw`'(?:[^'\\]|\\[\s\S]|'')*(?:'|$|\\$)|"(?:[^"\\]|\\[\s\S]|"")*(?:"|$|\\$)`,
    name: '`(?:[^`]|``)*(?:`|$)',
  }),
  postgres: pattern({
    comment: String.raw`/\*[\s\S]*?(?:\*/|$)|--[^\n]*`,
    text: String.raw`\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$|\\$)|'(?:[^']|'')*(?:'|$)|\$(?<tag>\w*)\$[\s\S]*?(?:\$\k<tag>\$|$)`,
    name: '"(?:[^"]|"")*(?:"|$)',
  }),
};

function pattern(of: { readonly comment: string; readonly text: string; readonly name: string }) {
  const number = String.raw`(?<![\w$])(?:0x[\da-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)(?!\w)`;
  const word = String.raw`[\w$@\u0080-\uffff]+`;
  const marks = String.raw`->>?|#>>?|[=<>!]+|[\s\S]`;
  return new RegExp(
    [of.comment, of.text, of.name, number, word, String.raw`\s+`, marks]
      .map((one, place) => `(?<${kinds[place]}>${one})`)
      .join('|'),
    'gi',
  );
}

/** All of a statement in pieces; joined again they are the statement. */
export function sqlTokens(sql: string, dialect: Dialect): readonly SqlToken[] {
  return [...sql.matchAll(dialects[dialect])].map(({ groups, 0: text }) => ({
    kind: kinds.find((kind) => groups?.[kind] !== undefined) ?? 'mark',
    text,
  }));
}
