import type { Guests, LogOrigins, OriginLines, Place, Strays } from '../evidence/log-origins.ts';
import { shortTexts } from './small.ts';

const most = {
  /** Kinds of lines, and as many before. */
  kinds: 10,
  stretches: 31,
  places: 3,
  names: 4,
  /** The host name of a database is long. */
  name: 120,
  /** What a chat still shows as one. */
  link: 1_500,
};

/** The kinds of most lines; those of before as sums, since nobody looks at their course. */
export function boundOrigins(origins: LogOrigins): LogOrigins {
  const { home, others, lines, before, strays, guests } = origins;
  return {
    home: boundPlace(home),
    others: others.slice(0, most.places).map(boundPlace),
    lines: boundLines(lines, most.stretches),
    ...(before ? { before: boundLines(before, 0) } : {}),
    ...(strays ? { strays: boundStrays(strays) } : {}),
    ...(guests ? { guests: guests.slice(0, most.places).map(boundGuests) } : {}),
  };
}

function boundPlace({ name, databases }: Place): Place {
  return shortTexts({ name, databases: databases.slice(0, most.names) }, most.name);
}

function boundLines(lines: readonly OriginLines[], stretches: number): readonly OriginLines[] {
  return lines.slice(0, most.kinds).map((line) => ({
    ...shortTexts(line, most.name),
    minutes: stretches === 0 ? [] : line.minutes.slice(-stretches),
  }));
}

function boundGuests(guests: Guests): Guests {
  return shortTexts({ ...guests, names: guests.names.slice(0, most.names) }, most.name);
}

function boundStrays({ hosts, tenants }: Strays): Strays {
  return {
    ...(hosts ? { hosts: shortTexts(hosts.slice(0, most.names), most.name) } : {}),
    ...(tenants ? { tenants: boundTenants(tenants) } : {}),
  };
}

type Tenants = NonNullable<Strays['tenants']>;

/** Half a link leads nowhere. */
function boundTenants({ hit, names, link }: Tenants): Tenants {
  const isShort = link !== undefined && link.length <= most.link;
  return {
    hit,
    names: shortTexts(names.slice(0, most.names), most.name),
    ...(isShort ? { link } : {}),
  };
}
