import type { Panel } from '../../core/briefing/picture.ts';
import { stepBase } from './units.ts';

/** From values to pixels, with the values worth a line. */
export interface Scale {
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly number[];
  y(value: number): number;
}

const wantedTicks = 4;
/** Beyond this a sum of six series is no number any more. */
const beyondReason = 1e300;

/**
 * A scale that starts at zero, or below it where values do, and ends at a round number no smaller
 * than the greatest value.
 */
export function scaleOf(
  values: { least: number; most: number },
  unit: Panel['unit'],
  place: { top: number; height: number },
): Scale {
  const low = Math.max(-beyondReason, Math.min(0, values.least));
  const high = Math.min(beyondReason, Math.max(0, values.most));
  const isFlat = high === low;
  const step = isFlat ? 1 : roundStep((high - low) / wantedTicks, high - low, unit);
  const least = Math.floor(low / step) * step;
  const most = isFlat ? 1 : Math.ceil(high / step) * step;
  const count = Math.round((most - least) / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => least + index * step);
  return {
    least,
    most,
    ticks,
    y: (value) => {
      const share = (Math.min(most, Math.max(least, value)) - least) / (most - least);
      return place.top + place.height * (1 - share);
    },
  };
}

/** The smallest of 1, 2, 5, 10 … times the unit's own base that is at least `rough`. */
function roundStep(rough: number, size: number, unit: Panel['unit']): number {
  const base = stepBase(size, unit);
  const power = 10 ** Math.floor(Math.log10(rough / base));
  const factor = [1, 2, 5, 10].find((each) => each * power * base >= rough * (1 - 1e-9)) ?? 10;
  const step = factor * power * base;
  // Half a request, half a millisecond: nothing anybody counts in.
  return unit === 'count' || unit === 'bytes' ? Math.max(1, step) : step;
}
