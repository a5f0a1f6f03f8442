import { nearest } from '../core/kit/nearest.ts';
import { type Finding, shown } from './finding.ts';
import type { Path } from './place.ts';

/** The names the file gives to things. */
export interface Names {
  readonly people: readonly string[];
  readonly rotations: readonly string[];
  readonly services: readonly string[];
  readonly environments: readonly string[];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name that stands for nothing. Values that are no text are the schema's business. */
export function unknown(
  path: Path,
  value: unknown,
  noun: string,
  known: readonly string[],
  where: string,
): Finding[] {
  if (typeof value !== 'string' || known.includes(value)) return [];
  const meant = nearest(value, known);
  const listed = known.length === 0 ? `There are none yet.` : `Known: ${known.join(', ')}.`;
  const remedy =
    meant === undefined ? `Add it under ${where}. ${listed}` : `Did you mean ${meant}?`;
  return [{ path, problem: `there is no ${noun} ${shown(value)}`, remedy }];
}

export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

export function entriesOf(value: unknown): readonly [string, unknown][] {
  return Object.entries(recordOf(value));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
