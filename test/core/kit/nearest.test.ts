import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../../src/core/kit/nearest.ts';

const verbs = ['rollback', 'resolve', 'resume', 'pause', 'status', 'errors', 'ack'];

test.each([
  ['rolback', 'rollback'],
  ['ROLLBAKC', 'rollback'],
  ['roll', 'rollback'],
  ['puase', 'pause'],
  ['stats', 'status'],
  ['error', 'errors'],
  ['akc', 'ack'],
  ['page', undefined],
  ['x', undefined],
  ['', undefined],
  ['banana', undefined],
])('for %s one means %s', (word, expected) => {
  expect(nearest(word, verbs)).toBe(expected);
});

test.each([
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['kitten', 'sitting', 3],
  ['롤백', '롤빽', 1],
])('from %s to %s it takes %i', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});
