import { describe, expect, it } from 'vitest';
import { memoryOfClass } from '../../../../src/adapters/aws/database/class-memory.ts';
import { evaluateParameter } from '../../../../src/adapters/aws/database/parameter-formula.ts';

const gib = 1024 ** 3;

describe('the number a parameter stands for', () => {
  it.each([
    ['500', 500],
    ['{DBInstanceClassMemory/12582880}', 1365],
    ['LEAST({DBInstanceClassMemory/9531392},5000)', 1802],
    ['LEAST({DBInstanceClassMemory/9531392}, 1000)', 1000],
    [
      'GREATEST({log(DBInstanceClassMemory/805306368)*45},{log(DBInstanceClassMemory/8187281408)*1000})',
      1069,
    ],
    ['SUM(10,{DBInstanceClassMemory/17179869184})', 11],
  ])('%s', (text, expected) => {
    expect(evaluateParameter(text, 16 * gib)).toBe(expected);
  });

  it.each([
    '',
    'ON',
    '{DBInstanceClassMemory/12582880',
    'LEAST(',
    'constructor(1)',
    '{AllocatedStorage/2}',
    '1/0',
    '5;6',
    '5 6 7 )',
  ])('is unknown of %j', (text) => {
    expect(evaluateParameter(text, 16 * gib)).toBeUndefined();
  });

  it('a formula is unknown without the memory, a plain number is not', () => {
    expect(evaluateParameter('{DBInstanceClassMemory/12582880}', undefined)).toBeUndefined();
    expect(evaluateParameter('300', undefined)).toBe(300);
  });
});

it.each([
  ['db.r7g.large', 16],
  ['db.r6i.4xlarge', 128],
  ['db.r4.large', 15.25],
  ['db.m6g.2xlarge', 32],
  ['db.t4g.micro', 1],
  ['db.t3.medium', 4],
  ['db.x2g.large', 32],
])('%s has %d GiB', (name, size) => {
  expect(memoryOfClass(name)).toBe(size * gib);
});

it.each(['db.serverless', 'db.z9.large', 'db.r5.large.tpc2.mem2x', '', 'db.r5.constructor'])(
  'the memory of %j is not known',
  (name) => {
    expect(memoryOfClass(name)).toBeUndefined();
  },
);
