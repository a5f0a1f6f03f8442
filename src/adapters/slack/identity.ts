import { z } from 'zod';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { readAnswer, type SlackApi } from './api.ts';
import { requiredScopes } from './scopes.ts';

/** Who we are in this workspace. */
export interface Identity {
  readonly userId: string;
  /** Our user id where Slack gives no id of the bot. */
  readonly botId: string;
  readonly team: string;
}

const answerOfAuthTest = z.object({
  user_id: z.string(),
  bot_id: z.string().optional(),
  team: z.string().default(''),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/**
 * Asks Slack who the token is, and whether it may do what we need. Throws an `OutsideError` with
 * one sentence when it lacks scopes, is refused, or Slack cannot be reached. That it is a bot's
 * token is known by its form (xoxb-), which the configuration insists on.
 */
export async function identify(api: SlackApi): Promise<Identity> {
  const raw = await api.call('auth.test', {}, 'SLACK_BOT_TOKEN');
  const answer = readAnswer(answerOfAuthTest, raw, 'auth.test');
  const granted = answer.response_metadata?.scopes;
  const lacking = granted ? requiredScopes().filter((scope) => !granted.includes(scope)) : [];
  if (lacking.length > 0) {
    throw refused(
      `the token lacks the scopes ${lacking.join(', ')}; reinstall the Slack app with the scopes of manifest.yml`,
    );
  }
  return { userId: answer.user_id, botId: answer.bot_id ?? answer.user_id, team: answer.team };
}

function refused(why: string): OutsideError {
  return new OutsideError({
    system: 'Slack',
    operation: 'auth.test',
    kind: 'denied',
    message: `Slack: auth.test for SLACK_BOT_TOKEN: ${why}.`,
  });
}
