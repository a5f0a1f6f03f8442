const drawEveryMs = 100;
const barWidth = 24;

/** Where the bar is drawn: standard error, when it is a terminal. */
export interface BarScreen {
  write(text: string): void;
  /** In characters. */
  readonly columns: number;
  /** Milliseconds, for the pace only. */
  now(): number;
}

export interface Progress {
  /** So many more bytes of the files as they lie there, packed or not. */
  advance(bytes: number): void;
  /** Takes the bar off the screen; it comes back with the next `advance`. */
  erase(): void;
}

/** Without a screen nothing is drawn. `total`: bytes of all files; undefined where one is a pipe. */
export function createProgress(screen: BarScreen | undefined, total: number | undefined): Progress {
  if (screen === undefined) return { advance() {}, erase() {} };
  const startedAt = screen.now();
  let drawnAt = startedAt;
  let done = 0;
  let isDrawn = false;
  return {
    advance(bytes) {
      done += bytes;
      const now = screen.now();
      if (now - drawnAt < drawEveryMs) return;
      drawnAt = now;
      isDrawn = true;
      const line = barText(done, total, now - startedAt).slice(0, screen.columns - 1);
      screen.write(`\r${line}\u001b[K`);
    },
    erase() {
      if (isDrawn) screen.write('\r\u001b[K');
      isDrawn = false;
    },
  };
}

export function barText(done: number, total: number | undefined, ms: number): string {
  const pace = `${(done / 1_000 / Math.max(ms, 1)).toFixed(0)} MB/s`;
  if (total === undefined || total === 0) return `${megabytes(done)} MB  ${pace}`;
  const share = Math.min(1, done / total);
  const full = Math.round(share * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `${bar} ${percent}  ${megabytes(done)} of ${megabytes(total)} MB  ${pace}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
