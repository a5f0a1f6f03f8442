import { innermost, type Trace } from '../trace.ts';
import { codeSignatures } from './code-signatures.ts';
import { codesInText, meaningOf } from './codes.ts';
import { dataSignatures } from './data-signatures.ts';
import { databaseSignatures } from './database-signatures.ts';
import type { DiagnosisId, Sure } from './diagnosis-id.ts';
import { platformSignatures } from './platform-signatures.ts';
import type { Signature } from './signature.ts';

/** What an error record was recognised as. */
export interface Recognised {
  readonly id: DiagnosisId;
  readonly sure: Sure;
  /** The words that say it, not normalised; empty when a code alone said so. */
  readonly said: string;
}

const all = [
  ...databaseSignatures,
  ...dataSignatures,
  ...platformSignatures,
  ...codeSignatures,
] as const;
const inOrder = (order: Signature['order']) => all.filter((one) => one.order === order);
const [first, usual, last] = [inOrder('first'), inOrder(undefined), inOrder('last')];

/** Longest part of a message that is searched. */
const longestSearched = 8_000;

interface Said {
  readonly text: string;
  readonly codes: readonly string[];
}

/**
 * Looks at the innermost cause first, then outwards, then at the record's own message. Words and code
 * together are sure; a code that means one thing is taken where the words are unknown, for servers
 * speak other languages too.
 */
export function recognise(
  trace: Trace | undefined,
  message: string,
  codes: readonly string[] = [],
): Recognised | undefined {
  const chain = trace === undefined ? [] : [innermost(trace), ...trace.toReversed().slice(1)];
  const said: Said[] = chain.map((one) => ({
    text: `${one.type === '' ? '' : `${one.type}: `}${one.message}`.slice(0, longestSearched),
    codes: one.codes ?? [],
  }));
  said.push({ text: message.slice(0, longestSearched), codes });
  return (
    search(said, (one) => byWords(one, first)) ??
    search(said, (one) => byWords(one, usual) ?? byCode(one)) ??
    search(said, (one) => byWords(one, last))
  );
}

function search(
  said: readonly Said[],
  look: (one: Said) => Recognised | undefined,
): Recognised | undefined {
  for (const one of said) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function byWords({ text }: Said, signatures: readonly Signature[]): Recognised | undefined {
  for (const { id, words, title, sure = 'known' } of signatures) {
    const found = words.exec(text);
    if (found !== null) {
      const said = title === undefined ? found[0] : found[0].replace(words, title);
      return { id, sure, said };
    }
  }
  return undefined;
}

function byCode({ text, codes }: Said): Recognised | undefined {
  const id = meaningOf(codes) ?? meaningOf(codesInText(text));
  return id === undefined ? undefined : { id, sure: 'likely', said: '' };
}
