import { SlackFault } from './fault.ts';

/** Method → bot scopes, any one of which opens it; from each method's page under docs.slack.dev/reference/methods. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.getPermalink': [],
  'conversations.open': ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.list': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.join': ['channels:join'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.getPresence': ['users:read'],
  'dnd.info': ['dnd:read'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.info': ['files:read'],
  'files.delete': ['files:write'],
  'bookmarks.add': ['bookmarks:write'],
  'pins.add': ['pins:write'],
  'team.info': ['team:read'],
};

/** Refuses what the manifest never asked for. */
export function checkScope(method: string, granted: ReadonlySet<string>): void {
  const scopes = needed[method];
  if (scopes === undefined || scopes.length === 0) return;
  if (scopes.some((scope) => granted.has(scope))) return;
  throw new SlackFault('missing_scope', [], {
    needed: scopes.join(','),
    provided: [...granted].join(','),
  });
}
/** A kind of room may only be read with that kind's own scope. */
export function checkRoomScope(
  kind: 'public' | 'private' | 'im',
  verb: 'history' | 'read',
  granted: ReadonlySet<string>,
): void {
  const family = { public: 'channels', private: 'groups', im: 'im' }[kind];
  const scope = `${family}:${verb}`;
  if (granted.has(scope)) return;
  throw new SlackFault('missing_scope', [], { needed: scope, provided: [...granted].join(',') });
}
