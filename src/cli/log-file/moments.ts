/** How far into a line its time is looked for. */
const longestHead = 1_000;

const minuteLength = '2026-11-22T07:34:'.length;
const wholeLength = minuteLength + '01.000Z'.length;
const yearLength = 4;
const minuteMs = 60_000;

/**
 * Tells the first moment in a line: ISO 8601 (UTC where it names no offset), pino's epoch, or that of
 * an access log, `22/Nov/2026:07:34:01 +0000`. Lines of one minute begin their time alike, so that of most only the seconds are read.
 */
export function createMoments(): (line: string) => number | undefined {
  let minute = '';
  let minuteAt = 0;

  /** Of a time to the millisecond in UTC, in the minute of the one before; undefined: it is another. */
  function inMinute(line: string, from: number): number | undefined {
    const isNear = from >= 0 && from <= longestHead - wholeLength;
    if (minute === '' || !isNear || !line.startsWith(minute, from)) return undefined;
    const at = from + minuteLength;
    const second = digit(line, at) * 10 + digit(line, at + 1);
    const ms = digit(line, at + 3) * 100 + digit(line, at + 4) * 10 + digit(line, at + 5);
    const isUsual = line[at + 2] === '.' && line[at + 6] === 'Z' && second < 60;
    return isUsual && !Number.isNaN(ms) ? minuteAt + second * 1_000 + ms : undefined;
  }

  return (line) => {
    // Where no hyphen comes before it, no other date does.
    const usual = inMinute(line, line.indexOf('-') - yearLength);
    if (usual !== undefined) return usual;
    const head = line.length > longestHead ? line.slice(0, longestHead) : line;
    const found = iso.exec(head);
    if (found === null) return epochIn(head) ?? accessMoment(head);
    const [said, zone] = found;
    const text = said.replace(' ', 'T').replace(',', '.');
    const at = Date.parse(zone === undefined ? `${text}Z` : text);
    if (Number.isNaN(at)) return undefined;
    if (zone === 'Z' && said.length === wholeLength) {
      minute = said.slice(0, minuteLength);
      minuteAt = Math.floor(at / minuteMs) * minuteMs;
    }
    return at;
  };
}

const iso = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?/;
const epoch = /"(?:time|timestamp|ts)":\s*(\d{13})\b/;

function epochIn(head: string): number | undefined {
  const said = epoch.exec(head)?.[1];
  return said === undefined ? undefined : Number(said);
}

/** https://httpd.apache.org/docs/current/mod/mod_log_config.html, the default of `%t`. */
const common = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/;

function accessMoment(head: string): number | undefined {
  const found = common.exec(head);
  if (found === null) return undefined;
  const [, day, month, year, time, offset] = found;
  const at = Date.parse(`${day} ${month} ${year} ${time} ${offset}`);
  return Number.isNaN(at) ? undefined : at;
}

/** NaN where no digit stands. */
function digit(line: string, at: number): number {
  const value = line.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
