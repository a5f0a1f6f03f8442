import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { expect, test } from 'vitest';
import { slackCode, toSlackError } from '../../../src/adapters/slack/errors.ts';

const call = { operation: 'chat.postMessage', subject: '#incidents' };
const platform = (error: string, more: object = {}) =>
  new WebAPIPlatformError({ ok: false, error, ...more });
const timeout = Object.assign(new Error('aborted'), { name: 'TimeoutError' });
const refused = new TypeError('fetch failed', {
  cause: new Error('connect ECONNREFUSED 127.0.0.1:1'),
});

test.each([
  [
    'a channel we are not in',
    platform('not_in_channel'),
    'denied',
    '/invite @Firebreak in #incidents',
  ],
  [
    'a channel we cannot see',
    platform('channel_not_found'),
    'not-found',
    '/invite @Firebreak in #incidents',
  ],
  ['an archived channel', platform('is_archived'), 'denied', 'unarchive #incidents'],
  [
    'a missing scope',
    platform('missing_scope', { needed: 'im:write' }),
    'denied',
    'needs the scope im:write',
  ],
  ['a revoked token', platform('token_revoked'), 'denied', 'check SLACK_BOT_TOKEN'],
  [
    'bad blocks',
    platform('invalid_blocks', { response_metadata: { messages: ['too long'] } }),
    'invalid',
    'too long',
  ],
  ['a code we do not know', platform('some_new_code'), 'invalid', '"some_new_code"'],
  ['a page of a proxy', platform('<html>Bad gateway</html>'), 'unavailable', 'proxies'],
  ['a deleted message', platform('message_not_found'), 'not-found', 'deleted'],
  ['Slack’s own trouble', platform('internal_error'), 'unavailable', 'slack-status.com'],
  ['a 503', new WebAPIHTTPError(503, 'x', {}, ''), 'unavailable', 'HTTP 503'],
  ['a 404', new WebAPIHTTPError(404, 'x', {}, ''), 'invalid', 'SLACK_API_URL'],
  ['no answer', new WebAPIRequestError(timeout), 'timed-out', 'may or may not have happened'],
  ['nobody there', new WebAPIRequestError(refused), 'unavailable', 'ECONNREFUSED'],
])('%s is told with what was tried and what to do', (_, error, kind, part) => {
  const told = toSlackError(error, call);
  expect(told).toMatchObject({
    system: 'Slack',
    operation: 'chat.postMessage',
    kind,
    cause: error,
  });
  expect(told.message).toMatch(/^Slack: chat\.postMessage for #incidents: /);
  expect(told.message).toContain(part);
});

test('a rate limit says how long, also when Slack does not', () => {
  expect(toSlackError(new WebAPIRateLimitedError(7), call).retryAfterMs).toBe(7_000);
  expect(toSlackError(platform('ratelimited'), call).retryAfterMs).toBe(30_000);
});

test('Slack’s code can be read back, and an error is told once only', () => {
  const told = toSlackError(platform('message_not_found'), call);
  expect(slackCode(told)).toBe('message_not_found');
  expect(slackCode(new Error('x'))).toBeUndefined();
  expect(toSlackError(told, call)).toBe(told);
});
