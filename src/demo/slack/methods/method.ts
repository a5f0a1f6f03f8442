import type { Args } from '../args.ts';
import type { Stage } from '../stage.ts';

/** One Web API method: answers what stands beside `ok: true`, or throws a SlackFault. */
export type Method = (args: Args, stage: Stage) => Record<string, unknown>;
