import { ellipsis } from '../../../core/briefing/briefing.ts';

const ansiSequences = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g;
/** Controls other than tab and newline, and the marks that reorder or hide text. */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/** Text as people can read it: no colour codes, no control characters, no reordering marks. */
export function clean(text: string): string {
  return text.replace(ansiSequences, '').replace(/\r\n?/g, '\n').replace(invisible, '');
}

/** The same on one line. */
export function cleanLine(text: string): string {
  return clean(text)
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('\t', ' ');
}

/**
 * The one place where foreign text becomes mrkdwn. Slack reads mentions and links between `<` and
 * `>` only, so a log line with `<!channel>` notifies nobody.
 * https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts to at most `max` UTF-16 units, never inside a character, with an ellipsis for what is gone. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = max - ellipsis.length;
  const lastUnit = text.charCodeAt(end - 1);
  const splitsPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return text.slice(0, Math.max(0, splitsPair ? end - 1 : end)) + ellipsis;
}

/** Cuts so that the *escaped* text is at most `max` long; an entity is never cut in two. */
export function escapeWithin(text: string, max: number): string {
  const whole = escapeMrkdwn(text);
  if (whole.length <= max) return whole;
  let escaped = '';
  for (const character of text) {
    const next = escapeMrkdwn(character);
    if (escaped.length + next.length + ellipsis.length > max) break;
    escaped += next;
  }
  return escaped + ellipsis;
}
