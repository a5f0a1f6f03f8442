/** Something the web server answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments between slashes; `:name` takes one whole segment and hands it over decoded. */
  readonly path: string;
  handle(request: Request, params: Readonly<Record<string, string>>): Promise<Response>;
}

export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Record<string, string> }
  | { readonly kind: 'other-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

/** The first route of that method and path; HEAD is answered by GET. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const allowed: string[] = [];
  for (const route of routes) {
    const params = paramsOf(route.path, path);
    if (params === undefined) continue;
    if (route.method === wanted) return { kind: 'found', route, params };
    allowed.push(...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
  }
  return allowed.length === 0
    ? { kind: 'none' }
    : { kind: 'other-method', allowed: [...new Set(allowed)] };
}

/** `/alarms/json/:source` over `/alarms/json/zabbix` is `{ source: 'zabbix' }`. */
function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, segment] of expected.entries()) {
    const value = given[place] ?? '';
    const name = /^:(\w+)(.*)$/.exec(segment);
    if (name?.[1] === undefined) {
      if (segment !== value) return undefined;
      continue;
    }
    // What follows the name is an ending: `/oncall/:rotation.ics`.
    const ending = name[2] ?? '';
    if (!value.endsWith(ending) || value.length === ending.length) return undefined;
    const decoded = decode(value.slice(0, value.length - ending.length));
    if (decoded === undefined) return undefined;
    params[name[1]] = decoded;
  }
  return params;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // Not an encoding of anything: no such path.
  }
}

/** A plain sentence, with a line feed for terminals. */
export function sentence(status: number, text: string, headers?: Record<string, string>): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  });
}
