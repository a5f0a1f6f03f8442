import { z } from 'zod';
import type { Incoming } from '../incoming.ts';
import type { FormOrigin } from '../render/view.ts';

const state = z.object({
  values: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    ),
  ),
});

/** What was put into a form, input by input; block and action carry the same id. */
export function readValues(view: { state: unknown }): Readonly<Record<string, string>> {
  const { values } = state.parse(view.state);
  return Object.fromEntries(
    Object.entries(values).map(([block, actions]) => {
      const input = actions[block];
      return [block, input?.selected_option?.value ?? input?.value ?? ''];
    }),
  );
}

const metadata = z.object({
  channel: z.string().optional(),
  thread: z.string().optional(),
  incident: z.string().optional(),
  service: z.string().optional(),
  environment: z.string().optional(),
  toReleaseId: z.string().optional(),
  planHash: z.string().optional(),
});
export type Carried = z.infer<typeof metadata>;

/** What the form carried along from where it was opened. */
export function readCarried(view: { private_metadata?: string | undefined }): Carried {
  return metadata.parse(JSON.parse(view.private_metadata || '{}'));
}

export function originOf(carried: Carried): FormOrigin {
  return {
    ...(carried.channel === undefined ? {} : { channel: carried.channel }),
    ...(carried.thread === undefined ? {} : { thread: carried.thread }),
    ...(carried.incident === undefined ? {} : { incident: carried.incident }),
  };
}

/** Forms know no channel: the outcome is said where the form was opened. */
export function saidFrom(from: Incoming, carried: Carried): Incoming {
  return { ...from, channel: carried.channel, thread: carried.thread };
}
