/**
 * Epoch milliseconds of the time stamps database servers write: `2016-07-20T18:13:25.698433Z`,
 * `…+08:00`, `2026-11-22 07:34:22.123 UTC`. Nothing where the zone is a name other than UTC: the
 * same letters mean different hours in different countries.
 */
export function readMoment(text: string): number | undefined {
  const found = isoMoment.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = ''] = found;
  const offset = readOffset(zone);
  if (offset === undefined) return undefined;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  );
  return wall - offset;
}

const isoMoment =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?\s?(Z|[A-Za-z]{2,5}|[+-]\d\d(?::?\d\d)?)?(?![\w])/;

/** Milliseconds east of UTC. */
function readOffset(zone: string): number | undefined {
  if (/^(?:Z|UTC|GMT|)$/i.test(zone)) return 0;
  const found = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (found === null) return undefined;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}

/**
 * The old MySQL time `071015 21:43:52` (hour padded with a blank). It is the server's local time
 * without a zone; RDS runs in UTC unless told otherwise, so it is read as UTC.
 */
export function readOldMysqlMoment(text: string): number | undefined {
  const found = /^(\d\d)(\d\d)(\d\d) {1,2}(\d{1,2}):(\d\d):(\d\d)/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  return Date.UTC(
    2000 + Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
}
