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
  readonly name: 'ecs' | 'logs' | 'monitoring' | 'pi' | 'rds' | 'sns' | 'sqs' | 'sts';
  readonly operations: Readonly<Record<string, Operation>>;
  /** Plain GET requests it answers (certificates, links inside messages); undefined: not mine. */
  readonly page?: (url: URL) => Page | undefined;
  /** The server listens: here is its address. */
  readonly started?: (baseUrl: string) => void | Promise<void>;
  /** The server stops: whatever runs by itself must end. */
  readonly stopped?: () => void | Promise<void>;
  /** Query protocol only: how this service calls the entries of its lists in XML, and its namespace. */
  readonly xml?: XmlNames;
}

export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A list member is wrapped as `<DBInstances><DBInstance>…`; those not named here use `member`. */
export interface XmlNames {
  readonly namespace: string;
  readonly members: Readonly<Record<string, string>>;
}

export const defaultNames: XmlNames = { namespace: 'https://firebreak.invalid/', members: {} };
