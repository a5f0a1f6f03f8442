/** Why a file could not be read, for people. A programmer's mistake is thrown on. */
export function fileProblem(path: string, error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  if (error.code === 'ENOENT') return `There is no file ${path}.`;
  return `${path} could not be read: ${error.message}`;
}
