/** What one look found. `warn`: it works, but somebody should know. */
export interface Finding {
  readonly status: 'pass' | 'warn' | 'fail';
  /** What was tried, what came back, and unless it passed, what to do. */
  readonly text: string;
}

/** One thing the doctor looks at. */
export interface Check {
  readonly name: string;
  look(): Promise<Finding>;
}

export interface Checked extends Finding {
  readonly name: string;
}

/** All at once, each with its own limit; in the order given. What throws has failed. */
export function runChecks(checks: readonly Check[], limitMs: number): Promise<readonly Checked[]> {
  return Promise.all(
    checks.map(async ({ name, look }) => {
      const late = Promise.withResolvers<Finding>();
      const timer = setTimeout(() => {
        late.resolve({ status: 'fail', text: `No answer within ${limitMs / 1_000} seconds.` });
      }, limitMs);
      try {
        return { name, ...(await Promise.race([look(), late.promise])) };
      } catch (error) {
        return {
          name,
          status: 'fail',
          text: error instanceof Error ? error.message : String(error),
        };
      } finally {
        clearTimeout(timer);
      }
    }),
  );
}

export function pass(text: string): Finding {
  return { status: 'pass', text };
}

export function warn(text: string): Finding {
  return { status: 'warn', text };
}

export function fail(text: string): Finding {
  return { status: 'fail', text };
}
