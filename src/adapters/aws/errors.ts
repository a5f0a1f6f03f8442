import { OutsideError, type OutsideErrorKind } from '../../core/kit/outside-error.ts';

/** What was being done when it failed. */
interface AwsCall {
  /** The IAM action, which is also the API's name: `rds:DescribeDBLogFiles`. */
  readonly operation: `${string}:${string}`;
  /** On what: an identifier as people know it. */
  readonly subject: string;
}

const services: Readonly<Record<string, string>> = {
  cloudwatch: 'CloudWatch',
  ecs: 'ECS',
  logs: 'CloudWatch Logs',
  pi: 'Performance Insights',
  rds: 'RDS',
  sns: 'SNS',
  sqs: 'SQS',
};

/**
 * Error names are matched, never messages or classes: the same fault is `Throttling` in RDS,
 * `ThrottlingException` in ECS and Logs, `RequestThrottled` in SQS.
 */
const names: readonly (readonly [RegExp, OutsideErrorKind])[] = [
  [
    /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimit|^OverLimit$/,
    'rate-limited',
  ],
  [
    /AccessDenied|AuthorizationError|Unauthorized|NotAuthorized|OptInRequired|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|Signature|MissingAuthenticationToken|CredentialsProvider|TokenProvider|Forbidden/,
    'denied',
  ],
  [/^TimeoutError$|RequestTimeout|^AbortError$/, 'timed-out'],
  [/NotFound|NonExistent|DoesNotExist/, 'not-found'],
  [/Conflict|InProgress|InvalidDBInstanceState|NotActive/, 'conflict'],
  [/ServiceUnavailable|^Internal|ServerException|ServerError|^SyntaxError$/, 'unavailable'],
];

/** Faults of the way there, by Node's own codes. */
const codes: Readonly<Record<string, OutsideErrorKind>> = {
  ETIMEDOUT: 'timed-out',
  ESOCKETTIMEDOUT: 'timed-out',
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  ECONNABORTED: 'unavailable',
  EPIPE: 'unavailable',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
  EHOSTUNREACH: 'unavailable',
  ENETUNREACH: 'unavailable',
};

/** Turns whatever an SDK call threw into ours. Mistakes of our own code are thrown on unchanged. */
export function toOutsideError(error: unknown, call: AwsCall): OutsideError {
  if (error instanceof OutsideError) return error;
  const fault = readFault(error);
  if (fault.status === undefined && /^(Type|Range|Reference|Assertion)Error$/.test(fault.name)) {
    throw error;
  }
  const kind = kindOf(fault, call);
  const [prefix = '', operation = call.operation] = call.operation.split(':');
  const system = `AWS ${services[prefix] ?? prefix}`;
  return new OutsideError({
    system,
    operation,
    kind,
    message: `Asked ${system} for ${operation} on ${call.subject}; ${whatCameBack(fault, kind)} ${whatToDo(kind, call, fault)}`,
    retryAfterMs: fault.retryAfterMs,
    cause: error,
  });
}

/**
 * Does the endpoint not have this operation at all? Said in many ways: AWS's own services have
 * names for it, others answer 501, 404 without a name, or a sentence.
 */
export function isUnknownOperation(error: unknown): boolean {
  if (!(error instanceof OutsideError)) return false;
  const cause = asRecord(error.cause);
  const fault = readFault(error.cause);
  if (/UnknownOperation|UnknownAction|InvalidAction|NotImplemented/.test(fault.name)) return true;
  if (/^(Unsupported(Operation|Feature)|OperationNotSupported)/.test(fault.name)) return true;
  if (fault.status === 501 || fault.status === 405) return true;
  const isNamed = /Exception$|Fault$/.test(fault.name);
  if (fault.status === 404 && !isNamed) return true;
  const said = `${fault.message} ${String(cause.$responseBodyText ?? '')}`;
  return (
    fault.status !== undefined &&
    /not (yet |been )?implemented|unknown (operation|action)|(operation|action) is not (known|supported|valid)/i.test(
      said,
    )
  );
}

/** Runs one call; what it throws is thrown as `OutsideError`. */
export async function calling<T>(call: AwsCall, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toOutsideError(error, call);
  }
}

interface Fault {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
}

function kindOf(fault: Fault, call: AwsCall): OutsideErrorKind {
  // In Logs this is "too many queries at once", in other services a quota that waiting does not lift.
  if (fault.name === 'LimitExceededException' && call.operation.startsWith('logs:')) {
    return 'rate-limited';
  }
  const byCode = fault.code ? codes[fault.code] : undefined;
  if (byCode) return byCode;
  const named = names.find(([pattern]) => pattern.test(fault.name));
  if (named) return named[1];
  if (fault.status === undefined) return 'unavailable';
  if (fault.status === 429) return 'rate-limited';
  if (fault.status === 401 || fault.status === 403) return 'denied';
  if (fault.status === 404) return 'not-found';
  if (fault.status === 409) return 'conflict';
  return fault.status >= 400 && fault.status < 500 ? 'invalid' : 'unavailable';
}

/** The SDK's own words for an answer of another form than the service documents. */
const unreadable = /\s*Deserialization error: [\s\S]*$/;

function whatCameBack(fault: Fault, kind: OutsideErrorKind): string {
  if (unreadable.test(fault.message)) {
    const why = fault.message.replace(unreadable, '').slice(0, 200);
    return `its answer (HTTP ${fault.status ?? '?'}) could not be read: ${why}.`;
  }
  if (fault.name === 'AbortError') return 'it was stopped before an answer came.';
  if (kind === 'timed-out') return 'no answer came in time.';
  const label = fault.code ?? fault.name;
  const text = fault.message.replace(/\s+/g, ' ').trim().slice(0, 300);
  return `it answered ${label}${text && text !== label ? `: ${text.replace(/\.$/, '')}` : ''}.`;
}

function whatToDo(kind: OutsideErrorKind, call: AwsCall, fault: Fault): string {
  if (unreadable.test(fault.message)) return 'Check AWS_ENDPOINT_URL and the proxies on the way.';
  if (fault.name === 'AbortError') return 'Ask again, or look in the console.';
  switch (kind) {
    case 'denied':
      return /Token|Credentials|Client|AccessKey|Signature/.test(fault.name)
        ? "Check Firebreak's AWS credentials and this machine's clock."
        : `Allow ${call.operation} on it in the IAM policy of Firebreak's role.`;
    case 'rate-limited':
      return 'Nothing to do: it will be asked again more slowly.';
    case 'not-found':
      return 'Check the name, the region and the account in the configuration.';
    case 'conflict':
      return 'It is changing right now: look at it again in a minute.';
    case 'invalid':
      return 'The request itself is refused: check the names in the configuration.';
    case 'timed-out':
    case 'unavailable':
      return 'Check the network from this machine and the AWS health page of the region.';
  }
}

function readFault(error: unknown): Fault {
  const fields = asRecord(error);
  const metadata = asRecord(fields.$metadata);
  const headers = asRecord(asRecord(fields.$response).headers);
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return {
    name: typeof fields.name === 'string' ? fields.name : 'Error',
    code: typeof fields.code === 'string' ? fields.code : undefined,
    message: typeof fields.message === 'string' ? fields.message : String(error),
    status: typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
