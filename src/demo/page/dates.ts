/** The reader's place in time. */
export interface Reader {
  /** IANA zone. */
  readonly zone: string;
  readonly locale: string;
}

function formatter(reader: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(reader.locale, { timeZone: reader.zone, ...options });
}

export function clockTime(at: number, reader: Reader): string {
  return formatter(reader, { hour: 'numeric', minute: '2-digit' }).format(at);
}

export function clockTimeWithSeconds(at: number, reader: Reader): string {
  return formatter(reader, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(at);
}

/** `2026-11-22` where the reader is: two moments of one day give the same. */
export function dayOf(at: number, reader: Reader): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: reader.zone }).format(at);
}

/** The line between two days. */
export function dayName(at: number, now: number, reader: Reader): string {
  return relativeDay(at, now, reader) ?? weekday(at, reader);
}

/** `Sun, 22 Nov` in the reader's language. */
export function shortDay(at: number, reader: Reader): string {
  return formatter(reader, { weekday: 'short', day: 'numeric', month: 'short' }).format(at);
}

/** `Sunday, 22 November` in the reader's language. */
function weekday(at: number, reader: Reader): string {
  return formatter(reader, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

function relativeDay(at: number, now: number, reader: Reader): string | undefined {
  const words = new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' });
  const days = { '-1': now - 86_400_000, '0': now, '1': now + 86_400_000 };
  for (const [offset, moment] of Object.entries(days)) {
    if (dayOf(at, reader) === dayOf(moment, reader)) return words.format(Number(offset), 'day');
  }
  return undefined;
}

/** The tokens of `<!date^…>`: docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function fillDateFormat(format: string, at: number, now: number, reader: Reader): string {
  const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
    date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
    date: { year: 'numeric', month: 'long', day: 'numeric' },
    date_short: { year: 'numeric', month: 'short', day: 'numeric' },
    date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    time: { hour: 'numeric', minute: '2-digit' },
    time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  };
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => {
    if (token === 'ago') return ago(at, now, reader);
    if (token.endsWith('_pretty')) {
      const near = relativeDay(at, now, reader);
      if (near !== undefined) return near;
    }
    const style = styles[token.replace(/_pretty$/, '')];
    return style ? formatter(reader, style).format(at) : whole;
  });
}

export function ago(at: number, now: number, reader: Reader): string {
  const words = new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' });
  const seconds = Math.round((at - now) / 1000);
  const steps = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(seconds, 'second');
}
