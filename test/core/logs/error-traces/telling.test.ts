import { expect, it } from 'vitest';
import type { ErrorGroup } from '../../../../src/core/logs/error-traces/digest.ts';
import { tellingFirst } from '../../../../src/core/logs/error-traces/telling.ts';

const diagnosis = { id: 'db.read_only', sure: 'known' } as const;

function group(id: string, part: Partial<ErrorGroup> = {}): ErrorGroup {
  const said = { title: id, firstAt: 0, lastAt: 0, frames: [], example: '' };
  return { id, count: 10, ...said, ...part };
}

it('what is recognised or new comes first, each in its order', () => {
  const groups = [
    group('every day', { beforeCount: 10 }),
    group('not compared'),
    group('recognised, as before', { beforeCount: 9, diagnosis }),
    group('recognised', { diagnosis }),
    group('new', { beforeCount: 0 }),
    group('recognised, more than before', { beforeCount: 2, diagnosis }),
  ];
  expect(tellingFirst(groups).map(({ id }) => id)).toEqual([
    'recognised',
    'new',
    'recognised, more than before',
    'every day',
    'not compared',
    'recognised, as before',
  ]);
});
