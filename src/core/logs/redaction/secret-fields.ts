/** Names of fields whose value is a secret, in any spelling: `dbPassword`, `api_key`, `X-Auth-Token`. */
const named =
  /(?:passw(?:or)?d|passphrase|\bpwd|(?<=[a-z_])pwd|secret|token|api[ _-]?key|access[_-]?key|account[_-]?key|private[_-]?key|credentials?|authorization|cookie|session[_-]?id|connect\.sid|\b(?:otp|pin|cvv|cvc|ssn|rrn|jumin|msisdn)\b|\b(?:phone|mobile|passport)(?:_?(?:no|number))?\b|주민(?:등록)?번호)[\w-]{0,20}(\\{0,15}["']?\s{0,4}(?:=>|[=:]|(?<=[a-z])\s(?:is|was)\s)\s{0,4})/giu;

const mostOfQuoted = 4_000;
const mostOfBare = 500;

/** Says something useful and gives nothing away: `(using password: YES)`, `token: null`. */
const harmless =
  /^(?:yes|no|true|false|null|none|nil|undefined|\?|'\?'|bearer|basic|digest|token|\*{2,}|\[(?:redacted|token|AWS key|Slack token|private key|e-mail|phone|card|id number)\].*|(?:Bearer|Basic|Digest) \[redacted\].*)$/is;

/** After `password is`: a judgement, not the password. */
const judgement =
  /^(?:incorrect|required|invalid|wrong|expired|missing|too|not|empty|weak|correct|already|the|an?|set|reset|changed|valid|blank|about|being|only|used|never|always|longer|shorter|unknown|rejected|refused|null)\b/i;

/** The values of fields named like a secret, however they are quoted and escaped. */
export function maskSecretFields(text: string): string {
  named.lastIndex = 0;
  let out = '';
  let from = 0;
  for (let found = named.exec(text); found !== null; found = named.exec(text)) {
    const start = found.index + found[0].length;
    const value = valueAt(text, start, found[0]);
    if (value === undefined) continue;
    out += text.slice(from, value.from) + '[redacted]';
    from = value.to;
    named.lastIndex = value.to;
  }
  return from === 0 ? text : out + text.slice(from);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function valueAt(text: string, start: number, lead: string): Span | undefined {
  const quote = /^\\{0,15}["']/.exec(text.slice(start, start + 17))?.[0];
  if (quote !== undefined) return quotedAt(text, start + quote.length, quote);
  const first = text[start];
  if (first === '{' || first === '[') return nestedAt(text, start);
  const rest = text.slice(start, start + mostOfBare);
  const bare = bareValue(rest, lead);
  if (bare === '' || harmless.test(bare)) return undefined;
  if (/\s(?:is|was)\s+$/i.test(lead) && (judgement.test(bare) || bare.length < 4)) return undefined;
  return { from: start, to: start + bare.length };
}

function bareValue(rest: string, lead: string): string {
  // A header goes on to the end of its line; so do the cookies in it.
  if (/^(?:authorization|cookie)/i.test(lead)) return /^[^\n"'\\]*/.exec(rest)?.[0].trimEnd() ?? '';
  // Connection strings end a value with a semicolon, and it may have blanks.
  const listed = /^([^\n;"'=]{1,200});\s?\w[\w ]{0,30}=/.exec(rest)?.[1];
  if (listed !== undefined && /=\s{0,4}$/.test(lead)) return listed;
  return /^[^\s,;&)}\]"'<\\]*/.exec(rest)?.[0] ?? '';
}

/** To the quote of the same depth of escapes; one of less ends everything around it. */
function quotedAt(text: string, from: number, quote: string): Span | undefined {
  const mark = quote.at(-1) ?? '"';
  const depth = quote.length - 1;
  const limit = Math.min(text.length, from + mostOfQuoted);
  let to = limit;
  let escapes = 0;
  for (let i = from; i < limit; i++) {
    const char = text[i];
    if (char === '\\') escapes++;
    else {
      if (char === mark && escapes <= depth) {
        to = i - escapes;
        break;
      }
      escapes = 0;
    }
  }
  const value = text.slice(from, to);
  return value === '' || harmless.test(value) ? undefined : { from, to };
}

/** A whole object or list under a secret's name. */
function nestedAt(text: string, from: number): Span | undefined {
  if (harmless.test(text.slice(from, from + 20))) return undefined;
  let depth = 0;
  const limit = Math.min(text.length, from + mostOfQuoted);
  for (let i = from; i < limit; i++) {
    const char = text[i];
    if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return { from, to: i + 1 };
  }
  return { from, to: limit };
}
