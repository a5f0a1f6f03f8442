import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Memory of a process as Linux counts it, in MB (10^6 bytes): what is resident now, and the most
 * that was since the start or the last `forgetPeak`. Undefined for a process that has ended. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function memoryOf(pid: number): { resident: number; peak: number } | undefined {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return undefined;
  const status = readFileSync(path, 'utf8');
  const resident = megabytes(status, 'VmRSS');
  const peak = megabytes(status, 'VmHWM');
  return resident === undefined || peak === undefined ? undefined : { resident, peak };
}

/** From now on the peak counts anew (5 resets VmHWM). https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function megabytes(status: string, field: string): number | undefined {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
}
