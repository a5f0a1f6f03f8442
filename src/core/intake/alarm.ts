import { redact } from '../logs/redact.ts';

/** What a monitor says of one thing: wrong, fine again, or that it cannot tell. */
export type AlarmState = 'alarm' | 'ok' | 'insufficient-data';

/**
 * One change of one alarm, from whatever way it came. The same change arrives by SNS, by
 * EventBridge and from the backstop under three transport ids: `changeId` is what they share.
 */
export interface AlarmChange {
  /** (alarm ARN [+ contributor], state change time, new state): identity of the change. */
  readonly changeId: string;
  /** (alarm ARN [+ contributor]): identity of the alert. */
  readonly alertKey: string;
  readonly source: 'cloudwatch' | 'generic';
  /** How this copy of it reached us. */
  readonly via: 'sqs' | 'https' | 'backstop';
  /** The alarm's name as people know it; up to 255 characters, any script. */
  readonly name: string;
  readonly description?: string;
  readonly state: AlarmState;
  /** The monitor's own reason, verbatim and foreign. */
  readonly reason: string;
  readonly changedAt: number;
  readonly region?: string;
  readonly account?: string;
  /** Which metric, for verification and the headline. Absent for composites and generic alerts. */
  readonly metric?: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly statistic?: string;
    readonly periodSeconds?: number;
    readonly threshold?: number;
    readonly comparison?: string;
  };
  /** Composite alarms: the children that fired. */
  readonly children?: readonly string[];
  /** Generic alerts: the text as it came, cut to 10 000 characters. Foreign. */
  readonly raw?: string;
}

/** Without secrets and personal data: people write anything into descriptions, and generic alerts are any text. */
export function redactAlarm(change: AlarmChange): AlarmChange {
  const { name, description, reason, raw } = change;
  return {
    ...change,
    // A CloudWatch alarm's name is its identity.
    name: change.source === 'generic' ? redact(name) : name,
    reason: redact(reason),
    ...(description === undefined ? {} : { description: redact(description) }),
    ...(raw === undefined ? {} : { raw: redact(raw) }),
  };
}
