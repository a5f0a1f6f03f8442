import type { Action } from '../action/action.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Window } from '../evidence/question.ts';
import { type Weighed, weigh } from '../evidence/weigh.ts';
import { weighEnvironment } from '../evidence/weigh-environment.ts';
import type { Phase } from '../incident/phase.ts';
import type { Page } from '../oncall/page.ts';
import type { PersonId } from '../oncall/person.ts';
import type { Release } from '../service/release.ts';
import type { RolloutState } from '../service/rollout.ts';
import type { Alert } from '../triage/alert.ts';
import type { Severity } from '../triage/severity.ts';
import type { Words } from './words/words.ts';

/** What can be told of an incident: the dossier without where its messages are. */
export interface IncidentView {
  /** `INC-42`: what people call it. */
  readonly id: string;
  readonly title: string;
  /** `unknown` when no configured service could be recognised. */
  readonly service: string;
  readonly environment: string;
  /** Field of the logs that names who is hit; its name without "Id" is what they are called. */
  readonly tenantField?: string;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly openedAt: number;
  /** `firebreak` when an alarm opened it. */
  readonly openedBy: PersonId;
  readonly acknowledged?: { readonly by: PersonId; readonly at: number };
  readonly closed?: { readonly by: PersonId; readonly at: number };
  readonly alerts: Readonly<Record<string, Alert>>;
  /** Ids of questions not yet answered. */
  readonly asking: readonly string[];
  /** The newest answer to each kind of question. */
  readonly evidence: Readonly<Partial<Record<Evidence['kind'], Evidence>>>;
  /** The newest look at everything at once: one picture shows what it found. */
  readonly look?: { readonly id: string; readonly window: Window };
  readonly rollout?: RolloutState;
  /** Newest first; what could be rolled back to. */
  readonly releases?: readonly Release[];
  readonly rolloutFailure?: string;
  /** Why pictures and files are missing in the thread. */
  readonly attachFailure?: string;
  readonly actions: readonly Action[];
  readonly pages: readonly Page[];
}

/** When it began, as far as we know: the earliest alarm, else when somebody said so. */
export function onsetOf(incident: IncidentView): number {
  return Math.min(
    incident.openedAt,
    ...Object.values(incident.alerts).map(({ firstAlarmAt }) => firstAlarmAt),
  );
}

/** What the evidence says together. */
export function weighedOf(incident: IncidentView): Weighed {
  return weigh({
    evidence: incident.evidence,
    releases: incident.releases ?? [],
    alarmAt: onsetOf(incident),
  });
}

/**
 * Who is hit, as far as the logs say: whose requests went to the wrong environment, else by the most
 * frequent error, because the errors of every day hit somebody too. Undefined: not known.
 */
export function hitOf(
  incident: IncidentView,
): { readonly hit: number; readonly total?: number } | undefined {
  const astray = hitAstray(incident);
  if (astray !== undefined) return { hit: astray };
  const digest = incident.evidence.errors?.errors;
  if (!digest?.tenants) return undefined;
  const hit = digest.groups[0]?.tenants ?? digest.tenants.hit;
  // No errors is not "nobody is hit": slow answers, say, leave none.
  if (hit === 0) return undefined;
  return { ...digest.tenants, hit };
}

function hitAstray({ evidence, releases = [] }: IncidentView): number | undefined {
  const found = weighEnvironment({ evidence, releases });
  return found && found.sure !== 'guess' ? found.wrong.strays?.tenants?.hit : undefined;
}

/** `shopId` and `shop_id` are about shops: `shop`. */
export function tenantNoun(of: { readonly tenantField?: string }): string {
  const field = of.tenantField?.split('.').at(-1) ?? '';
  return field.replace(/[_-]?id$/i, '').toLowerCase() || 'tenant';
}

/** `SEV2 · points-api · production`: the first words of every message about it. */
export function nameplate(incident: IncidentView, words: Words): string {
  return [incident.severity, ...placeOf(incident, words)].join(' · ');
}

/** `SEV2 points-api production`: the same for a lock screen. */
export function plainNameplate(incident: IncidentView, words: Words): string {
  return [incident.severity, ...placeOf(incident, words)].join(' ');
}

/** An alarm of what nobody configured has a place that nobody knows either. */
function placeOf(incident: IncidentView, words: Words): readonly string[] {
  return incident.service === 'unknown'
    ? [words.unknownService]
    : [incident.service, incident.environment];
}
