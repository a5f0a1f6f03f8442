import type { Load, StatementLoad } from '../../../core/evidence/load.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { clip } from '../../../core/kit/text.ts';
import { fingerprint, idOf } from '../../../core/logs/slow-log/fingerprint.ts';
import { tablesOf } from '../../../core/logs/slow-log/tables.ts';
import type { DatabaseEngine } from '../../../core/service/service.ts';
import { dialectOf } from './gathering.ts';

/** Kept with the incident: no more than people look at. */
const mostStatements = 25;
const longestFingerprint = 2_000;

/** One statement of one instance, as the monitoring has it. */
export interface SampledStatement {
  /** The monitoring's own id of the shape. */
  readonly digestId: string;
  /** Foreign; may hold literals. */
  readonly text: string;
  readonly isCut: boolean;
  readonly sessions: number;
  readonly callsPerSecond?: number;
  readonly meanMs?: number;
}

interface Sum {
  readonly shape: Pick<StatementLoad, 'id' | 'fingerprint' | 'verb' | 'tables'>;
  sessions: number;
  calls: number | undefined;
  /** Milliseconds a second of those whose calls and mean are known. */
  timed: number | undefined;
}

/** Adds up what instances say of the same shape, and takes every literal out. */
export function loadOf(
  sampled: readonly SampledStatement[],
  window: Window,
  engine: DatabaseEngine,
): Load {
  const sums = new Map<string, Sum>();
  for (const one of sampled) {
    const shape = shapeOf(one, engine);
    const sum = sums.get(shape.id) ?? { shape, sessions: 0, calls: undefined, timed: undefined };
    sums.set(shape.id, sum);
    sum.sessions += one.sessions;
    if (one.callsPerSecond === undefined) continue;
    sum.calls = (sum.calls ?? 0) + one.callsPerSecond;
    if (one.meanMs !== undefined) sum.timed = (sum.timed ?? 0) + one.callsPerSecond * one.meanMs;
  }
  const total = sampled.reduce((all, one) => all + one.sessions, 0);
  const statements = [...sums.values()]
    .sort((a, b) => b.sessions - a.sessions)
    .slice(0, mostStatements)
    .map(
      ({ shape, sessions, calls, timed }): StatementLoad => ({
        ...shape,
        sessions,
        share: total > 0 ? sessions / total : 0,
        ...(calls === undefined ? {} : { callsPerSecond: calls }),
        ...(timed === undefined || !calls ? {} : { meanMs: timed / calls }),
      }),
    );
  return { window, total, statements };
}

function shapeOf({ text, isCut }: SampledStatement, engine: DatabaseEngine): Sum['shape'] {
  const dialect = dialectOf(engine);
  const whole = fingerprint(text, dialect);
  return {
    id: idOf(whole),
    fingerprint: clip(isCut ? `${whole} …` : whole, longestFingerprint),
    verb: /^\w+/.exec(whole)?.[0].toLowerCase() ?? '',
    tables: tablesOf(whole),
  };
}
