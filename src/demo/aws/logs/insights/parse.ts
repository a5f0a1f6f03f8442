import { createExpressionReader } from './parse-expression.ts';
import type { Command, Named } from './query.ts';
import { malformed, tokenize } from './tokens.ts';

/** A query of CloudWatch Logs Insights; what it does not know is a MalformedQueryException. */
export function parseQuery(query: string): readonly Command[] {
  const tokens = createExpressionReader(query, tokenize(query));
  const commands: Command[] = [];
  if (tokens.ended()) throw malformed(query, 0);
  do commands.push(readCommand());
  while (tokens.takeSign('|'));
  if (!tokens.ended()) throw tokens.wrong();
  return commands;

  function readCommand(): Command {
    const word = tokens.takeName().toLowerCase();
    switch (word) {
      case 'fields':
      case 'display':
      case 'dedup':
        return { kind: word, fields: readNamed() };
      case 'filter':
        return { kind: 'filter', condition: tokens.expression() };
      case 'parse':
        return readParse();
      case 'stats': {
        const values = readNamed();
        return { kind: 'stats', values, by: tokens.takeWord('by') ? readNamed() : [] };
      }
      case 'sort':
      case 'order':
        return readSort();
      case 'limit':
      case 'head':
        return { kind: 'limit', count: tokens.takeNumber() };
      default:
        tokens.back();
        throw tokens.wrong();
    }
  }

  function readNamed(): Named[] {
    const list: Named[] = [];
    do {
      const from = tokens.position();
      const expression = tokens.expression();
      const text = tokens.textSince(from);
      const name = tokens.takeWord('as')
        ? tokens.takeName()
        : expression.kind === 'field'
          ? expression.name
          : text;
      list.push({ name, expression });
    } while (tokens.takeSign(','));
    return list;
  }

  function readSort(): Command {
    tokens.takeWord('by');
    const keys: { expression: Named['expression']; descending: boolean }[] = [];
    do {
      const expression = tokens.expression();
      const descending = tokens.takeWord('desc');
      if (!descending) tokens.takeWord('asc');
      keys.push({ expression, descending });
    } while (tokens.takeSign(','));
    return { kind: 'sort', keys };
  }

  function readParse(): Command {
    const from = tokens.expression();
    const pattern = tokens.takePattern();
    const names: string[] = [];
    if (tokens.takeWord('as')) {
      do names.push(tokens.takeName());
      while (tokens.takeSign(','));
    }
    if (pattern instanceof RegExp) {
      const named = [...pattern.source.matchAll(captures)].flatMap(namesOf);
      if (!named.some((name) => name !== '')) return { kind: 'parse', from, pattern, names };
      // Without their names the groups cost no object for every record.
      const plain = new RegExp(pattern.source.replace(/\(\?<\w+>/g, '('), pattern.flags);
      return { kind: 'parse', from, pattern: plain, names: named };
    }
    const glob = pattern
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .reduce((before, part, index, parts) => {
        const greedy = index === parts.length - 1 && part === '';
        return `${before}(${greedy ? '.*' : '.*?'})${part}`;
      });
    return { kind: 'parse', from, pattern: new RegExp(glob, 's'), names };
  }
}

/** An escape, a class of characters, or the beginning of a group that captures. */
const captures = /\\.|\[(?:\\.|[^\]\\])*\]|(?<capture>\((?:\?<(?<name>\w+)>|(?!\?)))/g;

function namesOf({ groups }: RegExpMatchArray): string[] {
  return groups?.capture === undefined ? [] : [groups.name ?? ''];
}
