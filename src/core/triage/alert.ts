import type { AlarmChange, AlarmState } from '../intake/alarm.ts';
import { clip } from '../kit/text.ts';

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

/** Of each foreign text; the timeline and the monitor have the whole. */
const mostText = 2_000;

export function alertFrom(change: AlarmChange, known?: Alert): Alert {
  return {
    key: change.alertKey,
    name: change.name,
    state: change.state,
    changedAt: change.changedAt,
    reason: clip(change.reason, mostText),
    firstAlarmAt: known?.firstAlarmAt ?? change.changedAt,
    changes: (known?.changes ?? 0) + 1,
    ...(change.metric ? { metric: change.metric } : {}),
    ...(change.description ? { description: clip(change.description, mostText) } : {}),
    ...(change.raw ? { raw: clip(change.raw, mostText) } : {}),
  };
}
