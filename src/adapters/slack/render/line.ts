import type { Inline, Line } from '../../../core/briefing/briefing.ts';
import { type Person, slackOfPerson } from '../../../core/oncall/person.ts';
import { cleanLine, escapeMrkdwn, escapeWithin } from './escape.ts';

/** Room for one line; the longest section takes a few of them. */
const longestLine = 2_600;
/** Slack takes links up to 3 000 characters; longer ones are shown as text. The console's hold a whole query. */
const longestLink = 2_200;

/** One line of a briefing as mrkdwn, at most `max` long, cut between or inside its pieces. */
export function renderLine(line: Line, people: readonly Person[], max = longestLine): string {
  let rendered = '';
  for (const inline of line) {
    const room = max - rendered.length;
    if (room < 8) break;
    rendered += renderInline(inline, people, room);
  }
  return rendered.trimEnd();
}

function renderInline(inline: Inline, people: readonly Person[], room: number): string {
  if (typeof inline === 'string') return escapeWithin(cleanLine(inline), room);
  if ('bold' in inline) return wrap('*', cleanLine(inline.bold).replaceAll('*', '∗'), room);
  if ('italic' in inline) return wrap('_', cleanLine(inline.italic).replaceAll('_', '‗'), room);
  if ('code' in inline) return wrap('`', cleanLine(inline.code).replaceAll('`', "'"), room);
  if ('person' in inline) return fitting(renderPerson(inline.person, people), room);
  if ('link' in inline) return renderLink(inline, room);
  return fitting(renderMoment(inline.at, inline.style), room);
}

/** Marks with blanks inside them are not read as marks, and empty ones show as themselves. */
function wrap(mark: string, text: string, room: number): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  return mark + escapeWithin(trimmed, room - 2 * mark.length) + mark;
}

function fitting(rendered: string, room: number): string {
  return rendered.length <= room ? rendered : '';
}

/** `<@U1>` for people Slack knows, their name otherwise. */
export function renderPerson(id: string, people: readonly Person[]): string {
  const slack = slackOfPerson(people, id);
  if (slack !== undefined && /^[UW][A-Z0-9]+$/.test(slack)) return `<@${slack}>`;
  return id === 'firebreak' ? 'Firebreak' : escapeWithin(cleanLine(id), 100);
}

function renderLink(inline: { link: string; label: string }, room: number): string {
  const label = cleanLine(inline.label).replaceAll('|', '/').trim() || 'link';
  const url = safeUrl(inline.link);
  if (url !== undefined && url.length <= longestLink) {
    const rendered = `<${url}|${escapeWithin(label, 200)}>`;
    if (rendered.length <= room) return rendered;
  }
  return escapeWithin(label, room);
}

/** A web address that cannot end the link early or start another one. */
function safeUrl(link: string): string | undefined {
  if (!/^https?:\/\//i.test(link)) return undefined;
  const url = cleanLine(link)
    .trim()
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E')
    .replaceAll('|', '%7C')
    .replaceAll(' ', '%20');
  return escapeMrkdwn(url);
}

/**
 * A moment in each reader's own zone; clients that cannot do that show UTC.
 * https://docs.slack.dev/messaging/formatting-message-text/#date-formatting
 */
export function renderMoment(at: number, style: 'time' | 'date-time'): string {
  const utc = new Date(at).toISOString();
  const day = utc.slice(0, 10);
  const minute = utc.slice(11, 16);
  const format = style === 'time' ? '{time}' : '{date_short_pretty} {time}';
  const fallback = style === 'time' ? `${minute} UTC` : `${day} ${minute} UTC`;
  return `<!date^${Math.floor(at / 1000)}^${format}|${fallback}>`;
}
