import { plainText } from '../../kit/text.ts';
import { type Fields, fieldAt, pathTo, textAt } from './fields.ts';
import { routeOf } from './route.ts';

/** A request that ended with 5xx, as an access line tells it. All text is foreign. */
export interface FailedRequest {
  readonly method: string;
  /** Its pattern where the line has one, else its path with ids as `?`. */
  readonly route: string;
  readonly status: number;
}

const verbs = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
const verb = new RegExp(`^(?:${verbs})$`);

/** Names as loggers, frameworks and proxies write them: flat, dotted, or one inside another. */
const statusFields = [
  ...['statusCode', 'status', 'status_code', 'StatusCode', 'res.statusCode', 'res.status'],
  ...['response.status', 'response.status_code', 'response.statusCode', 'response_code'],
  ...['http.status_code', 'http.response.status_code', 'httpRequest.status', 'DownstreamStatus'],
  ...['meta.res.statusCode'],
].map(pathTo);
const methodFields = [
  ...['method', 'req.method', 'request.method', 'http.method', 'http.request.method'],
  ...['request_method', 'httpMethod', 'RequestMethod', 'httpRequest.requestMethod'],
  ...['meta.req.method'],
].map(pathTo);
const routeFields = [
  ...['route', 'http.route', 'endpoint', 'routePath', 'resourcePath', 'req.route', 'path'],
  ...['req.url', 'url.path', 'url', 'uri', 'request_uri', 'request.path', 'request.uri'],
  ...['request.url', 'http.target', 'http.path', 'http.url', 'RequestPath', 'meta.req.url'],
  ...['httpRequest.requestUrl'],
].map(pathTo);
const spanKind = pathTo('span.kind');

/**
 * The failed request a structured record tells of. Nothing where it is not one that was served here: a
 * request of the program's own to somebody else names a whole address and has no route.
 */
export function failedRequestIn(fields: Fields): FailedRequest | undefined {
  const status = statusIn(fields);
  if (status === undefined) return undefined;
  const method = textAt(fields, methodFields)?.toUpperCase();
  if (method === undefined) return inRequestLine(fields, status);
  const target = textAt(fields, routeFields);
  const isServed = target?.startsWith('/') || fields.httpRequest !== undefined;
  const isAsked = fieldAt(fields, spanKind) === 'client';
  if (target === undefined || !isServed || isAsked || !verb.test(method)) return undefined;
  return { method, route: routeOf(target), status };
}

function statusIn(fields: Fields): number | undefined {
  for (const path of statusFields) {
    const status = serverError(fieldAt(fields, path));
    if (status !== undefined) return status;
  }
  return undefined;
}

function serverError(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^5\d\d$/.test(value) ? Number(value) : value;
  const isOne = typeof status === 'number' && status >= 500 && status < 600;
  return isOne && Number.isInteger(status) ? status : undefined;
}

/** nginx's own variables as JSON: `"request":"POST /points HTTP/1.1","status":"502"`. */
function inRequestLine(fields: Fields, status: number): FailedRequest | undefined {
  const { request } = fields;
  const found =
    typeof request === 'string'
      ? /^([A-Z]{3,7}) (\S{1,2000}) HTTP\/[\d.]{1,3}$/.exec(request)
      : null;
  const [, method = '', target = ''] = found ?? [];
  return verb.test(method) ? { method, route: routeOf(target), status } : undefined;
}

/** Each with the groups `method`, `target` and `status`. */
const textForms = [
  // Common and combined (Apache, nginx), Envoy, uvicorn, gunicorn: the request line, then the status.
  `"(?<method>${verbs}) (?<target>[^\\s"]{1,2000}) HTTP/[\\d.]{1,3}" (?<status>5\\d\\d)(?= |$)`,
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
  `^(?:https?|h2|grpcs|wss?) \\d{4}-\\S+ app/\\S+ \\S+ \\S+ \\S+ \\S+ \\S+ (?<status>5\\d\\d) \\S+ \\d+ \\d+ "(?<method>${verbs}) (?<target>[^\\s"]{1,2000}) HTTP`,
  // morgan's short forms: `POST /points 500 12.3 ms`.
  `(?:^|\\s)(?<method>${verbs}) (?<target>/\\S{0,2000}) (?<status>5\\d\\d) \\d+(?:\\.\\d+)? ?ms\\b`,
  // Gin: `| 500 |  1.2ms |  10.0.0.1 | POST     "/points"`.
  `\\| (?<status>5\\d\\d) \\|[^|]{1,40}\\|[^|]{1,60}\\| (?<method>${verbs})\\s+"(?<target>/[^"]{0,2000})"`,
].map((form) => new RegExp(form));

/** Heroku's router and whoever writes `key=value`; the three stand in any order. */
const keyed = {
  method: new RegExp(`(?:^|\\s)method="?(${verbs})\\b`),
  target: /(?:^|\s)(?:path|uri|url|route)="?(\/[^\s"]{0,2000})/,
  status: /(?:^|\s)status(?:_?code)?="?(5\d\d)\b/i,
};

/** The failed request a line of plain text tells of. */
export function failedRequestInText(text: string): FailedRequest | undefined {
  // Nearly no line has one: it has a 5 after a blank, a quote or an equals sign.
  if (!/[ ="]5\d\d\b/.test(text)) return undefined;
  const line = plainText(text.slice(0, 4_000));
  for (const form of textForms) {
    const { method, target, status } = form.exec(line)?.groups ?? {};
    if (method && target && status) {
      return { method, route: routeOf(target), status: Number(status) };
    }
  }
  const method = keyed.method.exec(line)?.[1];
  const target = keyed.target.exec(line)?.[1];
  const status = keyed.status.exec(line)?.[1];
  if (!method || !target || !status) return undefined;
  return { method, route: routeOf(target), status: Number(status) };
}

/** Which request a record is about, to tell that two records are about the same. */
const idFields = [
  ...['requestId', 'request_id', 'reqId', 'req_id', 'req.id', 'request.id', 'requestID'],
  ...['correlationId', 'correlation_id', 'traceId', 'trace_id', 'trace.id', 'x_request_id'],
].map(pathTo);

export function requestIdOf(fields: Fields | undefined): string | undefined {
  if (fields === undefined) return undefined;
  for (const path of idFields) {
    const value = fieldAt(fields, path);
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value !== '') return value.slice(0, 128);
  }
  return undefined;
}
