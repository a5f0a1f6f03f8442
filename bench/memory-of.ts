import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Memory of a process as Linux counts it, in MB (10^6 bytes): what is resident now, and the most
 * that was since the start or the last `forgetPeak`. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function memoryOf(pid: number): { resident: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { resident: megabytes(status, 'VmRSS'), peak: megabytes(status, 'VmHWM') };
}

/** From now on the peak counts anew (5 resets VmHWM). https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function megabytes(status: string, field: string): number {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  if (kib === undefined) throw new Error(`/proc/<pid>/status has no ${field}: the process ended.`);
  return (Number(kib) * 1024) / 1e6;
}
