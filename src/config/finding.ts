import { createRedactor } from '../adapters/log/redact.ts';
import { clip } from '../core/kit/text.ts';
import type { Path } from './place.ts';

/** A fault before its line is looked up. */
export interface Finding {
  readonly path: Path;
  readonly problem: string;
  readonly remedy: string;
}

const redactor = createRedactor();

/** A value as it stands in the file, short, and without what looks like a secret. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${clip(redactor.text(value), 80)}"`;
  if (typeof value === 'object' && value !== null) return 'this';
  return String(value);
}
