/** What stands for something taken out. */
type Mask = string | ((match: string, ...groups: string[]) => string);

/** Names of fields whose value is a secret, in any spelling: `dbPassword`, `api_key`, `X-Auth-Token`. */
const secretName =
  '[\\w.-]{0,40}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|authorization|cookie|session[_-]?id)[\\w-]{0,20}';

/** In this order: the surest and widest first. Every pattern is bounded, so that the whole is linear. */
const rules: readonly (readonly [RegExp, Mask])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]{0,40}-----|$)/g,
    '[private key]',
  ],
  [/\beyJ[\w-]{5,}\.eyJ[\w-]{5,}(?:\.[\w-]*)?/g, '[token]'],
  [/\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}/g, '[Slack token]'],
  [/\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]+/g, 'hooks.slack.com/[redacted]'],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g, '[AWS key]'],
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|[sr]k_(?:live|test)_\w{10,}|AIza[\w-]{30,})/g,
    '[token]',
  ],
  [/\b([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@:'"]{0,200}:[^\s@'"]{1,200}@/gi, '$1[redacted]@'],
  [/\b(Bearer|Basic|Digest)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [
    new RegExp(
      `(["']?\\b${secretName}["']?\\s{0,4}[=:]\\s{0,4})("(?:[^"\\\\]|\\\\.){1,500}"|'(?:[^'\\\\]|\\\\.){1,500}'|\\[[^\\]\\s]{1,100}\\]|[^\\s,;&)}\\]"']{1,500})`,
      'gi',
    ),
    maskSecret,
  ],
  // What databases say about the row at hand.
  [/\b(Duplicate entry )'.{0,1000}?'(?= for key|$)/gm, "$1'?'"],
  [/\b(Key \([^()]{1,200}\)=)\((?:.{0,1000}?)\)(?= (?:already|is |conflicts)|\.?$)/gm, '$1(?)'],
  [/\b(Failing row contains )\(.{0,4000}?\)(?=\.|$)/gm, '$1(?)'],
  [/\b([Pp]arameters: )\$1 = .{0,8000}/g, '$1?'],
  [/\[parameters: .{0,8000}/g, '[parameters: ?]'],
  [/\b(near )'.{1,1000}?'(?= at line|$)/gm, "$1'?'"],
  [/\b(near )"(?:[^"]){1,1000}?"/g, '$1"?"'],
  [
    /\b((?:value|input syntax for (?:type )?[\w ]{1,40}|input value for enum [\w".]{1,60}): )(?:'[^'\n]{0,1000}'|"[^"\n]{0,1000}")/gi,
    "$1'?'",
  ],
  [
    /\b(?:select\b[^\n]{0,2000}?\bfrom|insert\s+(?:ignore\s+)?into|replace\s+into|update\s[^\n]{1,200}?\sset|delete\s+from|call\s+\w+\s?\()[^\n]*/gi,
    maskSqlValues,
  ],
  // People.
  [/[\w.!#$%&*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g, '[e-mail]'],
  [/(?<![\w.-])\d{6}-[1-8]\d{6}(?![\w-])/g, '[id number]'],
  [
    /(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w-])|(?<![\w.-])3[47]\d{2}[ -]\d{6}[ -]\d{5}(?![\w-])/g,
    maskCard,
  ],
  [/(?<![\w.:+-])\+\d(?:[ ().-]{0,2}\d){8,14}(?![\w-])/g, '[phone]'],
  [/(?<![\w.:/-])0\d{1,2}[ -]\d{3,4}[ -]\d{4}(?![\w-])/g, '[phone]'],
  [/(?<![\w.:/-])01[016789]\d{7,8}(?!\w)/g, '[phone]'],
  [/(?<![\w.:/-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w.-])/g, '[phone]'],
];

/**
 * Log text without what must not leave: secrets, personal data, and the values databases quote from
 * rows and statements. What was taken out is named in square brackets or shown as `?`. Redacting
 * twice changes nothing. Meant for text up to some 64 KB; linear in its length.
 */
export function redact(text: string): string {
  let rest = text;
  for (const [pattern, mask] of rules) {
    rest = typeof mask === 'string' ? rest.replace(pattern, mask) : rest.replace(pattern, mask);
  }
  return rest;
}

/** `(using password: YES)` and `token: null` say something useful and give nothing away. */
function maskSecret(match: string, before = '', value = ''): string {
  if (
    /^["']?(?:yes|no|true|false|null|none|undefined|\?|bearer|basic|digest|\[.*\])["']?$/i.test(
      value,
    )
  )
    return match;
  const quote = /^["']/.exec(value)?.[0] ?? '';
  return `${before}${quote}[redacted]${quote}`;
}

/** Literals of a statement that stands in a message; the line end ends it. */
function maskSqlValues(sql: string): string {
  return sql
    .replace(/'(?:[^'\\]|\\.|'')*(?:'|$)/g, "'?'")
    .replace(
      /(?<=[=<>(,]\s{0,4}|\b(?:in|limit|offset|between|and|values|like)\s{1,4})-?\d+(?:\.\d+)?\b/gi,
      '?',
    );
}

function maskCard(match: string): string {
  const digits = match.replace(/\D/g, '');
  if (digits.length < 14 || digits.length > 19) return match;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0 ? '[card]' : match;
}
