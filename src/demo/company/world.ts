import type { Bug, Logging } from './releases.ts';
import type { ServiceName } from './seconds.ts';

/** One share of a service's traffic and what serves it. */
export interface Serving {
  /** `2026.11.21-2300`: what the program calls itself in its logs. */
  readonly release: string;
  readonly bugs: readonly Bug[];
  readonly logging: Logging;
  /** 0–1. */
  readonly weight: number;
}

/** What decides how a second of the company goes, as it was at that moment. */
export interface World {
  serving(service: ServiceName, at: number): readonly Serving[];
  /** The instance that takes writes for points. */
  writerAt(at: number): string;
  requestsPerSecond(service: ServiceName, at: number): number;
}
