import { SlackFault } from './fault.ts';

/** The arguments of one Web API call: strings as they came, or JSON already read. */
export type Args = Readonly<Record<string, unknown>>;

export function text(args: Args, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A required argument; `invalid_arguments` names the one that is missing. */
export function required(args: Args, name: string): string {
  const value = text(args, name);
  if (value === undefined || value === '') {
    throw new SlackFault('invalid_arguments', [
      `[ERROR] missing required field: ${name} [json-pointer:/${name}]`,
    ]);
  }
  return value;
}

export function flag(args: Args, name: string): boolean {
  const value = args[name];
  return value === true || value === 'true' || value === '1' || value === 1;
}

export function count(args: Args, name: string, fallback: number): number {
  const value = Number(args[name] ?? fallback);
  return Number.isFinite(value) ? value : fallback;
}

/** An argument that is JSON: read already in a JSON body, a string of it in a form. */
export function json(args: Args, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackFault(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments', [
      `[ERROR] ${name} is not JSON [json-pointer:/${name}]`,
    ]);
  }
}
