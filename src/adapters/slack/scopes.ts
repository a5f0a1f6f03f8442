/**
 * Every Web API method this adapter calls, and the bot scopes it needs for what we do with it
 * (each method's page under https://docs.slack.dev/reference/methods). A method that is not here
 * cannot be called: `SlackApi.call` takes these names only.
 */
export const methodScopes = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
} as const satisfies Record<string, readonly string[]>;

export type SlackMethod = keyof typeof methodScopes;

/** Scopes of what reaches us unasked: the command and the events. */
export const listenerScopes = {
  commands: ['commands'],
  app_mention: ['app_mentions:read'],
  app_home_opened: [],
} as const satisfies Record<string, readonly string[]>;

/** All bot scopes Firebreak needs, sorted; manifest.yml asks for exactly these. */
export function requiredScopes(): readonly string[] {
  const all = [...Object.values(methodScopes), ...Object.values(listenerScopes)].flat();
  return [...new Set<string>(all)].sort();
}
