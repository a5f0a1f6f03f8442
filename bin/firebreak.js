#!/usr/bin/env node
import { keepCompiled } from './compile-cache.js';
import { isNodeNewEnough } from './node-version.js';

if (isNodeNewEnough()) {
  keepCompiled();
  await import('../src/cli.ts');
}
