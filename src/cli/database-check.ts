import { createPinoLog } from '../adapters/log/pino-log.ts';
import { createStore } from '../adapters/store/store.ts';
import type { DatabaseSettings } from '../config/settings.ts';
import { OutsideError } from '../core/kit/outside-error.ts';
import { type Check, pass, warn } from './check.ts';
import type { Terminal } from './command.ts';

/**
 * Opens the store as the program would (which makes a new one, or brings its tables up to date), asks
 * whether it can answer and write, and closes it again.
 */
export function databaseCheck(settings: DatabaseSettings, terminal: Terminal): Check {
  return {
    name: 'database',
    look: async () => {
      const where = settings.databaseUrl ? 'PostgreSQL' : `embedded, in ${settings.dataDir}`;
      const log = createPinoLog({ level: 'error', destination: { write: terminal.complain } });
      try {
        const store = await createStore({ ...settings, log });
        try {
          await store.ping();
          const { openIncidents, dueJobs, deadJobs } = await store.counts(terminal.now());
          const text = `${where}: open incidents ${openIncidents}, jobs due ${dueJobs}`;
          if (deadJobs === 0) return pass(text);
          return warn(`${text}, jobs given up ${deadJobs}: look for "gave up" in the log.`);
        } finally {
          await store.close();
        }
      } catch (error) {
        // A running Firebreak holds its own directory: that is as it should be.
        if (error instanceof OutsideError && error.kind === 'conflict') return warn(error.message);
        throw error;
      }
    },
  };
}
