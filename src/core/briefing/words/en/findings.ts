import type { Strain } from '../../../evidence/database-strain.ts';
import { bytes, percent } from '../../amounts.ts';

/** What the evidence says together. */
export const findings = {
  title: 'What it looks like',
  nothing: 'No pattern we know. The answers below are what there is.',
  consequence: 'which explains',
  beganWith: (release: string, length: string, during: boolean) =>
    during ? `began while ${release} was rolling out` : `began ${length} after ${release}`,
  mayHaveCome: (release: string, length: string) =>
    `not there before ${release}, which came ${length} earlier: may have come with it`,
  notNew: 'was there before the release too',
  onlyAt: (where: string, value: string, count: number, of: number, base: string) =>
    `${count} of ${of} on ${where} ${value}, which has ${base} of the traffic`,
  onlyTenants: (hit: string, expected: string) =>
    `only ${hit}; by chance it would be about ${expected}: their data, settings or shard`,
  places: { host: 'host', release: 'release', field: '' },
  usually: 'Usually:',
  checkNext: 'Check next:',
  writeHost: (
    host: string,
    roleNow: string,
    before: { readonly role: string; readonly ago: string } | undefined,
  ) =>
    before === undefined
      ? `It hit ${host}, a ${roleNow} now.`
      : before.role === roleNow
        ? `It hit ${host}, a ${roleNow} now and ${before.ago} ago.`
        : `It hit ${host}, a ${roleNow} now, a ${before.role} ${before.ago} ago.`,
  writeHostUnknown: (host: string) => `It hit ${host}; its role is not known.`,
  wrongRouting: 'No failover: the application sends these writes to a reader.',
  topologyMoved: 'The writer moved: connections stayed on the old one. Restart or reconnect.',
  lastFailover: 'Last failover',
  onlyWritesThere:
    'By the access lines only writes fail there, and writes elsewhere go well. The error itself is in no log.',
  onlyAccessLines: 'Known from access lines alone: the error itself is in no log.',
  silence: (group: string, left: string) => `${group} writes ${left} of what it usually does`,
  since: 'since',
  silenceErrors: (before: string, since: string) => `errors ${since} an hour, usually ${before}`,
  silenceWarnings: (before: string, since: string) => `warnings ${since}, usually ${before}`,
  silenceAccess: 'only access lines remain: logging was probably turned off',
  silentWith: (release: string) => `with ${release}`,
  silenceHides: 'What goes wrong inside is written nowhere: no errors here proves nothing.',
  failover: (was: string | undefined, is: string | undefined) =>
    was && is ? `failover: ${is} is the writer, before it was ${was}` : 'failover of the database',
  strain: (strain: Strain) => strainOf(strain),
  slow: (statement: string) => `slow: ${statement}`,
  onset: { errors: 'Began about', lines: 'Began about', alarm: 'Alarm since' },
};

function strainOf({ kind, instance, value, limit, fullInMs, status }: Strain): string {
  switch (kind) {
    case 'connections':
      return `${instance} has ${percent(value ?? 0)} of its ${limit ?? '?'} connections in use`;
    case 'replica-lag':
      return `${instance} lags ${Math.round(value ?? 0)} s behind: readers see what was`;
    case 'cpu':
      return `${instance} has used ${percent(value ?? 0)} of its CPU for minutes`;
    case 'storage': {
      const soon =
        fullInMs === undefined ? '' : `, full in about ${Math.ceil(fullInMs / 60_000)} min`;
      return `${instance} has ${bytes(value ?? 0)} of room left${soon}`;
    }
    case 'not-available':
      return `${instance} is ${status ?? 'not available'}`;
  }
}
