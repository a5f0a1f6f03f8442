import type { Evidence } from '../../../evidence/evidence.ts';
import { evidenceNames } from './names.ts';

export const evidenceBriefing = {
  title: 'What we see',
  asking: (kinds: readonly string[]) => `Looking for ${kinds.join(' and ')} …`,
  noErrors: 'No errors found.',
  noSlow: 'No slow queries found.',
  errors: 'Errors',
  slow: 'Slow queries',
  failed: (kind: Evidence['kind'], why: string) =>
    `Could not find out about ${evidenceNames[kind]}. ${why}`,
  first: 'first',
  last: 'last',
  times: (count: number) => `${count}×`,
  slowLine: (count: number, p95: string, total: string) =>
    `${count}× · p95 ${p95} · ${total} in all`,
  rows: (examined: string, sent: string) => `${examined} rows read for ${sent} returned`,
  more: (count: number) => `and ${count} more kinds`,
  window: 'Window',
  partial: 'Only part was read:',
  look: 'look yourself',
  query: 'Query',
  changed: 'What changed',
  nothingChanged: 'No release in the last 24 hours.',
  releasedAt: 'released',
  beforeOnset: (distance: string) => `${distance} before it began`,
  afterOnset: (distance: string) => `${distance} after it began`,
};
