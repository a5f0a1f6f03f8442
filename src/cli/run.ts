import { parseArgs } from 'node:util';
import { nearest } from '../core/kit/nearest.ts';
import { OutsideError } from '../core/kit/outside-error.ts';
import {
  type Args,
  type CliCommand,
  done,
  type ExitStatus,
  failed,
  type Outcome,
  type Terminal,
  wrongUsage,
} from './command.ts';

/**
 * Runs one command line. With `--json` exactly one document goes to standard output and nothing
 * else; without it answers go there and complaints to standard error.
 */
export async function runCli(
  commands: readonly CliCommand[],
  line: readonly string[],
  terminal: Terminal,
): Promise<ExitStatus> {
  const outcome = await outcomeOf(commands, line, terminal);
  if (line.includes('--json')) terminal.print(JSON.stringify(outcome.document, null, 2));
  else if (outcome.to === 'err') terminal.complain(outcome.text);
  else terminal.print(outcome.text);
  return outcome.status;
}

async function outcomeOf(
  commands: readonly CliCommand[],
  line: readonly string[],
  terminal: Terminal,
): Promise<Outcome> {
  const read = readLine(commands, line);
  if ('problem' in read) return wrongUsage(read.problem);
  const { args } = read;
  const [name = 'help', ...words] = args.words;
  if (name === 'help') return help(commands, words[0]);
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const meant = nearest(name, ['help', ...commands.map((candidate) => candidate.name)]);
    const hint = meant === undefined ? 'Try: firebreak help' : `Did you mean ${meant}?`;
    return wrongUsage(`There is no command "${name}". ${hint}`);
  }
  if (args.options.help === true) return help(commands, name);
  const allowed = ['json', 'help', ...Object.keys(command.options ?? {})];
  const foreign = Object.keys(args.options).find((option) => !allowed.includes(option));
  if (foreign !== undefined) {
    return wrongUsage(`${name} does not take --${foreign}. Usage: firebreak ${command.usage}`);
  }
  try {
    return await command.run({ words, options: args.options }, terminal);
  } catch (error) {
    if (error instanceof OutsideError) return failed(error.message);
    throw error;
  }
}

function readLine(
  commands: readonly CliCommand[],
  line: readonly string[],
): { args: Args } | { problem: string } {
  const own = commands.flatMap((command) => Object.entries(command.options ?? {}));
  const options = Object.fromEntries(
    own.map(([name, kind]) => [
      name,
      {
        type: kind === 'flag' ? ('boolean' as const) : ('string' as const),
        multiple: kind === 'texts',
      },
    ]),
  );
  try {
    const { tokens, values } = parseArgs({
      args: [...line],
      allowPositionals: true,
      tokens: true,
      options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    const words: string[] = [];
    const lists: Record<string, string[]> = {};
    let list: string[] | undefined;
    for (const token of tokens) {
      if (token.kind === 'positional') (list ?? words).push(token.value);
      else list = undefined;
      if (token.kind === 'option' && options[token.name]?.multiple) {
        list = lists[token.name] ??= [];
        list.push(String(token.value));
      }
    }
    return { args: { words, options: { ...values, ...lists } } };
  } catch (error) {
    // parseArgs throws TypeErrors with a code for what people typed wrong.
    if (!(error instanceof TypeError)) throw error;
    return { problem: `${error.message.split('. ')[0]}. Try: firebreak help` };
  }
}

function help(commands: readonly CliCommand[], name: string | undefined): Outcome {
  const shown = commands.filter((command) => name === undefined || command.name === name);
  if (shown.length === 0) return wrongUsage(`There is no command "${name}". Try: firebreak help`);
  const width = Math.max(...shown.map(({ usage }) => usage.length));
  const lines = shown.map(({ usage, does }) => `  firebreak ${usage.padEnd(width)}  ${does}`);
  const more = name === undefined ? [] : shown.flatMap((command) => ['', ...(command.more ?? [])]);
  const text = [
    ...lines,
    ...more,
    '',
    'With --json one JSON document goes to standard output. Exit status: 0 done, 1 failed, 2 wrong usage.',
  ].join('\n');
  return done(text, { commands: shown.map(({ usage, does }) => ({ usage, does })) });
}
