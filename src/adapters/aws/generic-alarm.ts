import { createHash } from 'node:crypto';
import type { AlarmChange } from '../../core/intake/alarm.ts';
import { withoutTrapLinks } from './trap-links.ts';

interface GenericText {
  readonly via: AlarmChange['via'];
  /** Foreign. */
  readonly text: string;
  readonly subject?: string | undefined;
  /** Stays the same when the transport delivers the message again. */
  readonly transportId?: string | undefined;
  readonly topic?: string | undefined;
  readonly at: number;
}

/** Slack shows 3 000 characters a block; ten thousand is plenty to keep. */
const rawLimit = 10_000;
const titleKeys = ['title', 'name', 'alertname', 'summary', 'subject', 'detail-type', 'message'];

/**
 * An alarm of what nobody here can read: better a strange alert than a lost one. Messages that
 * differ in numbers only are one alert, so that a repeating stranger stays one incident.
 */
export function genericAlarm(message: GenericText): AlarmChange {
  const text = withoutTrapLinks(message.text);
  const name = titleOf(text, message.subject);
  const alertKey = `generic:${hash([message.topic ?? '', name, text].join('\n').replace(/\d+/g, '0'))}`;
  return {
    changeId: `generic:${hash(message.transportId ?? `${message.subject ?? ''}\n${message.text}`)}`,
    alertKey,
    source: 'generic',
    via: message.via,
    name,
    state: 'alarm',
    reason: text.trim().slice(0, 500),
    changedAt: message.at,
    raw: text.slice(0, rawLimit),
  };
}

function titleOf(text: string, subject: string | undefined): string {
  const firstLine = text.split('\n').find((line) => line.trim() !== '');
  const title = subject?.trim() || titleInJson(text) || firstLine?.trim() || 'an empty message';
  return withoutTrapLinks(title).slice(0, 120);
}

function titleInJson(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const found = titleKeys.map((key) => Reflect.get(value, key)).find(isTitle);
    return found?.trim();
  } catch {
    return undefined;
  }
}

function isTitle(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
