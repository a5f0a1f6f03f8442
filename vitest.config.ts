import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/postgres/**', 'test/crash/**'],
    testTimeout: 20_000,
    pool: 'threads',
    // Most of the time is waiting for sockets. Whole stories keep a core busy: npm test runs them one by one.
    maxWorkers: 3,
  },
});
