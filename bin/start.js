#!/usr/bin/env node
import { isNodeNewEnough } from './node-version.js';

if (isNodeNewEnough()) await import('../src/main.ts');
