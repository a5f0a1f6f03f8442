import type { Logging } from './releases.ts';

/** Something that went wrong inside a request. */
export interface Trouble {
  readonly type: string;
  readonly message: string;
  /** Frames without the first line. */
  readonly frames: readonly string[];
  /** Further members as the driver sets them: code, errno, sqlState … */
  readonly extra: Readonly<Record<string, string | number>>;
}

/** A statement that the database wrote into its slow log. */
export interface SlowStatement {
  readonly instance: string;
  readonly sql: string;
  /** PostgreSQL: the values of $1, $2 … */
  readonly parameters?: readonly string[];
  readonly ms: number;
  readonly rowsSent: number;
  readonly rowsExamined: number;
}

/** One request as it went. Everything anybody can measure or read is made from these. */
export interface Request {
  /** When it was answered, epoch ms. */
  readonly at: number;
  readonly service: 'points-api' | 'orders-api';
  /** What the program that served it takes itself to run in. */
  readonly env: 'production' | 'staging';
  readonly id: string;
  readonly shop: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly release: string;
  /** What that release writes of it. */
  readonly logging: Logging;
  /** Host of the task that served it. */
  readonly host: string;
  /** Host name of the database it spoke to. */
  readonly dbHost: string;
  /** Of points: the server layout its shop is on. */
  readonly layout?: string;
  readonly trouble?: Trouble;
  readonly slow?: SlowStatement;
}
