import { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../../../src/demo/slack/server.ts';
import { quietLogger } from './world.ts';

/** The real Web API client, without retries, so that a test sees each answer once. */
export function clientOf(slack: LocalSlack, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quietLogger,
  });
}

/** The answer of a call by its plain fields, refusals included. */
export async function call(
  slack: LocalSlack,
  method: string,
  args: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const response = await fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${slack.botToken}`,
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Record<string, unknown>;
}
