/** One thing wrong with a payload, said as Slack says it. */
export type Say = (message: string, pointer: string) => void;

/** Looks at one value; reports what Slack would refuse. */
export type Check = (value: unknown, pointer: string, say: Say) => void;

/** Runs a check; answers `[ERROR] … [json-pointer:/blocks/0/text]` lines, none when all is well. */
export function faultsOf(check: Check, value: unknown, pointer: string): string[] {
  const faults: string[] = [];
  check(value, pointer, (message, at) => faults.push(`[ERROR] ${message} [json-pointer:${at}]`));
  return faults;
}

/** A string of `min` to `max` characters. */
export function string(max: number, min = 1): Check {
  return (value, pointer, say) => {
    if (typeof value !== 'string') return say('must be a string', pointer);
    if (value.length < min) say(`must be more than ${min - 1} characters`, pointer);
    if (value.length > max) say(`must be less than ${max + 1} characters`, pointer);
  };
}

export const anything: Check = () => {};

export const boolean: Check = (value, pointer, say) => {
  if (typeof value !== 'boolean') say('must be a boolean', pointer);
};

export const number: Check = (value, pointer, say) => {
  if (
    typeof value !== 'number' &&
    !(typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)))
  )
    say('must be a number', pointer);
};

export function oneOf(...words: readonly unknown[]): Check {
  return (value, pointer, say) => {
    if (!words.includes(value)) say(`must be one of: ${words.join(', ')}`, pointer);
  };
}

export function list(item: Check, max: number, min = 1): Check {
  return (value, pointer, say) => {
    if (!Array.isArray(value)) return say('must be an array', pointer);
    if (value.length < min) say(`no less than ${min} items allowed`, pointer);
    if (value.length > max) say(`no more than ${max} items allowed`, pointer);
    for (const [index, each] of value.entries()) item(each, `${pointer}/${index}`, say);
  };
}

/** An object with these fields and no others; a name ending in ? may be missing. */
export function object(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields).map(([name, check]) => ({
    name: name.replace(/\?$/, ''),
    optional: name.endsWith('?'),
    check,
  }));
  const known = new Set(checks.map((each) => each.name));
  return (value, pointer, say) => {
    if (!isObject(value)) return say('must be an object', pointer);
    for (const { name, optional, check } of checks) {
      const field = value[name];
      if (field === undefined) {
        if (!optional) say(`missing required field: ${name}`, pointer);
      } else check(field, `${pointer}/${name}`, say);
    }
    for (const name of Object.keys(value)) {
      if (!known.has(name)) say(`invalid additional property: ${name}`, pointer);
    }
  };
}

/** An object whose `type` decides which check applies. */
export function byType(what: string, checks: Readonly<Record<string, Check>>): Check {
  return (value, pointer, say) => {
    const type = isObject(value) ? value.type : undefined;
    const check = typeof type === 'string' ? checks[type] : undefined;
    if (check) return check(value, pointer, say);
    say(`unsupported type of ${what}: ${String(type)}`, `${pointer}/type`);
  };
}

/** At least one of these fields has to be there. */
export function someOf(names: readonly string[], check: Check): Check {
  return (value, pointer, say) => {
    check(value, pointer, say);
    if (isObject(value) && names.every((name) => value[name] === undefined)) {
      say(`missing required field: one of ${names.join(', ')}`, pointer);
    }
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
