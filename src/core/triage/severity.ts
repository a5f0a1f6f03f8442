import { matchesName } from '../kit/match.ts';

/** How bad. SEV1: customers cannot use the product. SEV4: nobody is hit yet. */
export const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;
export type Severity = (typeof severities)[number];

/** Which alarms mean how much trouble, as configured. The first rule that matches wins. */
export interface SeverityRules {
  readonly rules: readonly {
    readonly alarms: readonly string[];
    readonly environments: readonly string[];
    readonly severity: Severity;
  }[];
  readonly otherwise: Severity;
}

export function severityOf(
  severities: SeverityRules,
  alarmName: string,
  environment: string,
): Severity {
  const rule = severities.rules.find(
    ({ alarms, environments }) =>
      alarms.some((pattern) => matchesName(pattern, alarmName)) &&
      environments.some((pattern) => matchesName(pattern, environment)),
  );
  return rule?.severity ?? severities.otherwise;
}
