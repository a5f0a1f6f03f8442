import type { Clock } from '../../../engine/clock.ts';
import type { AlarmDefinition, AlarmStatus, StateValue, Transition } from './alarm.ts';
import { childrenOf, judgeComposite, judgeMetricAlarm } from './evaluate.ts';
import { alarmArn, type Place } from './message.ts';
import type { MetricSource } from './metric.ts';

/** The alarms and their states. Judged once a minute of story time, by the metrics' whole periods. */
export interface AlarmWatch {
  readonly alarms: readonly AlarmDefinition[];
  statusOf(name: string): AlarmStatus;
  /** Judges every minute since the last time. */
  catchUp(): void;
  /** An operator's word; the next evaluation overrules it. */
  set(name: string, value: StateValue, reason: string): void;
  /** Catches up by itself until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

const minuteMs = 60_000;
/** A period is judged a little after it ended. */
const lagMs = 5_000;
/** After a longer jump, only so many minutes are made up for. */
const longestCatchUpMs = 12 * 60 * minuteMs;

export function createAlarmWatch(options: {
  clock: Clock;
  place: Place;
  alarms: readonly AlarmDefinition[];
  source: MetricSource;
  changed: (transition: Transition) => void;
}): AlarmWatch {
  const { clock, alarms, source } = options;
  const startAt = clock.now();
  const states = new Map<string, AlarmStatus>(
    alarms.map((alarm) => [
      alarm.name,
      {
        value: 'OK',
        reason: 'Threshold Crossed: no datapoint crossed the threshold.',
        updatedAt: startAt,
        transitionedAt: startAt - 26 * 60 * minuteMs,
      },
    ]),
  );
  let judgedUntil = Math.floor((startAt - lagMs) / minuteMs) * minuteMs;

  function statusOf(name: string): AlarmStatus {
    const status = states.get(name);
    if (!status) throw new Error(`There is no alarm ${name}.`);
    return status;
  }

  function move(
    alarm: AlarmDefinition,
    at: number,
    next: { value: StateValue; reason: string; reasonData?: string },
    children: Transition['children'] = [],
  ): void {
    const before = statusOf(alarm.name);
    if (before.value === next.value) return;
    const to: AlarmStatus = { ...next, updatedAt: at, transitionedAt: at };
    states.set(alarm.name, to);
    options.changed({ alarm, from: before.value, to, children });
  }

  function judgeAll(at: number): void {
    for (const alarm of alarms) {
      if (alarm.kind !== 'metric') continue;
      const judged = judgeMetricAlarm(alarm, source, at - lagMs, statusOf(alarm.name).value);
      if (judged.value !== undefined) move(alarm, at, { ...judged, value: judged.value });
    }
    judgeComposites(at);
  }

  function judgeComposites(at: number): void {
    for (const alarm of alarms) {
      if (alarm.kind !== 'composite') continue;
      const value = judgeComposite(alarm, (name) => statusOf(name).value);
      const children = childrenOf(alarm)
        .map((name) => ({ name, ...statusOf(name) }))
        .filter((child) => child.value === value)
        .map(({ name, transitionedAt, ...child }) => ({
          name,
          value: child.value,
          at: transitionedAt,
        }));
      const newest = children.reduce((a, b) => (b.at > a.at ? b : a), children[0] ?? noChild);
      const reason = `${alarmArn(options.place, newest.name)} transitioned to ${value} at ${new Date(newest.at).toUTCString()}`;
      move(alarm, at, { value, reason }, children);
    }
  }

  function catchUp(): void {
    const due = Math.floor((clock.now() - lagMs) / minuteMs) * minuteMs;
    judgedUntil = Math.max(judgedUntil, due - longestCatchUpMs);
    while (judgedUntil < due) {
      judgedUntil += minuteMs;
      judgeAll(judgedUntil + lagMs);
    }
  }

  return {
    alarms,
    statusOf,
    catchUp,
    set(name, value, reason) {
      const alarm = alarms.find((candidate) => candidate.name === name);
      if (!alarm) throw new Error(`There is no alarm ${name}.`);
      move(alarm, clock.now(), { value, reason });
      judgeComposites(clock.now());
    },
    async run(signal) {
      while (!signal.aborted) {
        catchUp();
        const now = clock.now();
        const next = Math.floor((now - lagMs) / minuteMs) * minuteMs + minuteMs + lagMs;
        await clock.sleep(next - now, signal);
      }
    },
  };
}

const noChild = { name: '', value: 'OK' as StateValue, at: 0 };
