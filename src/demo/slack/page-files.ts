import { readdir, readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const folder = fileURLToPath(new URL('../page/', import.meta.url));

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
};

/** Messages never become markup, and nothing but the page's own files may run. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data: http: https:",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

export interface PageFiles {
  /** Serves the page's file of that name; false when there is none. */
  give(name: string, response: ServerResponse): Promise<boolean>;
}

/** The page's folder, its TypeScript with the types taken out: the browser gets it without a build. */
export function createPageFiles(): PageFiles {
  let stripped: { stamp: number; modules: ReadonlyMap<string, string> } | undefined;

  async function modules(): Promise<ReadonlyMap<string, string>> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
    const stamps = await Promise.all(
      names.map(async (name) => (await stat(folder + name)).mtimeMs),
    );
    const stamp = Math.max(...stamps);
    if (stripped?.stamp !== stamp) stripped = { stamp, modules: await strip(names) };
    return stripped.modules;
  }

  return {
    async give(name, response) {
      const ending = name.split('.').at(-1) ?? '';
      const known = (await readdir(folder)).includes(name) ? types[ending] : undefined;
      if (known === undefined) return false;
      const body =
        ending === 'ts' ? (await modules()).get(name) : await readFile(folder + name, 'utf8');
      response.writeHead(200, {
        'content-type': known,
        'cache-control': 'no-store',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
      });
      response.end(body);
      return true;
    },
  };
}

/**
 * In a thread of its own, because Node still warns of `stripTypeScriptTypes` as experimental and
 * only there can that warning be turned off for nobody else.
 */
async function strip(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const sources = await Promise.all(
    names.map(async (name) => [name, await readFile(folder + name, 'utf8')] as const),
  );
  const worker = new Worker(new URL('./strip-types.ts', import.meta.url), {
    workerData: sources,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
