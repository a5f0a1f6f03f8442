import type { LevelMix } from '../../../core/evidence/volume.ts';

/**
 * Lines by level, in a log whose format nobody told us: a level field, else a shouted level; and
 * whether a line is one of a request (a method and a status). Each part holds a few values only, so
 * that the groups stay few. Only what Logs Insights and JavaScript both understand, and no slash.
 */
export const levelQuery = [
  'fields @timestamp',
  `parse @message /"(?:level|severity|lvl|log_level|levelname|logLevel)" ?: ?"?(?<fieldLevel>[A-Za-z0-9]{1,8})/`,
  `parse @message /\\b(?:level|severity|lvl)="?(?<keyLevel>[A-Za-z]{1,8})/`,
  `parse @message /\\b(?<shoutedLevel>FATAL|CRITICAL|SEVERE|PANIC|ERROR|WARNING|WARN|INFO|DEBUG|TRACE)\\b/`,
  `parse @message /(?:\\b|_)(?<askedMethod>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\\b/`,
  `parse @message /(?:"(?:status|statusCode|status_code)" ?: ?"?|\\bstatus=|HTTP.1\\.[01]" |HTTP.[23](?:\\.0)?" )(?<answeredWith>[1-5])[0-9][0-9]\\b/`,
  'stats count(*) as lines by fieldLevel, keyLevel, shoutedLevel, askedMethod, answeredWith',
].join('\n| ');

/** Eleven shouted, some named levels, seven methods, five classes of status: never so many at once. */
export const levelRows = 1_000;

/** pino and bunyan count: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
const levels: readonly (readonly [RegExp, string])[] = [
  [/^(error|err|fatal|critical|crit|severe|panic|alert|emerg|emergency|50|60)$/, 'error'],
  [/^(warn|warning|40)$/, 'warn'],
  [/^(info|information|notice|30)$/, 'info'],
  [/^(debug|trace|fine|verbose|10|20)$/, 'debug'],
];

/** The counted rows as `error`, `warn`, `info`, `debug`, `access` and `none`. */
export function readLevels(rows: readonly Readonly<Record<string, string>>[]): LevelMix['lines'] {
  const lines: Record<string, number> = {};
  for (const row of rows) {
    const level = levelOf(row);
    const count = Number(row.lines);
    if (Number.isFinite(count)) lines[level] = (lines[level] ?? 0) + count;
  }
  return lines;
}

function levelOf(row: Readonly<Record<string, string>>): string {
  const said = (row.fieldLevel || row.keyLevel || row.shoutedLevel || '').toLowerCase();
  const level = levels.find(([pattern]) => pattern.test(said))?.[1] ?? 'none';
  const isRequest = Boolean(row.askedMethod) && Boolean(row.answeredWith);
  return isRequest && level !== 'error' && level !== 'warn' ? 'access' : level;
}
