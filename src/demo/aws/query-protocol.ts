import type { XmlNames } from './wire.ts';
import { type AwsFault, defaultNames } from './wire.ts';
import { writeXml } from './xml.ts';

type Tree = { [key: string]: Tree | string };

/**
 * The form of the query protocol (`Filters.Filter.1.Name=…`) as the SDK's own members: lists become
 * arrays, maps become objects, every leaf stays a string.
 */
export function decodeQuery(form: URLSearchParams): Record<string, unknown> {
  const tree: Tree = {};
  for (const [path, value] of form) {
    if (path === 'Action' || path === 'Version') continue;
    plant(tree, path.split('.'), value);
  }
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, prune(value)]));
}

function plant(tree: Tree, path: readonly string[], value: string): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const below = tree[head];
  const branch: Tree = typeof below === 'object' ? below : {};
  tree[head] = branch;
  plant(branch, rest, value);
}

function prune(value: Tree | string): unknown {
  if (typeof value === 'string') return value;
  const [only, ...others] = Object.keys(value);
  const inner = only === undefined ? undefined : value[only];
  if (others.length === 0 && only !== undefined && typeof inner === 'object' && isList(inner)) {
    const entries = Object.keys(inner)
      .sort((a, b) => Number(a) - Number(b))
      .map((key) => inner[key] ?? '');
    return only === 'entry' ? asMap(entries) : entries.map(prune);
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, prune(entry)]));
}

function isList(tree: Tree): boolean {
  const keys = Object.keys(tree);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
}

/** Maps come as `entry.N.key` and `.value`, or `.Name` and `.Value`. */
function asMap(entries: readonly (Tree | string)[]): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (const entry of entries) {
    if (typeof entry === 'string') continue;
    const key = entry.key ?? entry.Name;
    const value = entry.value ?? entry.Value;
    if (typeof key === 'string' && value !== undefined) map[key] = prune(value);
  }
  return map;
}

export function encodeQueryAnswer(
  operation: string,
  answer: unknown,
  names: XmlNames = defaultNames,
  requestId: string,
): string {
  return (
    `<${operation}Response xmlns="${names.namespace}">` +
    writeXml(`${operation}Result`, answer ?? {}, names) +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>` +
    `</${operation}Response>`
  );
}

export function encodeQueryFault(
  fault: AwsFault,
  names: XmlNames = defaultNames,
  requestId: string,
) {
  const type = fault.status >= 500 ? 'Receiver' : 'Sender';
  const error = { Type: type, Code: fault.code, Message: fault.message };
  return (
    `<ErrorResponse xmlns="${names.namespace}">` +
    writeXml('Error', error, names) +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}
