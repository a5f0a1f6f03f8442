import { clip, detached, oneLine } from '../../kit/text.ts';
import { redact } from '../redact.ts';
import { createMemory } from './memory.ts';

const longestTitle = 200;

/** Words after which a quoted thing is a name of the program's, not a value of somebody's. */
const namesFollow =
  /\b(?:tables?|relations?|columns?|constraints?|index|keys?|fields?|functions?|types?|roles?|databases?|schemas?|sequences?|options?|parameters?|propert(?:y|ies)|reading|setting|invoke|because|references|module|package|class|attribute|method|operator|variable|of|in)\s*\(?$/i;

/** In this order. Each says what varies between two occurrences of the same error. */
const variable: readonly (readonly [RegExp, string])[] = [
  [/\b(Unexpected token) .{0,2000} is not valid JSON/g, '$1 ? is not valid JSON'],
  [/\barn:aws[\w-]*:[^\s"',)]{1,300}/g, '?'],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>)]{1,500}/gi, '?'],
  [/\[(?:e-mail|phone|card|token|id number|redacted|AWS key|Slack token|private key)\]/g, '?'],
  [/[\w.!#$%&*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g, '?'],
  [/\b(?:00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}|1-[0-9a-f]{8}-[0-9a-f]{24})\b/gi, '?'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '?'],
  [
    /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?/g,
    '?',
  ],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b(?::(?!(?:3306|5432|6379)\b)\d{1,5}\b)?/g, '?'],
  [/(?<![\w:.])\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}\]?(?::\d{1,5})?(?![\w:])/gi, '?'],
  [
    /(?<![\w.$-])(?!(?:com|org|net|io|java|javax|jakarta|kr|dev|app)\.)[a-z0-9](?:[a-z0-9-]{0,62}\.){1,6}(?:com|net|org|io|local|internal|invalid|localhost|kr|jp|dev|cloud|app|test|example|arpa|svc)\b\.?(?::\d{1,5}\b)?(?![\w(])/gi,
    '?',
  ],
  [
    /\b(ENOTFOUND|EAI_AGAIN|lookup|ECONNREFUSED|ECONNRESET|ETIMEDOUT|host|hostname|server at) (?!name )(?!\?)[\w.-]{1,200}(?::\d+)?/g,
    '$1 ?',
  ],
  [/\b0x[0-9a-f]+\b/gi, '?'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '?'],
  [/\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9]{16,}\b/g, '?'],
  [/\b(\w{1,60})=(?!\?)[^\s,;)&\]]{1,300}/g, '$1=?'],
];

