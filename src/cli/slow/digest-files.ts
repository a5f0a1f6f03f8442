import type { SlowDigest } from '../../core/logs/slow-log/digest.ts';
import { createSlowDigest } from '../../core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../core/logs/slow-log/slow-log-reader.ts';
import type { Dialect, SlowLogTaker } from '../../core/logs/slow-log/statement.ts';
import type { Terminal } from '../command.ts';
import { type ReadFiles, readLogs } from '../log-file/read-logs.ts';
import type { Window } from './window-option.ts';

export interface FilesDigest {
  readonly digest: SlowDigest;
  readonly files: ReadFiles;
  /** Files in which statements were found, by what they turned out to be. */
  readonly found: Readonly<Record<Dialect, readonly string[]>>;
  /** Statements without a readable time, counted whatever the window. */
  readonly undated: number;
}

/** One digest of all the files; each is told apart by itself where `dialect` is `auto`. */
export async function digestFiles(
  paths: readonly string[],
  terminal: Terminal,
  options: { readonly dialect: Dialect | 'auto'; readonly window?: Window },
): Promise<FilesDigest> {
  const { dialect, window } = options;
  const digest = createSlowDigest(window === undefined ? {} : { window });
  const found = { mysql: new Set<string>(), postgres: new Set<string>() };
  const files = await readLogs(paths, terminal, (path) => {
    let hasStatement = false;
    const taker: SlowLogTaker = {
      ...digest,
      statement(statement) {
        if (!hasStatement) found[statement.dialect].add(path);
        hasStatement = true;
        digest.statement(statement);
      },
    };
    return createSlowLogReader({ dialect, taker });
  });
  return {
    digest: digest.result(),
    files,
    found: { mysql: [...found.mysql], postgres: [...found.postgres] },
    undated: digest.undated(),
  };
}

/** Why what was found makes no one digest; undefined when it does. */
export function mixFault({ mysql, postgres }: FilesDigest['found']): string | undefined {
  const [one, other] = [mysql[0], postgres[0]];
  if (one === undefined || other === undefined) return undefined;
  return `${one} is a MySQL log and ${other} a PostgreSQL log; their statements do not add up. Digest them apart, or say which one counts with --dialect.`;
}
