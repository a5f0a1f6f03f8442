import { lineHost, lineRelease, quoteField, tenantLimit } from '../error-query.ts';

/**
 * What lines say of where they come from, in a log whose format nobody told us: an environment by the
 * names loggers, Datadog and OpenTelemetry give it, the host of a database, the method of a request.
 * As members of JSON or as `key=value`. Only what Logs Insights and JavaScript both understand, and
 * no slash. What is taken out of a line cannot end a quoted text.
 */
const parses = {
  saysEnv: `parse @message /${member('[A-Za-z_.]*([Ee]nv|ENV|[Ee]nvironment)([.]name)?|stage')}(?<saysEnv>[A-Za-z0-9._-]{1,40})/`,
  saysDatabase: `parse @message /${member('[A-Za-z_.]*([Dd]b|DB|[Dd]atabase)[._]?[Hh](ost|OST)|server[.]address')}(?<saysDatabase>[A-Za-z0-9._-]{1,200})/`,
  saysMethod:
    'parse @message /("|(^| )method=)(?<saysMethod>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\\b/',
} as const;

/** `"env":"staging"`, `env=staging`, `env: staging`; not `?env=staging` of an address. */
function member(names: string): string {
  return `(^|[" ,])(${names})"? ?[:=] ?"?`;
}

export const writingMethods: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Environments times databases times releases times methods, in each stretch; more is a mess. */
export const originLimit = 10_000;
export const hostLimit = 200;

/** Lines by what they say, in stretches of so many minutes. */
export function originQuery(stretchMinutes: number): string {
  return [
    'fields @timestamp',
    ...Object.values(parses),
    `stats count(*) as n, min(@timestamp) as firstAt, max(@timestamp) as lastAt by bin(${stretchMinutes}m) as stretch, saysEnv, saysDatabase, saysMethod, ${lineRelease} as saysRelease`,
    'sort n desc',
    `limit ${originLimit}`,
  ].join('\n| ');
}

/** The lines that have one of these words, as the query above took them out, where it says so. */
export interface Wanted {
  readonly where: 'saysDatabase' | 'saysEnv';
  readonly words: readonly string[];
}

/** Whose requests those lines are: all of them, or those that change something. */
export function strayTenantsQuery(
  tenantField: string,
  wanted: Wanted,
  onlyWrites: boolean,
): string | undefined {
  const field = quoteField(tenantField);
  if (field === undefined) return undefined;
  return [
    'fields @timestamp',
    ...only(wanted),
    ...(onlyWrites ? only({ where: 'saysMethod', words: writingMethods }) : []),
    `filter ispresent(${field})`,
    `stats count(*) as n by ${field} as tenant`,
    'sort n desc',
    `limit ${tenantLimit}`,
  ].join('\n| ');
}

/** Which hosts write those lines. */
export function strayHostsQuery(wanted: Wanted): string {
  return [
    'fields @timestamp',
    ...only(wanted),
    `stats count(*) as n by ${lineHost} as host`,
    'sort n desc',
    `limit ${hostLimit}`,
  ].join('\n| ');
}

/** All tenants of a group and when they were seen. */
export function tenantsQuery(tenantField: string): string | undefined {
  const field = quoteField(tenantField);
  if (field === undefined) return undefined;
  return [
    `filter ispresent(${field})`,
    `stats count(*) as n, min(@timestamp) as firstAt, max(@timestamp) as lastAt by ${field} as tenant`,
    'sort n desc',
    `limit ${tenantLimit}`,
  ].join('\n| ');
}

function only({
  where,
  words,
}: {
  readonly where: keyof typeof parses;
  readonly words: readonly string[];
}): readonly string[] {
  return [parses[where], `filter ${where} in [${words.map((word) => `"${word}"`).join(', ')}]`];
}
