import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/postgres/**', 'test/crash/**'],
    testTimeout: 20_000,
    pool: 'threads',
    // Whole stories keep a core busy: more of them at once than cores, and what is asked in time comes late.
    maxWorkers: 2,
  },
});
