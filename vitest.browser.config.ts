import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A browser on a busy machine takes its time.
    expect: { poll: { timeout: 10_000 } },
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 600_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
