import type { AlarmChange, AlarmState } from '../intake/alarm.ts';

/** Alarms of one identity as an incident knows them: the newest change wins, by its own time. */
export interface Alert {
  readonly key: string;
  readonly name: string;
  readonly state: AlarmState;
  readonly changedAt: number;
  readonly reason: string;
  readonly firstAlarmAt: number;
  /** Changes seen, for "flapping". */
  readonly changes: number;
  readonly metric?: AlarmChange['metric'];
  readonly description?: string;
  readonly raw?: string;
}

export function alertFrom(change: AlarmChange, known?: Alert): Alert {
  return {
    key: change.alertKey,
    name: change.name,
    state: change.state,
    changedAt: change.changedAt,
    reason: change.reason,
    firstAlarmAt: known?.firstAlarmAt ?? change.changedAt,
    changes: (known?.changes ?? 0) + 1,
    ...(change.metric ? { metric: change.metric } : {}),
    ...(change.description ? { description: change.description } : {}),
    ...(change.raw ? { raw: change.raw } : {}),
  };
}
