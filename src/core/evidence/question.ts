import type { Environment } from '../service/service.ts';

/** What we want to know. One question goes to one source; all are asked at once. */
export interface Question {
  readonly id: string;
  readonly kind: 'errors' | 'slow-queries';
  readonly environment: Environment;
  readonly window: Window;
}

/** [fromAt, toAt), epoch milliseconds. */
export interface Window {
  readonly fromAt: number;
  readonly toAt: number;
}
