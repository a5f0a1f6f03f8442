import { stripTypeScriptTypes } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/* Worker: [name, TypeScript][] in, a Map from name to JavaScript out. */

const sources = z.array(z.tuple([z.string(), z.string()])).parse(workerData);
parentPort?.postMessage(
  new Map(sources.map(([name, source]) => [name, stripTypeScriptTypes(source)])),
);
