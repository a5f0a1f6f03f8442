import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/postgres/**', 'test/crash/**'],
    testTimeout: 20_000,
    pool: 'threads',
    // Most of the time is waiting for sockets: more files than cores at once.
    maxWorkers: 4,
  },
});
