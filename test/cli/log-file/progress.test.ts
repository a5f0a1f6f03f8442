import { expect, test } from 'vitest';
import { barText, createProgress } from '../../../src/cli/log-file/progress.ts';

function screenOf(columns: number) {
  const written: string[] = [];
  let now = 0;
  const screen = { write: (text: string) => void written.push(text), columns, now: () => now };
  return { screen, written, wait: (ms: number) => (now += ms) };
}

test('the bar is drawn ten times a second at most, and taken away at the end', () => {
  const { screen, written, wait } = screenOf(80);
  const progress = createProgress(screen, 100e6);
  progress.advance(10e6);
  expect(written).toEqual([]);
  wait(100);
  progress.advance(15e6);
  wait(50);
  progress.advance(25e6);
  expect(written).toHaveLength(1);
  expect(written[0]).toContain('25 %  25 of 100 MB  250 MB/s');
  progress.erase();
  progress.erase();
  expect(written.slice(1)).toEqual(['\r\u001b[K']);
});

test('it never wraps on a narrow screen', () => {
  const { screen, written, wait } = screenOf(30);
  const progress = createProgress(screen, 100e6);
  wait(100);
  progress.advance(25e6);
  expect(written[0]?.replace(/^\r|\u001b\[K$/g, '')).toHaveLength(29);
});

test('of a pipe it says how much and how fast', () => {
  expect(barText(2_500_000, undefined, 100)).toBe('2.5 MB  25 MB/s');
});

test('a file that grows while it is read is never past its end', () => {
  expect(barText(110e6, 100e6, 1_000)).toContain('100 %');
});

test('without a screen nothing is drawn and nothing fails', () => {
  const progress = createProgress(undefined, 10);
  progress.advance(10);
  progress.erase();
});
