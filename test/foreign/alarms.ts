import { randomUUID } from 'node:crypto';
import { account, alarmArn, alarmName, region } from './aws-server.ts';

type State = 'ALARM' | 'OK';

/** As CloudWatch publishes a composite alarm to a topic in 2026, in the envelope of SNS. */
export function bySns(state: State, at: number): string {
  const moment = new Date(at).toISOString().replace('Z', '+0000');
  const child = `arn:aws:cloudwatch:${region}:${account}:alarm:points-api-child`;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: `arn:aws:sns:${region}:${account}:alarms`,
    Subject: `${state}: "${alarmName}" in EU (Ireland)`,
    Message: JSON.stringify({
      AlarmName: alarmName,
      AlarmDescription: 'Points cannot be added',
      AWSAccountId: account,
      NewStateValue: state,
      NewStateReason: `${child} transitioned to ${state} at Monday 14 September, 2026 11:18:52 UTC`,
      StateChangeTime: moment,
      Region: 'EU (Ireland)',
      AlarmArn: alarmArn,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      ActionExecutedAfterMuteWindow: false,
      OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
      AlarmRule: 'ALARM("points-api-child")',
      TriggeringChildren: [{ Arn: child, State: { Value: state, Timestamp: moment } }],
    }),
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: 'none',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/none.pem',
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
  });
}

/** The same alarm as EventBridge brings it. */
export function byEventBridge(state: State, at: number): string {
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: new Date(at).toISOString(),
    region,
    resources: [alarmArn],
    detail: {
      alarmName,
      configuration: {
        description: 'Points cannot be added',
        alarmRule: 'ALARM("points-api-child")',
      },
      state: {
        value: state,
        reason: 'child transitioned',
        reasonData: JSON.stringify({ triggeringAlarms: [] }),
        timestamp: new Date(at).toISOString().replace('Z', '+0000'),
      },
      previousState: { value: 'OK', timestamp: new Date(at - 1).toISOString() },
    },
  });
}
