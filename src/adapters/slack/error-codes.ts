import type { OutsideErrorKind } from '../../core/kit/outside-error.ts';

const invite =
  'invite the app there (/invite @Firebreak in {subject}) or set another channel in firebreak.yml';
const token =
  'check SLACK_BOT_TOKEN (xoxb-…) and SLACK_APP_TOKEN (xapp-…), and that the app is still installed';
const reinstall = 'reinstall the Slack app with the scopes of manifest.yml';
const people = 'check the Slack user ids under people in firebreak.yml';
const again = 'it is tried again';
const status = 'see https://slack-status.com';

/**
 * Slack's error codes that mean something to us, with what to do about them. They are listed on
 * each method's page under https://docs.slack.dev/reference/methods.
 */
export const meanings: Readonly<Record<string, readonly [OutsideErrorKind, remedy: string]>> = {
  channel_not_found: ['not-found', invite],
  not_in_channel: ['denied', invite],
  is_archived: ['denied', 'unarchive {subject} or set another channel in firebreak.yml'],
  restricted_action: ['denied', 'a workspace setting forbids it: ask a workspace admin'],
  missing_scope: ['denied', reinstall],
  no_permission: ['denied', reinstall],
  not_allowed_token_type: ['denied', token],
  invalid_auth: ['denied', token],
  not_authed: ['denied', token],
  account_inactive: ['denied', token],
  token_revoked: ['denied', token],
  token_expired: ['denied', token],
  access_denied: ['denied', 'ask a workspace admin'],
  user_not_found: ['not-found', people],
  users_not_found: ['not-found', people],
  user_disabled: ['not-found', people],
  user_not_in_channel: ['not-found', 'that person is not in the channel'],
  file_uploads_disabled: ['denied', 'the workspace allows no files: ask a workspace admin'],
  file_uploads_except_images_disabled: [
    'denied',
    'the workspace allows no text files: ask a workspace admin',
  ],
  file_type_not_allowed: ['denied', 'the workspace allows no such files: ask a workspace admin'],
  file_upload_size_restricted: ['denied', 'the workspace allows no such big files'],
  file_not_found: ['not-found', 'it was deleted'],
  file_deleted: ['not-found', 'it was deleted'],
  message_not_found: ['not-found', 'it was deleted'],
  thread_not_found: ['not-found', 'the message it hangs under was deleted'],
  not_found: ['not-found', 'it was closed'],
  view_not_found: ['not-found', 'it was closed'],
  expired_trigger_id: ['conflict', 'press it again'],
  trigger_expired: ['conflict', 'press it again'],
  exchanged_trigger_id: ['conflict', 'press it again'],
  trigger_exchanged: ['conflict', 'press it again'],
  hash_conflict: ['conflict', 'it was changed meanwhile'],
  cant_update_message: ['conflict', 'it is not a message of ours'],
  edit_window_closed: ['conflict', 'the workspace forbids editing old messages'],
  ratelimited: ['rate-limited', again],
  rate_limited: ['rate-limited', again],
  message_limit_exceeded: ['rate-limited', again],
  internal_error: ['unavailable', status],
  fatal_error: ['unavailable', status],
  service_unavailable: ['unavailable', status],
  team_added_to_org: ['unavailable', 'the workspace is being moved'],
  request_timeout: ['timed-out', again],
};
