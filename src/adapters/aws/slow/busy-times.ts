import type { Window } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Log } from '../../../engine/log.ts';
import { calling } from '../errors.ts';
import { readInsightsTime, runInsights } from '../insights.ts';
import type { Look } from './way.ts';

/** Where in a log group slow statements are. */
export interface BusyTimes {
  /** Stretches that hold some, newest first. */
  readonly parts: readonly Window[];
  readonly count: number;
}

/** Of what is left of the time; reading has the rest. */
const share = 0.3;
const minuteMs = 60_000;
/** A day's. */
const mostMinutes = 1_440;
/** Shorter quiet stretches are read over: a page asked for costs more than a page half empty. */
const quietMs = 5 * minuteMs;
/** Data Logs Insights scans is paid for by the gigabyte: no more than a day is asked for. */
const longestMs = 24 * 60 * minuteMs;

/**
 * Counts slow statements by the minute with Logs Insights, so that FilterLogEvents need not page
 * through hours without any. Undefined when it cannot tell in time: then everything is read.
 */
export async function findBusyTimes(
  look: Look,
  group: string,
  window: Window,
  options: { readonly log: Log; readonly pollMs?: number },
): Promise<BusyTimes | undefined> {
  if (window.toAt - window.fromAt > longestMs) return undefined;
  const { region } = look.environment;
  const deadline = look.deadline.part(share);
  try {
    const answer = await calling({ operation: 'logs:StartQuery', subject: group }, () =>
      look.gates.insights(region).through(deadline.signal, () =>
        runInsights(
          {
            clients: look.clients,
            region,
            log: options.log,
            deadline,
            pollMs: options.pollMs ?? 500,
          },
          { groups: [group], text: queryOf(look), window, limit: mostMinutes },
        ),
      ),
    );
    if (!answer.isWhole || answer.rows.length >= mostMinutes) return undefined;
    return busyTimes(answer.rows, window);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    options.log.info({ error, group }, 'Logs Insights did not count: reading everything');
    return undefined;
  }
}

function queryOf({ database }: Look): string {
  const sign = database.engine === 'postgres' ? 'duration: ' : 'Query_time: ';
  return `filter @message like "${sign}" | stats count(*) as n by bin(1m) as minute | sort minute desc`;
}

function busyTimes(
  rows: readonly Readonly<Record<string, string>>[],
  window: Window,
): BusyTimes | undefined {
  const parts: Window[] = [];
  let count = 0;
  for (const row of rows) {
    const at = readInsightsTime(row.minute);
    if (at === undefined) return undefined;
    count += Number(row.n) || 0;
    const fromAt = Math.max(at, window.fromAt);
    const last = parts.at(-1);
    if (last && last.fromAt - (at + minuteMs) <= quietMs) {
      parts[parts.length - 1] = { ...last, fromAt };
    } else parts.push({ fromAt, toAt: Math.min(at + minuteMs, window.toAt) });
  }
  return { parts, count };
}
