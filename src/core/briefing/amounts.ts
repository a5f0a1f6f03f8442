/** Three digits are enough on a phone. `120 ms`, `4.2 s`, `340 s`. */
export function milliseconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** 597644 → `598 k`. */
export function compact(count: number): string {
  if (count < 999.5) return String(Math.round(count));
  if (count < 999_500) return `${short(count / 1000)} k`;
  return count < 999_500_000 ? `${short(count / 1e6)} M` : `${short(count / 1e9)} G`;
}

/** 1288490189 → `1.2 GB`, in steps of 1024 as AWS counts. */
export function bytes(count: number): string {
  let rest = count;
  for (const unit of ['B', 'KB', 'MB', 'GB']) {
    if (rest < 1000) return `${unit === 'B' ? Math.round(rest) : short(rest)} ${unit}`;
    rest /= 1024;
  }
  return `${short(rest)} TB`;
}

/** 0 to 1 as `41 %`; the least that is not nothing is `<1 %`. */
export function percent(share: number): string {
  return share > 0 && share < 0.01 ? '<1 %' : `${Math.round(share * 100)} %`;
}

function short(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace('.0', '') : String(Math.round(value));
}
