import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const shape = z.object({
  display_information: z.object({ name: z.string() }),
  features: z.object({
    bot_user: z.object({ display_name: z.string() }).optional(),
    app_home: z
      .object({
        home_tab_enabled: z.boolean().optional(),
        messages_tab_read_only_enabled: z.boolean().optional(),
      })
      .optional(),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string().optional(),
          usage_hint: z.string().optional(),
          should_escape: z.boolean().optional(),
        }),
      )
      .default([]),
    shortcuts: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['global', 'message']),
          callback_id: z.string(),
        }),
      )
      .default([]),
  }),
  oauth_config: z.object({
    scopes: z.object({
      bot: z.array(z.string()).default([]),
      bot_optional: z.array(z.string()).default([]),
    }),
  }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
    })
    .default({}),
});

/** What the app asked Slack for; the local workspace grants that and no more. */
export interface Manifest {
  readonly appName: string;
  readonly botName: string;
  readonly hasHome: boolean;
  /** People cannot write in the app's messages tab. */
  readonly readOnlyMessages: boolean;
  readonly commands: readonly {
    command: string;
    description?: string | undefined;
    usage_hint?: string | undefined;
    should_escape?: boolean | undefined;
  }[];
  readonly shortcuts: readonly { name: string; type: 'global' | 'message'; callback_id: string }[];
  readonly scopes: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
}

/** Throws with the file's name when it is missing, not YAML or not a manifest. */
export function readManifest(path: string): Manifest {
  let found: z.infer<typeof shape>;
  try {
    found = shape.parse(parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new Error(`The local Slack could not read the app manifest ${path}: ${String(cause)}`, {
      cause,
    });
  }
  const { features, oauth_config, settings } = found;
  return {
    appName: found.display_information.name,
    botName: features.bot_user?.display_name ?? found.display_information.name,
    hasHome: features.app_home?.home_tab_enabled ?? false,
    readOnlyMessages: features.app_home?.messages_tab_read_only_enabled ?? false,
    commands: features.slash_commands,
    shortcuts: features.shortcuts,
    scopes: new Set([...oauth_config.scopes.bot, ...oauth_config.scopes.bot_optional]),
    events: new Set(settings.event_subscriptions?.bot_events ?? []),
  };
}
