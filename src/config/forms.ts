import { z } from 'zod';
import { isDate, isZone, parseLength } from '../core/kit/time.ts';

/**
 * The forms of texts in the file. Each says what it is not and what to write instead; the pattern
 * also goes into the JSON Schema, so that editors complain while one types.
 */
function form(options: {
  pattern: RegExp;
  is: string;
  write: string;
  holds?: (text: string) => boolean;
}) {
  return z
    .string()
    .refine((text) => options.pattern.test(text) && (options.holds?.(text) ?? true), {
      error: `is not ${options.is}`,
      params: { remedy: `Write ${options.write}.` },
    })
    .meta({ pattern: options.pattern.source });
}

/** Names of services, environments, rotations and people. */
export const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u;
export const nameRemedy =
  'Write letters, digits, dots, dashes and underscores, at most 60, beginning with a letter or digit.';

/** A name of an environment, `*` as wildcard. */
export const environmentPattern = form({
  pattern: /^[\p{L}\p{N}._*-]{1,60}$/u,
  is: 'a name or a pattern of names',
  write: 'a name such as production, or prod* or *',
});

export const channel = form({
  pattern: /^(#[\p{Ll}\p{Lo}\p{N}_-]{1,80}|[CG][A-Z0-9]{2,})$/u,
  is: 'a Slack channel',
  write: '"#incidents" (in quotes, lower case) or a channel id such as C0123ABCD',
});

export const slackUser = form({
  pattern: /^[UW][A-Z0-9]+$/,
  is: 'a Slack member id',
  write: 'the id from the person’s Slack profile, "Copy member ID": U0123ABCD',
});

export const region = form({
  pattern: /^[a-z]{2,}(-[a-z]+)+-\d$/,
  is: 'an AWS region',
  write: 'a region’s code such as ap-northeast-2',
});

export const webAddress = form({
  pattern: /^https?:\/\/\S+$/,
  is: 'a web address',
  write: 'the whole address, beginning with https://',
  holds: (text) => URL.canParse(text),
});

export const topicArn = form({
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]+$/,
  is: 'the ARN of an SNS topic',
  write: 'arn:aws:sns:<region>:<account>:<topic>',
});

export const zone = form({
  pattern: /^[A-Za-z][A-Za-z0-9_+/-]*$/,
  is: 'a time zone this machine knows',
  write: 'an IANA name such as Asia/Seoul or Europe/London',
  holds: isZone,
});

export const date = form({
  pattern: /^\d{4}-\d{2}-\d{2}$/,
  is: 'a day of the calendar',
  write: 'YYYY-MM-DD, for example 2026-11-02',
  holds: isDate,
});

const weekdays: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const handoverPattern = /^weekly ([A-Z][a-z]{2})[a-z]* ([01]\d|2[0-3]):([0-5]\d)$/;

export const handover = form({
  pattern: handoverPattern,
  is: 'a hand-over time',
  write: 'weekly, the day and the local time: weekly Mon 10:00',
  holds: (text) => weekdayIn(text) > 0,
}).transform((text) => {
  const [, , hours = '00', minutes = '00'] = handoverPattern.exec(text) ?? [];
  return { weekday: weekdayIn(text) as 1 | 2 | 3 | 4 | 5 | 6 | 7, time: `${hours}:${minutes}` };
});

/** 1 for Monday; 0 when there is none. */
function weekdayIn(text: string): number {
  const day = handoverPattern.exec(text)?.[1]?.toLowerCase();
  return weekdays.indexOf(day ?? '') + 1;
}

/** `60s`, `5m`, `2h` as milliseconds. */
export function length(limits: { min: string; max: string }) {
  const [min, max] = [parseLength(limits.min) ?? 0, parseLength(limits.max) ?? 0];
  return form({
    pattern: /^\d{1,6}[smhd]$/,
    is: 'a length of time I can use here',
    write: `a number with s, m, h or d, from ${limits.min} to ${limits.max}: for example 5m`,
    holds: (text) => {
      const ms = parseLength(text);
      return ms !== undefined && ms >= min && ms <= max;
    },
  }).transform((text) => parseLength(text) ?? min);
}
