import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until there is something; the reason for giving up names what was seen. */
export async function eventually<T>(
  look: () => T | undefined | false | null,
  options: { within?: number; seen?: () => string } = {},
): Promise<T> {
  const until = performance.now() + (options.within ?? 15_000);
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > until) {
      throw new Error(`It did not come: ${look}\n${options.seen?.() ?? ''}`);
    }
    await sleep(25);
  }
}
