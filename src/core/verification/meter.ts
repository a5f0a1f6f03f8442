import type { Measurement } from '../service/measurement.ts';
import type { Environment } from '../service/service.ts';

/**
 * Port: measures whether the symptom is gone. `alerts` are the incident's alert keys (alarm ARNs).
 * A reading that could not be had is a measurement with result `missing`, not an exception.
 */
export interface Meter {
  readSymptom(request: {
    environment: Environment;
    alerts: readonly string[];
    /** Only readings after this moment count. */
    sinceAt: number;
  }): Promise<readonly Measurement[]>;
}
