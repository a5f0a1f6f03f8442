import { expect, test } from 'vitest';
import { identify } from '../../../src/adapters/slack/identity.ts';
import { requiredScopes } from '../../../src/adapters/slack/scopes.ts';

const api = (answer: object) => ({ call: async () => ({ ok: true, ...answer }) });
const us = { user_id: 'U9', bot_id: 'B9', team: 'Shop' };

test('we are who Slack says', async () => {
  const scopes = [...requiredScopes(), 'users:read'];
  const identity = await identify(api({ ...us, response_metadata: { scopes } }));
  expect(identity).toEqual({ userId: 'U9', botId: 'B9', team: 'Shop' });
  await expect(identify(api(us))).resolves.toEqual(identity);
});

test('missing scopes are named, all at once', async () => {
  const scopes = requiredScopes().filter((scope) => !scope.startsWith('im:'));
  await expect(identify(api({ ...us, response_metadata: { scopes } }))).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringContaining(
      'lacks the scopes im:history, im:write; reinstall the Slack app',
    ),
  });
});

test('an answer without the id of the bot is enough', async () => {
  await expect(identify(api({ user_id: 'U9' }))).resolves.toEqual({
    userId: 'U9',
    botId: 'U9',
    team: '',
  });
});

test('an answer that is not from Slack is told as such', async () => {
  await expect(identify(api({ hello: 'world' }))).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('check SLACK_API_URL'),
  });
});
