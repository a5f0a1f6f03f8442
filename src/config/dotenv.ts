/**
 * Adds the variables of a `.env` file to the process's own, which win. For entry points, before
 * anything reads the environment; a file that is not there is no fault.
 */
export function loadDotenv(path = '.env'): void {
  try {
    process.loadEnvFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
}
