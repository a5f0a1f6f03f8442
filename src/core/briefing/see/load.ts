import type { Load, StatementLoad } from '../../evidence/load.ts';
import { compact, milliseconds, percent } from '../amounts.ts';
import type { Line } from '../briefing.ts';
import { statementName } from '../statement-name.ts';
import type { Words } from '../words/words.ts';

/** So many, in a line each: load is told where no log could be read, and says less. */
const statementsShown = 5;

/** `• SELECT point_transactions · 41 % of the load · 2.1 sessions (before 0.3) · 12 calls/s of 170 ms` */
export function loadLines({ statements }: Load, words: Words): Line[] {
  return statements.slice(0, statementsShown).map((one) => {
    const facts = [
      words.slow.ofLoad(percent(one.share)),
      words.slow.sessions(sessions(one.sessions)),
      ...(one.before ? [words.evidenceBriefing.before(sessions(one.before.sessions))] : []),
      ...callsText(one, words),
    ];
    return ['• ', { bold: statementName(one) }, ` · ${facts.join(' · ')}`];
  });
}

export function loadHeadline({ statements }: Load, words: Words): string | undefined {
  const [top] = statements;
  return top && words.slow.headline(statementName(top), words.slow.ofLoad(percent(top.share)));
}

function callsText({ callsPerSecond, meanMs }: StatementLoad, words: Words): string[] {
  if (callsPerSecond === undefined) return [];
  const calls = callsPerSecond < 10 ? callsPerSecond.toFixed(1) : compact(callsPerSecond);
  return [words.slow.calls(calls, meanMs === undefined ? undefined : milliseconds(meanMs))];
}

function sessions(count: number): string {
  return count < 10 ? count.toFixed(count < 1 ? 2 : 1) : String(Math.round(count));
}
