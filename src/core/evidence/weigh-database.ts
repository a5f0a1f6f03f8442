import { strainsOf } from './database-strain.ts';
import type { Finding } from './finding.ts';
import type { Known } from './weigh.ts';

/** Who became the writer, and what the database is short of. */
export function databaseFindings({ evidence }: Known): readonly Finding[] {
  const facts = evidence.database?.database;
  if (!facts) return [];
  const from = ['database'] as const;
  const strains = facts.instances.flatMap((instance) => strainsOf(instance));
  return [
    ...failovers(evidence.database),
    ...strains.map((strain): Finding => ({ id: 'strain', sure: 'known', from, strain })),
  ];
}

/** By our own snapshots where two of them differ; else by RDS's word, which may come late. */
function failovers(evidence: Known['evidence']['database']): readonly Finding[] {
  const { writers = [], events = [] } = evidence?.database ?? {};
  const from = ['database'] as const;
  const [before, last] = writers.slice(-2);
  if (before && last) {
    const { at, writer } = last;
    return [{ id: 'failover', sure: 'known', from, at, was: before.writer, is: writer }];
  }
  const event = events.findLast(({ kind }) => kind === 'failover');
  return event ? [{ id: 'failover', sure: 'likely', from, at: event.at }] : [];
}
