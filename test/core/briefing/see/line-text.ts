import type { Line } from '../../../../src/core/briefing/briefing.ts';

/** A line as one text; a moment is ⏱. */
export function textOf(line: Line): string {
  return line
    .map((one) => {
      if (typeof one === 'string') return one;
      if ('bold' in one) return `*${one.bold}*`;
      if ('italic' in one) return `_${one.italic}_`;
      return 'at' in one ? '⏱' : '?';
    })
    .join('');
}
