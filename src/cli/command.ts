import type { Variables } from '../config/environment.ts';
import type { BarScreen } from './log-file/progress.ts';
import type { RawFile } from './log-file/raw-file.ts';

/** What a command may touch of the world around it. */
export interface Terminal {
  readonly env: Variables;
  /** Throws as `readFileSync` does. */
  readFile(path: string): string;
  /** A file piece by piece, `-` for standard input; throws as `openSync` and `readSync` do. */
  openFile(path: string): RawFile;
  /** To standard output: answers. */
  print(text: string): void;
  /** To standard error: everything else. */
  complain(text: string): void;
  /** Epoch milliseconds. */
  now(): number;
  readonly nodeVersion: string;
  /** Standard error, where it is a terminal. */
  readonly screen?: BarScreen;
  /** Characters a line; what is no terminal has 80. */
  readonly columns: number;
  readonly hasColours: boolean;
}

/** 0 done, 1 failed, 2 wrong usage. */
export type ExitStatus = 0 | 1 | 2;

/** What came of a command: for people as text, for scripts (`--json`) as one document. */
export interface Outcome {
  readonly status: ExitStatus;
  readonly text: string;
  readonly document: unknown;
  /** Where the text goes: an answer, also a bad one, to `out`; why there is none to `err`. */
  readonly to: 'out' | 'err';
}

export interface Args {
  /** What stands after the command's name, options taken out. */
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** What the help and the reading of the command line need of a command. */
export interface CommandFace {
  readonly name: string;
  readonly usage: string;
  readonly does: string;
  /** Options it takes besides `--json` and `--help`; `texts` takes all words up to the next option. */
  readonly options?: Readonly<Record<string, 'text' | 'texts' | 'flag'>>;
  /** More lines for the help on this command alone. */
  readonly more?: readonly string[];
}

export interface CliCommand extends CommandFace {
  run(args: Args, terminal: Terminal): Promise<Outcome>;
}

export function done(text: string, document: unknown): Outcome {
  return { status: 0, text, document, to: 'out' };
}

/** It was looked at, and the answer is bad. */
export function foundBad(text: string, document: unknown): Outcome {
  return { status: 1, text, document, to: 'out' };
}

/** There is no answer. */
export function failed(text: string): Outcome {
  return { status: 1, text, document: { error: text }, to: 'err' };
}

export function wrongUsage(text: string): Outcome {
  return { status: 2, text, document: { error: text }, to: 'err' };
}

/** An answer from what could be read; what could not is complained about, and the status is 1. */
export function partly(outcome: Outcome, problems: readonly string[], terminal: Terminal): Outcome {
  for (const problem of problems) terminal.complain(problem);
  return problems.length === 0 ? outcome : { ...outcome, status: 1 };
}
