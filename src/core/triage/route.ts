import { matchesName } from '../kit/match.ts';
import type { Environment, Service } from '../service/service.ts';

/**
 * Which service and environment an alarm speaks of: the configured pattern that matches its name;
 * of several, the longest, because it says most. Undefined: nobody configured it.
 */
export function environmentOfAlarm(
  services: readonly Service[],
  alarmName: string,
): Environment | undefined {
  let best: { environment: Environment; length: number } | undefined;
  for (const environment of services.flatMap((service) => service.environments)) {
    for (const pattern of environment.alarms) {
      if (!matchesName(pattern, alarmName)) continue;
      if (!best || pattern.length > best.length) best = { environment, length: pattern.length };
    }
  }
  return best?.environment;
}
