/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** Fields whose value is a secret whatever it looks like; their names are compared without `-_ `. */
const secretNames =
  /^(?:.*(?:token|secret|password|passwd|passphrase|apikey|accesskey|privatekey|credential|signature|webhook))s?$|^(?:pwd|pass|auth|authorization|proxyauthorization|cookie|setcookie|responseurl|databaseurl|connectionstring|xapikey|xslacksignature|sessionid)$/;

/** Names that end like a secret and are none: ids and counts of ours. */
const harmlessNames = /^(?:nexttoken|maxtokens|secretarn|tokens?used)$/;

/** Secrets that can be told by their own form, wherever they stand. */
const secretForms: readonly (readonly [RegExp, string])[] = [
  // Slack: bot, app, user, refresh tokens; incoming webhooks and response URLs.
  [/\bx(?:ox[a-z]|app)(?:\.[a-z]+)?-[A-Za-z0-9-]{4,}/g, redacted],
  [/(https:\/\/hooks\.slack(?:-gov)?\.com)\/[^\s"'<>)\]}]+/g, `$1/${redacted}`],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${redacted}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, redacted],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, redacted],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, redacted],
  // user:password@ of a URL; the password may hold anything but a slash or a blank.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/"'<>]+@/gi, `$1${redacted}@`],
  // name=value and "name": "value", as they stand in messages, bodies and command lines.
  [
    /((?:[\w-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|signature|credential|authorization|response_url)|\bpwd)s?\\?["']?\s*[:=]\s*\\?["']?)(?!\[redacted\])(?:(?:bearer|basic)\s+)?[^\s"'\\,;&{}[\]()]+/gi,
    `$1${redacted}`,
  ],
];

/** The values of a URL's query, all of them: presigned links and callback keys live there. */
const urlQuery = /\b([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]*\?)([^\s#"'<>]*)/gi;

export interface Redactor {
  text(text: string): string;
  /** A copy that can be written as JSON; errors with their causes, everything bounded. */
  value(value: unknown): unknown;
}

/**
 * The one place where secrets leave what is logged: by the name of the field, by their own form,
 * and, given the values themselves, wherever they stand.
 */
export function createRedactor(options: { secrets?: readonly string[] } = {}): Redactor {
  // Shorter ones would blot out ordinary words.
  const known = (options.secrets ?? [])
    .filter((secret) => secret.length >= 8)
    .toSorted((a, b) => b.length - a.length);

  function text(raw: string): string {
    // Redacted before it is cut, so that no half of a secret is left at the end.
    let clean = raw.slice(0, maxText + longestSecret);
    for (const secret of known) clean = clean.replaceAll(secret, redacted);
    clean = clean.replace(urlQuery, (_, head: string, query: string) => head + hideQuery(query));
    for (const [form, instead] of secretForms) clean = clean.replace(form, instead);
    if (raw.length <= maxText && clean.length <= 2 * maxText) return clean;
    return `${clean.slice(0, maxText)}… (${raw.length} characters)`;
  }

  function value(raw: unknown, depth: number, above: readonly object[]): unknown {
    if (typeof raw === 'string') return text(raw);
    if (typeof raw === 'bigint' || typeof raw === 'symbol') return text(String(raw));
    if (typeof raw === 'function') return '[function]';
    if (typeof raw !== 'object' || raw === null) return raw;
    if (above.includes(raw)) return '[circular]';
    if (depth >= maxDepth) return '[deep]';
    if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? 'no date' : raw.toISOString();
    if (raw instanceof URL) return text(raw.href);
    if (ArrayBuffer.isView(raw) || raw instanceof ArrayBuffer) return `[${raw.byteLength} bytes]`;
    const path = [...above, raw];
    if (Array.isArray(raw) || raw instanceof Set) {
      const all = [...raw];
      const kept = all.slice(0, maxItems).map((item) => value(item, depth + 1, path));
      return all.length > maxItems ? [...kept, `… ${all.length - maxItems} more`] : kept;
    }
    return record(raw, depth, path);
  }

  function record(raw: object, depth: number, path: readonly object[]): Record<string, unknown> {
    const clean: Record<string, unknown> = {};
    if (raw instanceof Error) {
      clean.type = raw.name;
      clean.message = text(raw.message);
      if (raw.stack !== undefined) clean.stack = text(raw.stack);
      if (raw.cause !== undefined) clean.cause = value(raw.cause, depth + 1, path);
      if (raw instanceof AggregateError) clean.errors = value(raw.errors, depth + 1, path);
    }
    const entries: readonly (readonly [string, unknown])[] =
      raw instanceof Map
        ? [...raw].map(([key, inner]) => [String(key), inner] as const)
        : Object.keys(raw).map((name) => [name, readProperty(raw, name)] as const);
    for (const [name, inner] of entries.slice(0, maxItems)) {
      if (Object.hasOwn(clean, name)) continue;
      const hidden = isSecretName(name) && inner !== undefined && inner !== null;
      clean[text(name)] = hidden ? redacted : value(inner, depth + 1, path);
    }
    if (entries.length > maxItems) clean['…'] = `${entries.length - maxItems} more`;
    return clean;
  }

  return { text, value: (raw) => value(raw, 0, []) };
}

const maxText = 16_384;
const longestSecret = 4_096;
const maxDepth = 8;
const maxItems = 100;

function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_ .]/g, '');
  return secretNames.test(plain) && !harmlessNames.test(plain);
}

function hideQuery(query: string): string {
  return query.replace(/=([^&]*)/g, `=${redacted}`);
}

function readProperty(raw: object, name: string): unknown {
  try {
    return Reflect.get(raw, name);
  } catch (error) {
    return `[unreadable: ${error instanceof Error ? error.message : 'its getter threw'}]`;
  }
}
