import { detached } from '../../kit/text.ts';
import { createMemory } from './memory.ts';
import type { Frame } from './trace.ts';

/** Paths of libraries and language runtimes. */
const foreignPath =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|vendor|gems|pkg[\\/]mod|lib[\\/]ruby|lib[\\/]python[\d.]*|local[\\/]go[\\/]src)[\\/]|^(?:node:|internal[\\/]|<|native\b|unknown\b|\[native|webpack:\/\/\/?node_modules)/;

/** Packages of the JVM's libraries. */
const foreignClass =
  /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|clojure|com\.zaxxer|com\.mysql|com\.amazonaws|com\.fasterxml|com\.google|org\.springframework|org\.postgresql|org\.mariadb|org\.hibernate|org\.apache|org\.eclipse|org\.junit|org\.jboss|org\.redisson|io\.netty|io\.lettuce|io\.micrometer|io\.vertx|io\.grpc|reactor|rx|akka|ch\.qos|feign|okhttp3|retrofit2|redis\.clients|software\.amazon)\./;

/** The same few calls come again and again. */
const remembered = createMemory<Frame>(4_000);

/** A frame of a language that names files by path. */
export function pathFrame(path: string, called: string): Frame {
  const key = `${path}\u0000${called}`;
  return remembered.get(key) ?? remembered.set(key, newPathFrame(path, called));
}

function newPathFrame(path: string, called: string): Frame {
  const file = path.replace(/^(?:async )?file:\/\//, '').replace(/\?.*$/, '');
  const name = detached(`${shortFile(file)}:${shortFunction(called)}`);
  return { name, inApp: !foreignPath.test(file) };
}

/** A line of a stack without the `:12:34` or `:12` it ends with, nor the bracket behind. */
export function withoutPlace(line: string): string {
  let end = line.length;
  if (line.charCodeAt(end - 1) === closeBracket) end--;
  const column = beforeNumber(line, end);
  return line.slice(0, column === end ? line.length : beforeNumber(line, column));
}

/** Where the `:12` that ends at `end` begins; `end` where none does. */
function beforeNumber(line: string, end: number): number {
  let at = end - 1;
  while (isDigit(line.charCodeAt(at))) at--;
  return at < end - 1 && line.charCodeAt(at) === colon ? at : end;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const closeBracket = 0x29;
const colon = 0x3a;

/** A JVM frame: `com.example.points.Redeem.apply` in `Redeem.java`. */
export function classFrame(method: string, file: string): Frame {
  const dot = method.lastIndexOf('.');
  const owner = dot === -1 ? '' : method.slice(0, dot);
  const called = method.slice(dot + 1);
  const generated = /\$\$|GeneratedMethodAccessor|\$Proxy\d/.test(owner);
  const named = /^[\w$]+\.(?:java|kt|scala|groovy|clj)$/.test(file)
    ? file
    : owner.slice(owner.lastIndexOf('.') + 1).replace(/\$.*$/, '');
  const where = method.replace(/^[\w.-]+\/{1,2}/, '');
  return {
    name: detached(`${named}:${shortFunction(called)}`),
    inApp: !generated && !foreignClass.test(where),
  };
}

/** The base name; its folder too where the name alone says nothing. A build's hash is no name. */
function shortFile(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  const base = (parts.at(-1) ?? path).replace(
    /([.-])(?=[0-9a-z]*\d)[0-9a-zA-Z_]{6,32}(?=[.-]\w+$|\.\w+\.\w+$)/,
    '$1?',
  );
  return /^(?:index|main|mod|__init__|app)\.\w+$/.test(base) && parts.length > 1
    ? `${parts.at(-2) ?? ''}/${base}`
    : base;
}

/** The function without what a compiler numbered or the runtime added. */
function shortFunction(called: string): string {
  const name = called
    .replace(/^(?:async |new |static )+/, '')
    .replace(/ \[as [^\]]*\]/, '')
    .replace(/^(?:Object|Function|Module|Timeout|process|global|globalThis)\./, '')
    .replace(/^(?:block (?:\(\d+ levels?\) )?in |rescue in |ensure in )/, '')
    .replace(/lambda\$(\w+)\$\d+/, '$1')
    .replace(/\.func\d+(?:\.\d+)*$/, '')
    .replace(/\{closure(?::[^}]*)?\}/, '{closure}')
    .replace(/\$\d+/g, '')
    .trim();
  if (name === '' || name === 'anonymous') return '<anonymous>';
  return name.length > 80 ? name.slice(0, 80) : name;
}
