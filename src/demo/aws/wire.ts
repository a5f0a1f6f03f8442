/** An error as AWS would answer it; the wire turns it into the protocol's own shape. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** One API call, already decoded: `input` has the SDK's own member names. */
export type Operation = (
  input: Record<string, unknown>,
  call: { readonly region: string; readonly operation: string },
) => unknown;

/** One service: its operations by name. The wire decodes, dispatches, encodes. */
export interface LocalService {
  readonly name: 'ecs' | 'logs' | 'monitoring' | 'rds' | 'sns' | 'sqs' | 'sts';
  readonly operations: Readonly<Record<string, Operation>>;
}
