import { DamagedFile } from './damaged.ts';
import { ForeignFile } from './unpack.ts';

/** Why a file could not be read, or not to its end, and what to do: one sentence or two. */
export function fileProblem(path: string, error: unknown): string {
  const name = path === '-' ? 'Standard input' : path;
  if (error instanceof DamagedFile) return damagedText(name, error);
  if (error instanceof ForeignFile) return foreignText(name, error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return `There is no file ${path}.`;
    case 'EISDIR':
      return `${name} is a directory and could not be read: name the files in it, for example ${path.replace(/\/$/, '')}/*.`;
    case 'EACCES':
    case 'EPERM':
      return `${name} could not be read: you have no permission. Try as another user, or ask for a copy.`;
    case 'EBADF':
      return `${name} is closed: there is nothing to read.`;
  }
  if (code === undefined) throw error;
  return `${name} could not be read: ${error instanceof Error ? error.message : String(error)}`;
}

function damagedText(name: string, { packing, isCut }: DamagedFile): string {
  const what = isCut ? `ends in the middle of its ${packing} data` : `is damaged ${packing} data`;
  return `${name} ${what}: only what comes before was read. Fetch it again for the rest.`;
}

function foreignText(name: string, { what }: ForeignFile): string {
  const todo = {
    'a zip archive': 'unpack it first, or pipe it: unzip -p FILE | firebreak … -',
    'a tar archive': 'unpack it first, or pipe it: tar -xOf FILE | firebreak … -',
    'a binary file': 'logs are read as text, or packed with gzip, bzip2, xz or zstd',
    'UTF-16 text': 'convert it first: iconv -f UTF-16 -t UTF-8 FILE | firebreak … -',
  }[what];
  return `${name} is ${what}, not a log: ${todo}.`;
}