/** Numbers that are names: of an error, of a status. Everybody knows them, and they tell errors apart. */
const telling = /(?:\b(?:error|errno|code|sqlstate|status|http)(?: code)?[ :=#(]{0,2}|:)$/i;

/** Numbers that are asked for by the catalogue, and are masked in a title all the same. */
const askedFor = /(?:\b(?:error|errno|errcode|signal|code)[ :=]{1,2}|\(|Entry '|entry ')$/;

/** Ports that say which kind of server it is. */
const isKnownPort = /^(?:3306|5432|6379)$/;

/**
 * The message with every digit that cannot matter as a 1: what differs by ids and amounts only has one
 * shape, and everything that is worked out of a message is worked out once a shape.
 */
export function shapeOf(message: string): string {
  const read = message.length > longestRead ? message.slice(0, longestRead) : message;
  let shape = '';
  let copied = 0;
  for (let at = 0; at < read.length; at++) {
    if (!isDigit(read, at)) continue;
    const from = at;
    while (isDigit(read, at)) at++;
    if (matters(read, from, at)) continue;
    shape += read.slice(copied, from) + '1'.repeat(at - from);
    copied = at;
  }
  return copied === 0 ? read : shape + read.slice(copied);
}

/** Does it matter which number stands from `from` to `to`? */
function matters(text: string, from: number, to: number): boolean {
  const length = to - from;
  const last = text.charAt(from - 1);
  if (/[A-Za-z_]/.test(last)) return length < 5;
  if (length === 1 && text[from] === '0') return true;
  if (!/[ :=#('"]/.test(last)) return false;
  const before = text.slice(Math.max(0, from - 16), from);
  if (length >= 3 && length <= 5 && telling.test(before))
    return last !== ':' || isKnownPort.test(text.slice(from, to));
  return askedFor.test(before);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

const longestRead = 4_000;
const remembered = createMemory<string>(4_000);

/**
 * A message with its variable parts replaced by `?`, redacted, on one line: the same for every
 * occurrence of the same error. Names of tables, columns and the like stay, for they tell errors
 * apart; quoted values, ids, numbers, addresses and hosts do not. Applied twice it changes nothing.
 */
export function normalise(message: string): string {
  const shape = shapeOf(message);
  const known = remembered.get(shape);
  if (known !== undefined) return known;
  let text = redact(withoutDecoration(tellingLine(shape)));
  text = maskQuoted(text);
  for (const [pattern, mask] of variable) text = text.replace(pattern, mask);
  text = text.replace(/(?<![A-Za-z_])[-+]?\d[\d_]*(?:[.,:]\d+)*/g, (found, at: number) =>
    /^\d{3,5}$/.test(found) && isTold(found, text.slice(Math.max(0, at - 16), at)) ? found : '?',
  );
  text = text.replace(/(?<=[A-Za-z_])\d{5,}/g, '?');
  text = text.replace(/\?(?:(?:, ?|[-/.:])\?)+/g, '?');
  return remembered.set(shape, detached(clip(oneLine(text), longestTitle)));
}

function isTold(number: string, before: string): boolean {
  return telling.test(before) && (!before.endsWith(':') || isKnownPort.test(number));
}

/** The line of a message that says what happened. */
function tellingLine(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  // Prisma begins with where it was called and ends with what went wrong.
  const at = /^\s*Invalid `/.test(lines[0] ?? '') ? lines.length - 1 : 0;
  return lines[at]?.trim() ?? '';
}

/** What drivers put around the server's own words. */
function withoutDecoration(line: string): string {
  let text = line;
  const sql = /^(?:select|insert|update|delete|with|replace|call|begin)\b/i.test(text)
    ? text.lastIndexOf(' - ')
    : -1;
  if (sql !== -1) text = text.slice(sql + 3);
  return text
    .replace(/^\(conn[=:]\d+\) /, '')
    .replace(/^\(\w+(?:\.\w+)*\.(\w+)\) /, '')
    .replace(/^\(\d+, (["'])(.*)\1\)$/, '$2')
    .replace(/^pq: /, '')
    .replace(/^(?:ERROR|FATAL|PANIC): {1,2}/, '')
    .replace(/^SQLSTATE\[\w+\](?: \[\d+\])?:? ?/, '')
    .replace(/ at character \d+/, '')
    .replace(/ \(Background on this error at: [^)]*\)/, '');
}

const quoted = /(["'`])((?:(?!\1)[^\\\n]|\\.|\1\1){0,1000}?)\1(?![A-Za-z])/g;

function maskQuoted(text: string): string {
  return text.replace(quoted, (found, quote: string, inside: string, at: number) => {
    if (/[A-Za-z]/.test(text[at - 1] ?? ' ')) return found;
    const isName = /^[\w$.<>()[\]-]{1,100}$/.test(inside);
    const before = text.slice(Math.max(0, at - 40), at);
    const after = text.slice(at + found.length, at + found.length + 8);
    const isWhole = found.length === text.length;
    const named =
      quote === '`' ||
      /^[a-z]+(?:_[a-z]+)+$/.test(inside) ||
      /["']\.$/.test(before) ||
      namesFollow.test(before) ||
      /^ (?:object|is not|of rel)/.test(after) ||
      isWhole;
    if (!isName || !named) return '?';
    return quote + inside.replace(/\d{3,}/g, '?') + quote;
  });
}
