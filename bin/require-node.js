// For `node --import ./bin/require-node.js src/main.ts`: ends an old Node.js before it meets TypeScript.
import { isNodeNewEnough } from './node-version.js';

if (!isNodeNewEnough()) process.exit(1);
