import { z } from 'zod';
import { AwsFault } from './wire.ts';

/** Reads a call's input as the operation needs it; anything else is AWS's ValidationError. */
export function readInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
  code = 'ValidationException',
): z.output<T> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw new AwsFault(code, z.prettifyError(read.error).replaceAll('\n', ' '));
}

/** A moment as either protocol sends it: epoch seconds (JSON) or ISO 8601 (query). Epoch ms. */
export const moment = z.union([
  z.number().transform((seconds) => Math.round(seconds * 1000)),
  z
    .string()
    .transform((text) => Date.parse(text))
    .pipe(z.number()),
]);

/** A number, which the query protocol sends as text. */
export const count = z.coerce.number().int();

/** A page of a list: `token` is the index to go on from, as an opaque string. */
export function pageOf<T>(
  list: readonly T[],
  token: string | undefined,
  size: number,
): { page: readonly T[]; next: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || start > list.length) {
    throw new AwsFault('InvalidParameterValue', 'The page token is not one of ours.');
  }
  const end = start + size;
  const next = end < list.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { page: list.slice(start, end), next };
}
