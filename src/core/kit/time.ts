import { Temporal } from 'temporal-polyfill';

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `30m`, `2h`, `1d` as milliseconds; undefined when the text is no such length. */
export function parseLength(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  if (!match?.[1]) return undefined;
  return Number(match[1]) * units[match[2] as keyof typeof units];
}

/** The shortest way to write a length that `parseLength` reads back; whole seconds. */
export function lengthText(ms: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (ms > 0 && ms % units[unit] === 0) return `${ms / units[unit]}${unit}`;
  }
  return `${Math.round(ms / units.s)}s`;
}

/** Is this an IANA time zone name this machine knows? Fixed offsets such as `+09:00` are not. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** Is this a day of the calendar, written YYYY-MM-DD? */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** ISO: 1 is Monday. */
export function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/**
 * The first instant at which a clock on the wall of `zone` shows that date and time, or later.
 *
 * When the clock is put back and shows the time twice, that is the first showing; when it is put
 * forward and never shows it, the instant of the jump (02:30 in a night without 02:00–03:00 is
 * 03:00). So every later date or time gives a later or the same instant.
 */
export function localInstant(date: string, time: string, zone: string): number {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`);
  const found = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds;
  // Skipped: `earlier` lands just before the jump, so the next one after it is the one.
  const jump = found.getTimeZoneTransition('next');
  return (jump ?? found).epochMilliseconds;
}

/**
 * Reads a moment as people type it: with an offset or `Z`, or a local date (and time) meant in
 * `zone`. Undefined when it is no moment.
 */
export function parseMoment(text: string, zone: string): number | undefined {
  const local = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text);
  try {
    if (local?.[1]) return localInstant(local[1], local[2] ?? '00:00', zone);
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** `2026-11-02 10:00 Asia/Seoul`: a moment on the clock of a zone, for terminals. */
export function localText(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const minutes = local.toPlainDateTime().toString({ smallestUnit: 'minute' });
  return `${minutes.replace('T', ' ')} ${zone}`;
}
