import { expect, test } from 'vitest';
import { createGate } from '../../../src/adapters/aws/gate.ts';

const never = new AbortController().signal;

function held() {
  let letGo = () => {};
  const run = () => new Promise<void>((resolve) => (letGo = resolve));
  return { run, letGo: () => letGo() };
}

test('lets so many in at once, the others in their order', async () => {
  const gate = createGate(2);
  const order: number[] = [];
  const first = held();
  const second = held();
  const inside = [gate.through(never, first.run), gate.through(never, second.run)];
  const later = [3, 4, 5].map((one) => gate.through(never, async () => void order.push(one)));
  await Promise.resolve();
  expect(order).toEqual([]);
  first.letGo();
  await Promise.all(later);
  expect(order).toEqual([3, 4, 5]);
  second.letGo();
  await Promise.all(inside);
});

test('whoever gives up waiting takes nobody else’s place, and one that fails leaves', async () => {
  const gate = createGate(1);
  const first = held();
  const inside = gate.through(never, first.run);
  const abort = new AbortController();
  const impatient = gate.through(abort.signal, async () => 'never');
  const patient = gate.through(never, async () => {
    throw new Error('broken');
  });
  abort.abort(new Error('no longer wanted'));
  await expect(impatient).rejects.toThrow('no longer wanted');
  first.letGo();
  await inside;
  await expect(patient).rejects.toThrow('broken');
  expect(await gate.through(never, async () => 'in')).toBe('in');
  await expect(gate.through(abort.signal, async () => 'late')).rejects.toThrow('no longer wanted');
});
