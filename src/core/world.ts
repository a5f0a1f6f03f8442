import type { Policy } from './decision/policy.ts';
import type { Person } from './oncall/person.ts';
import type { Rotation } from './oncall/rotation.ts';
import type { Environment, Service } from './service/service.ts';
import type { Severity } from './triage/severity.ts';

/** What the configuration says, as the core reads it. Fixed while the program runs. */
export interface World {
  readonly services: readonly Service[];
  readonly people: readonly Person[];
  readonly rotations: readonly Rotation[];
  readonly policies: readonly Policy[];
  readonly severities: {
    /** First match wins. */
    readonly rules: readonly {
      /** Alarm names, `*` as wildcard. */
      readonly alarms: readonly string[];
      readonly environments: readonly string[];
      readonly severity: Severity;
    }[];
    readonly otherwise: Severity;
    /** Severities that page the holder of the shift. */
    readonly paging: readonly Severity[];
  };
  /** Where incidents of services without a channel of their own live. */
  readonly channel: string;
  readonly language: 'en' | 'ko';
}

/** The clock on the wall of who is called for the service. */
export function zoneOf({ services, rotations }: World, service: string): string {
  const name = services.find((candidate) => candidate.name === service)?.rotation;
  const rotation = rotations.find((each) => each.name === name) ?? rotations[0];
  return rotation?.zone ?? 'UTC';
}

export function environmentOf(
  world: World,
  service: string,
  environment: string,
): Environment | undefined {
  return world.services
    .find((candidate) => candidate.name === service)
    ?.environments.find((candidate) => candidate.name === environment);
}
