import { canonicalJson } from './change.ts';
import { type Revision, settingNames } from './schema.ts';

/** What must be said again besides the task definition, and what cannot be said. */
export interface Restated {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Differences that UpdateService cannot undo without forcing; people are told. */
  readonly left: readonly string[];
}

/**
 * UpdateService changes only what it names, so every setting that differed in the destination is
 * named again. Launch type and capacity providers are left alone: they need a forced deployment.
 */
export function restate(destination: Revision, now: Revision): Restated {
  const settings: Record<string, unknown> = {};
  const left: string[] = [];
  for (const name of settingNames) {
    const [then, current] = [destination[name], now[name]];
    if (canonicalJson(then ?? null) === canonicalJson(current ?? null)) continue;
    if (then !== undefined) settings[name] = then;
    else if (Array.isArray(current)) settings[name] = [];
    else if (name === 'serviceConnectConfiguration') settings[name] = { enabled: false };
    else left.push(name);
  }
  for (const name of ['launchType', 'capacityProviderStrategy'] as const) {
    const same = canonicalJson(destination[name] ?? null) === canonicalJson(now[name] ?? null);
    if (!same) left.push(name);
  }
  return { settings, left };
}
