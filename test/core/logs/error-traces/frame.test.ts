import { expect, it } from 'vitest';
import { withoutPlace } from '../../../../src/core/logs/error-traces/frame.ts';

it.each([
  ['    at add (/app/points.js:12:34)', '    at add (/app/points.js'],
  ['    at /app/points.js:12:34', '    at /app/points.js'],
  ['    at a.b.C.d(C.java:12)', '    at a.b.C.d(C.java'],
  ['    at add (/app/points.js:1:2:3)', '    at add (/app/points.js:1'],
  ['    at add (<anonymous>)', '    at add (<anonymous>)'],
  ['    at add (/app/2024)', '    at add (/app/2024)'],
  [':1', ''],
  ['', ''],
])('of %j is left %j where its place does not matter', (line, left) => {
  expect(withoutPlace(line)).toBe(left);
});
