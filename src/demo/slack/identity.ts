/** Who the one app of the local workspace is; fixed, so that tests can name it. */
export const identity = {
  teamId: 'T0LOCAL',
  teamName: 'Local Workspace',
  teamDomain: 'local-workspace',
  appId: 'A0FIREBRK',
  botId: 'B0FIREBRK',
  botUserId: 'U0FIREBRK',
  botToken: 'xoxb-local-workspace-bot',
  appToken: 'xapp-1-local-workspace-app',
  signingSecret: 'local-signing-secret',
} as const;

/** The user Slack itself speaks as ("that command failed"). */
export const slackbotId = 'USLACKBOT';
