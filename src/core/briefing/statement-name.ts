import { clip } from '../kit/text.ts';
import type { SlowClass } from '../logs/slow-log/digest.ts';

const tablesShown = 2;
const nameShown = 60;

/** `SELECT point_transactions`: how people call a statement. Names are the log's: foreign. */
export function statementName({
  verb,
  tables,
  fingerprint,
}: Pick<SlowClass, 'verb' | 'tables' | 'fingerprint'>): string {
  if (verb === '') return clip(fingerprint, nameShown);
  const more = tables.length > tablesShown ? ' …' : '';
  return clip(
    `${verb.toUpperCase()} ${tables.slice(0, tablesShown).join(', ')}${more}`.trim(),
    nameShown,
  );
}
