/** Tells those who wait for work, once for all that came in the same turn. */
export interface Waker {
  wake(): void;
  onWork(listener: () => void): () => void;
}

export function createWaker(): Waker {
  const listeners = new Set<() => void>();
  let pending = false;
  return {
    wake() {
      if (pending) return;
      pending = true;
      setImmediate(() => {
        pending = false;
        for (const listener of [...listeners]) listener();
      });
    },
    onWork(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
