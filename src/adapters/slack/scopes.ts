/**
 * Every Web API method this adapter calls, and the bot scopes it needs for what we do with it
 * (each method's page under https://docs.slack.dev/reference/methods). A method that is not here
 * cannot be called: `SlackApi.call` takes these names only.
 */
export const methodScopes = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
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

/** Without these the thread lacks its pictures, and says so: no reason not to start. */
const optionalScopes: readonly string[] = ['files:write'];

/** All bot scopes Firebreak uses, sorted; manifest.yml asks for exactly these. */
export function usedScopes(): readonly string[] {
  const all = [...Object.values(methodScopes), ...Object.values(listenerScopes)].flat();
  return [...new Set<string>(all)].sort();
}

/** Those it cannot work without. */
export function requiredScopes(): readonly string[] {
  return usedScopes().filter((scope) => !optionalScopes.includes(scope));
}
