import { createGates, type Gate } from '../gate.ts';

/** What all looks of this process share, whichever incident they are for. */
export interface SlowGates {
  /** RDS's log calls cost the instance itself. */
  readonly logFiles: (instance: string) => Gate;
  readonly filterEvents: (region: string) => Gate;
  readonly insights: (region: string) => Gate;
  readonly performanceInsights: (region: string) => Gate;
}

/** One at a time: RDS throttles log downloads per instance. */
const logFilesAtOnce = 1;
/** Of 5 to 25 a second an account and region, which people's own tools use too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const filterEventsAtOnce = 3;
/** Of 100 at once an account and region, shared with dashboards and alarms (same page). */
const insightsAtOnce = 5;
const performanceInsightsAtOnce = 4;

export function createSlowGates(): SlowGates {
  return {
    logFiles: createGates(logFilesAtOnce),
    filterEvents: createGates(filterEventsAtOnce),
    insights: createGates(insightsAtOnce),
    performanceInsights: createGates(performanceInsightsAtOnce),
  };
}
