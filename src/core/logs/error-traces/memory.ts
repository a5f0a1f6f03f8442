import { detached } from '../../kit/text.ts';

/**
 * Remembers what was worked out, at most twice `size` of it: when the young half is full it becomes
 * the old half, and what was not asked for since is forgotten.
 */
export function createMemory<Value>(size: number): {
  get(key: string): Value | undefined;
  set(key: string, value: Value): Value;
} {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  function set(key: string, value: Value): Value {
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    young.set(detached(key), value);
    return value;
  }
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const before = old.get(key);
      return before === undefined ? undefined : set(key, before);
    },
    set,
  };
}
