export interface LogEvent {
  /** Epoch ms. */
  readonly at: number;
  readonly stream: string;
  readonly message: string;
}

export interface LogGroup {
  readonly name: string;
  readonly retentionDays: number;
  readonly createdAt: number;
  readonly class: 'STANDARD' | 'INFREQUENT_ACCESS';
}

/** Where the lines come from: the simulated company. */
export interface LogSource {
  readonly groups: readonly LogGroup[];
  /** Events with fromAt <= at < toAt, oldest first. */
  events(group: string, fromAt: number, toAt: number): readonly LogEvent[];
}
