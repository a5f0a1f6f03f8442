import { causesFirst, type Trouble } from '../logs/error-traces/causes-first.ts';
import type { Release } from '../service/release.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, nameOf } from './finding.ts';
import { estimateOnset } from './onset.ts';
import type { EvidenceKind } from './question.ts';
import { databaseFindings } from './weigh-database.ts';
import { environmentFindings } from './weigh-environment.ts';
import { errorFindings } from './weigh-errors.ts';
import { silenceFindings } from './weigh-silence.ts';
import { slowFindings } from './weigh-slow.ts';

/** What is known of an incident so far. */
export interface Known {
  readonly evidence: Readonly<Partial<Record<EvidenceKind, Evidence>>>;
  /** Newest first. */
  readonly releases: readonly Release[];
  /** When the first alarm fired, or somebody said so. */
  readonly alarmAt: number;
}

export interface Weighed {
  /** When it began: from the course of the errors or of strange lines where it shows, else the alarm. */
  readonly onset: { readonly at: number; readonly from: 'errors' | 'lines' | 'alarm' };
  /** Causes above what they explain; the surest first. */
  readonly findings: readonly Finding[];
}

/** People read five; what stands behind them explains or repeats it. */
const mostFindings = 12;

const rules: readonly ((known: Known) => readonly Finding[])[] = [
  environmentFindings,
  databaseFindings,
  slowFindings,
  silenceFindings,
  errorFindings,
];

/**
 * What the evidence says together. A source that failed or was not asked proves nothing: no rule
 * claims anything from its absence, and what depends on it says less.
 */
export function weigh(known: Known): Weighed {
  const findings = rules.flatMap((rule) => rule(known));
  return {
    onset: onsetOf(known, findings),
    findings: ranked(findings, known).slice(0, mostFindings),
  };
}

/** Alarms wait for whole periods; an error that made them fire began up to minutes before. */
function onsetOf({ evidence, alarmAt }: Known, findings: readonly Finding[]): Weighed['onset'] {
  const { errors, window } = evidence.errors ?? {};
  if (errors && window) {
    const onsets = errors.groups.flatMap(({ minutes = [], firstAt }) => {
      const onset = estimateOnset({ ...window, minutes });
      if (!onset) return [];
      // Where there was none before, the first one is surer than its minute.
      return [{ ...onset, at: onset.rateBefore === 0 ? Math.max(onset.at, firstAt) : onset.at }];
    });
    const strongest = onsets.toSorted((a, b) => b.strength - a.strength)[0];
    if (strongest) return { at: strongest.at, from: 'errors' };
  }
  for (const finding of findings) {
    if (finding.id !== 'wrong-environment' || finding.sure === 'guess') continue;
    const { firstAt = alarmAt } = finding.wrong.stray ?? {};
    if (firstAt < alarmAt) return { at: firstAt, from: 'lines' };
  }
  return { at: alarmAt, from: 'alarm' };
}

/** Silent logs break nothing: they stand below what did, and above guesses. */
function rankOf({ id, sure }: Finding): number {
  const surest = { known: 0, likely: 1, guess: 2 } as const;
  return id === 'log-silence' ? 1.5 : surest[sure];
}

function ranked(findings: readonly Finding[], known: Known): readonly Finding[] {
  const troubles = findings.map((finding) => ({ ...troubleOf(finding, known), finding }));
  const order = causesFirst(troubles);
  const led = (trouble: object) => order.filter(({ explainedBy: [by] }) => by === trouble).length;
  return order
    .map(({ trouble, explainedBy: [by] }) => ({ trouble, by, led: led(trouble) }))
    .sort(
      (a, b) =>
        Number(a.by !== undefined) - Number(b.by !== undefined) ||
        rankOf(a.trouble.finding) - rankOf(b.trouble.finding) ||
        b.led - a.led,
    )
    .map(({ trouble, by }) =>
      by ? { ...trouble.finding, explainedBy: nameOf(by.finding) } : trouble.finding,
    );
}

/** As the relations of the catalogue know it: strains go by the trouble they lead to. */
function troubleOf(finding: Finding, { evidence, alarmAt }: Known): Trouble {
  const lasting = {
    firstAt: evidence.database?.window.fromAt ?? alarmAt,
    lastAt: evidence.database?.window.toAt ?? alarmAt,
  };
  switch (finding.id) {
    case 'errors': {
      const { count, firstAt, lastAt } = finding.group;
      const { diagnosis: cause } = finding;
      return { count, firstAt, lastAt, ...(cause === undefined ? {} : { cause }) };
    }
    case 'failover':
      return { cause: 'db.failover', firstAt: finding.at, lastAt: finding.at };
    case 'strain': {
      const cause = { connections: 'db.too_many_connections', storage: 'db.disk_full' } as const;
      const { kind } = finding.strain;
      return kind === 'connections' || kind === 'storage'
        ? { ...lasting, cause: cause[kind] }
        : lasting;
    }
    default:
      return lasting;
  }
}
