import { z } from 'zod';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { readAnswer, type SlackApi } from './api.ts';
import { requiredScopes } from './scopes.ts';

/** Who we are in this workspace. */
export interface Identity {
  readonly userId: string;
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
 * one sentence when it is no bot, lacks scopes, is refused, or Slack cannot be reached.
 */
export async function identify(api: SlackApi): Promise<Identity> {
  const raw = await api.call('auth.test', {}, 'SLACK_BOT_TOKEN');
  const answer = readAnswer(answerOfAuthTest, raw, 'auth.test');
  if (answer.bot_id === undefined) {
    throw refused(
      'the token belongs to a person, not to a bot; use the xoxb-… token as SLACK_BOT_TOKEN',
    );
  }
  const granted = answer.response_metadata?.scopes;
  const lacking = granted ? requiredScopes().filter((scope) => !granted.includes(scope)) : [];
  if (lacking.length > 0) {
    throw refused(
      `the token lacks the scopes ${lacking.join(', ')}; reinstall the Slack app with the scopes of manifest.yml`,
    );
  }
  return { userId: answer.user_id, botId: answer.bot_id, team: answer.team };
}

function refused(why: string): OutsideError {
  return new OutsideError({
    system: 'Slack',
    operation: 'auth.test',
    kind: 'denied',
    message: `Slack: auth.test for SLACK_BOT_TOKEN: ${why}.`,
  });
}
