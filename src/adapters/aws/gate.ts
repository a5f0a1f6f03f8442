/**
 * Lets so many in at once, the others in the order they came. What they wait for is shared by
 * everything that runs at the same time: several incidents of one account, several of its databases.
 */
export interface Gate {
  /** Rejects with the signal's reason when it aborts while waiting. */
  through<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T>;
}

export function createGate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;

  function enter(signal: AbortSignal): Promise<void> | undefined {
    if (inside < places) {
      inside++;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const letIn = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(letIn), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(letIn);
    });
  }

  return {
    async through(signal, run) {
      signal.throwIfAborted();
      await enter(signal);
      try {
        return await run();
      } finally {
        const next = waiting.shift();
        // Whoever leaves hands its place on; nobody else can slip in between.
        if (next) next();
        else inside--;
      }
    },
  };
}

/** One gate a name, made when first asked for. */
export function createGates(places: number): (name: string) => Gate {
  const gates = new Map<string, Gate>();
  return (name) => {
    const known = gates.get(name) ?? createGate(places);
    gates.set(name, known);
    return known;
  };
}
