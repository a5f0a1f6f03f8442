import { defineConfig } from 'vitest/config';

/** The files wait more than they work (leases, escalations, doubts in real time): side by side. */
export default defineConfig({
  test: {
    include: ['test/crash/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 3,
  },
});
