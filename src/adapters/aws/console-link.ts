import type { Window } from '../../core/evidence/question.ts';

/**
 * The Logs Insights page with the query filled in. The console writes its state after the hash as
 * JSURL (`~(key~'text~list~(~'a~'b))`) with every `%` of its address as `$`.
 */
export function insightsLink(
  region: string,
  query: { groups: readonly string[]; text: string; window: Window },
): string {
  const fields = [
    `end~${jsurlText(new Date(query.window.toAt).toISOString())}`,
    `start~${jsurlText(new Date(query.window.fromAt).toISOString())}`,
    "timeType~'ABSOLUTE",
    "tz~'UTC",
    `editorString~${jsurlText(query.text)}`,
    `source~(~${query.groups.map(jsurlText).join('~')})`,
    "lang~'CWLI",
  ];
  return `${home(region, 'cloudwatch')}#logsV2:logs-insights$3FqueryDetail$3D~(${fields.join('~')})`;
}

/** A log group's events in a window. Names are percent-encoded twice, then `%` becomes `$`. */
export function logGroupLink(region: string, group: string, window: Window): string {
  const name = encodeURIComponent(encodeURIComponent(group)).replaceAll('%', '$');
  const range = `$3Fstart$3D${window.fromAt}$26end$3D${window.toAt}`;
  return `${home(region, 'cloudwatch')}#logsV2:log-groups/log-group/${name}/log-events${range}`;
}

/** A database's page with its list of log files. */
export function databaseLogsLink(region: string, instance: string): string {
  return `${home(region, 'rds')}#database:id=${encodeURIComponent(instance)};is-cluster=false;tab=logs-and-events`;
}

/** A database's load, as CloudWatch Database Insights shows it. */
export function databaseInsightsLink(region: string, instance: string): string {
  return `${home(region, 'rds')}#database:id=${encodeURIComponent(instance)};is-cluster=false;tab=monitoring`;
}

function home(region: string, page: string): string {
  const domain = region.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : 'console.aws.amazon.com';
  return `https://${region}.${domain}/${page}/home?region=${region}`;
}

/** JSURL: a quote, then letters, digits, `-`, `_`, `.` as they are, `*xx` or `**xxxx` for others. */
function jsurlText(text: string): string {
  const escaped = text.replace(/[^\w.-]/g, (char) => {
    if (char === '$') return '!';
    const hex = char.charCodeAt(0).toString(16);
    return hex.length > 2 ? `**${hex.padStart(4, '0')}` : `*${hex.padStart(2, '0')}`;
  });
  return `'${escaped}`;
}
