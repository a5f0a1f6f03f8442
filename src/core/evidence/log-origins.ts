import type { Tally } from '../logs/error-traces/digest.ts';

/**
 * What the lines of a service say of themselves: which environment their program takes itself to run
 * in, and which database it speaks to. Moments are epoch milliseconds.
 */
export interface LogOrigins {
  /** Where they were written, as it was configured when it was looked. */
  readonly home: Place;
  /** What it could be mistaken for: the service's other environments. */
  readonly others: readonly Place[];
  /** Most lines first. */
  readonly lines: readonly OriginLines[];
  /** The same of the baseline, read where lines belong elsewhere; absent: not read. */
  readonly before?: readonly OriginLines[];
  /** Of the lines that belong elsewhere; asked only where there are some. */
  readonly strays?: Strays;
  /** Tenants of home in the logs of other environments, where they were not before. */
  readonly guests?: readonly Guests[];
}

export interface Place {
  readonly name: string;
  /** Identifiers of instances or of a cluster. Empty: none is configured. */
  readonly databases: readonly string[];
}

/** Lines that say the same of themselves. */
export interface OriginLines {
  /** `staging`, `prod`: in the program's own word; absent: they do not say. */
  readonly env?: string;
  /** Host of the database; absent: they do not say. */
  readonly database?: string;
  readonly release?: string;
  readonly lines: number;
  /** How many of them are of requests that change something, where lines name a method. */
  readonly writes?: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Lines minute by minute, or in longer stretches; one without lines is absent. */
  readonly minutes: readonly { readonly at: number; readonly lines: number }[];
}

/** Who is behind the lines that belong elsewhere. */
export interface Strays {
  readonly hosts?: readonly Tally[];
  /** Of requests that change something, where lines name a method; else of all lines. */
  readonly tenants?: {
    readonly hit: number;
    readonly names: readonly string[];
    /** A console page that lists them all. */
    readonly link?: string;
  };
}

export interface Guests {
  /** Whose logs they are in. */
  readonly environment: string;
  readonly tenants: number;
  readonly names: readonly string[];
  readonly lines: number;
  readonly firstAt: number;
  readonly lastAt: number;
}
