import type { Environment } from '../service/service.ts';
import { type EvidenceKind, evidenceKinds } from './question.ts';

/** Which kinds can be asked of an environment: one line a kind, by what its configuration names. */
const askable: Readonly<Record<EvidenceKind, (environment: Environment) => boolean>> = {
  errors: ({ logs }) => logs.length > 0,
  'slow-queries': ({ database }) => database !== undefined,
  'log-volume': ({ logs }) => logs.length > 0,
  database: ({ database }) => database !== undefined,
  changes: ({ alarms, database }) => alarms.length > 0 || database !== undefined,
};

export function askableKinds(
  environment: Environment,
  wanted: readonly EvidenceKind[] = evidenceKinds,
): readonly EvidenceKind[] {
  return wanted.filter((kind) => askable[kind](environment));
}
