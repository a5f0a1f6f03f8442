/** How loud a record is; `undefined` elsewhere means it does not say. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

const names: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['trace', 'trace'],
  ['verbose', 'debug'],
  ['silly', 'debug'],
  ['debug', 'debug'],
  ['fine', 'debug'],
  ['info', 'info'],
  ['information', 'info'],
  ['informational', 'info'],
  ['log', 'info'],
  ['http', 'info'],
  ['note', 'info'],
  ['notice', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['err', 'error'],
  ['error', 'error'],
  ['severe', 'error'],
  ['fail', 'error'],
  ['fatal', 'fatal'],
  ['crit', 'fatal'],
  ['critical', 'fatal'],
  ['panic', 'fatal'],
  ['alert', 'fatal'],
  ['emerg', 'fatal'],
  ['emergency', 'fatal'],
]);

/** A level as structured records give it: a name, or bunyan's and pino's number (50 is error). */
export function readLevel(value: unknown): Level | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  if (/^\d{2}$/.test(value)) return fromNumber(Number(value));
  return names.get(value.trim().toLowerCase());
}

function fromNumber(value: number): Level | undefined {
  if (value < 10 || value > 100) return undefined;
  if (value < 20) return 'trace';
  if (value < 30) return 'debug';
  if (value < 40) return 'info';
  if (value < 50) return 'warn';
  return value < 60 ? 'error' : 'fatal';
}

/** The level must stand near the start: later it is something the message talks about. */
const levelWithin = 160;

const loud =
  /(?:^|[\s[(|<:])(TRACE|VERBOSE|DEBUG|FINE|INFO|NOTICE|NOTE|Note|WARN|WARNING|Warning|ERR|ERROR|Error|SEVERE|FATAL|CRIT|CRITICAL|ALERT|EMERG|EMERGENCY|PANIC)(?=[\s\])|>:]|$)/;
const quiet = /(?:^|[\s[{,])(?:level|lvl|severity)["']?\s?[=:]\s?["']?([A-Za-z]{3,13}|\d{2})\b/;
const bracketed = /\[(trace|debug|info|notice|warn|error|crit|alert|emerg|fatal)\]/;

/** The level of a plain text line: the first level word where such words stand. */
export function levelOfText(text: string): Level | undefined {
  const start = text.slice(0, levelWithin).split('\n', 1)[0] ?? '';
  const said = quiet.exec(start)?.[1] ?? bracketed.exec(start)?.[1] ?? loudWord(start);
  return said === undefined ? crash(start) : (readLevel(said) ?? crash(start));
}

/** `Error` in mixed case counts only inside brackets or at the very start: prose uses it too. */
function loudWord(start: string): string | undefined {
  const found = loud.exec(start);
  const word = found?.[1];
  if (found === null || word === undefined) return undefined;
  if (word === word.toUpperCase()) return word;
  return start[found.index] === '[' ? word : undefined;
}

/** Lines that runtimes write when something dies; they carry no level. */
function crash(start: string): Level | undefined {
  if (
    /^(?:panic: |fatal error: |FATAL ERROR: )|Task timed out after |Runtime exited with error/.test(
      start,
    )
  )
    return 'fatal';
  if (/\bPHP (?:Fatal|Parse|Recoverable fatal) error: /.test(start)) return 'fatal';
  if (/\bPHP (?:Warning|Notice|Deprecated): /.test(start)) return 'warn';
  return undefined;
}
