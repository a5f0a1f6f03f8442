import { AwsFault, type LocalService } from './wire.ts';

/**
 * throttle: refused, "Rate exceeded" · deny: no permission · error: 500
 * · silent: never answered, nothing done · lost-answer: done, and the connection cut before the answer
 */
export type FaultKind = 'throttle' | 'deny' | 'silent' | 'error' | 'lost-answer';

export interface InjectedFault {
  readonly service: LocalService['name'];
  /** `*`: every operation of the service. */
  readonly operation: string;
  readonly kind: FaultKind;
  readonly times: number;
}

/** What is to go wrong, in the order it was asked for. */
export interface FaultPlan {
  inject(fault: InjectedFault): void;
  clear(): void;
  /** Takes one fault for this call, if one is left. */
  take(service: LocalService['name'], operation: string): FaultKind | undefined;
}

export function createFaultPlan(): FaultPlan {
  let left: { fault: InjectedFault; times: number }[] = [];
  return {
    inject(fault) {
      left.push({ fault, times: fault.times });
    },
    clear() {
      left = [];
    },
    take(service, operation) {
      const hit = left.find(
        ({ fault }) =>
          fault.service === service && (fault.operation === '*' || fault.operation === operation),
      );
      if (!hit) return undefined;
      hit.times -= 1;
      if (hit.times <= 0) left = left.filter((entry) => entry !== hit);
      return hit.fault.kind;
    },
  };
}

/** Each service has its own word for "too fast". */
const throttleCodes: Readonly<Record<LocalService['name'], string>> = {
  ecs: 'ThrottlingException',
  logs: 'ThrottlingException',
  monitoring: 'Throttling',
  pi: 'ThrottlingException',
  rds: 'Throttling',
  sns: 'Throttled',
  sqs: 'RequestThrottled',
  sts: 'Throttling',
};

const queryServices: readonly string[] = ['rds', 'sns', 'sts'];
const actionPrefix: Readonly<Partial<Record<LocalService['name'], string>>> = {
  monitoring: 'cloudwatch',
};

export function faultOf(
  kind: 'throttle' | 'deny' | 'error',
  service: LocalService['name'],
  operation: string,
): AwsFault {
  switch (kind) {
    case 'throttle':
      return new AwsFault(throttleCodes[service], 'Rate exceeded', 400);
    case 'deny': {
      const action = `${actionPrefix[service] ?? service}:${operation}`;
      return new AwsFault(
        queryServices.includes(service) ? 'AccessDenied' : 'AccessDeniedException',
        `User: arn:aws:sts::123456789012:assumed-role/firebreak/local is not authorized to perform: ` +
          `${action} because no identity-based policy allows the ${action} action`,
        queryServices.includes(service) ? 403 : 400,
      );
    }
    case 'error':
      return new AwsFault('InternalFailure', 'We encountered an internal error. Try again.', 500);
  }
}
