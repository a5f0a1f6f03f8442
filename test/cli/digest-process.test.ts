import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childEnv, firebreak } from './child.ts';

const bin = join(import.meta.dirname, '../../bin/firebreak.js');
let dir = '';
const at = (name: string) => join(dir, name);

/** A slow log of so many statements, a second apart. */
function slowLog(count: number): Buffer {
  const entry = (n: number) => {
    const time = new Date(Date.UTC(2026, 10, 22, 2) + n * 1_000).toISOString();
    return `# Time: ${time}
# User@Host: app[app] @ web-1 [10.0.0.1]  Id: ${n}
# Query_time: 0.500000  Lock_time: 0.000100 Rows_sent: 1  Rows_examined: 1000
SET timestamp=${Date.parse(time) / 1_000};
select * from points where shop_id = ${n};
`;
  };
  return Buffer.from(Array.from({ length: count }, (_, n) => entry(n)).join(''));
}

const log = slowLog(500);

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'firebreak-digest-'));
  writeFileSync(at('slow.log'), log);
  writeFileSync(at('packed'), gzipSync(log));
  writeFileSync(at('cut.gz'), gzipSync(slowLog(20_000)).subarray(0, 100_000));
  writeFileSync(at('empty.log'), '');
  writeFileSync(at('binary'), Buffer.alloc(5_000, 1));
  writeFileSync(
    at('postgres.log'),
    '2026-11-22 02:00:01.000 UTC [7] LOG:  duration: 1500.000 ms  statement: select 1 from shops\n',
  );
  mkdirSync(at('folder'));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function document(args: readonly string[], input?: Uint8Array) {
  const told = await firebreak(['digest', ...args, '--json'], input === undefined ? {} : { input });
  return { ...told, document: JSON.parse(told.out) as { events: number; dialect: string } };
}

describe('what it reads', () => {
  test('several files are one digest, and standard input is one of them', async () => {
    const told = await document([at('slow.log'), '-', at('packed')], zstdCompressSync(log));
    expect([told.status, told.err]).toEqual([0, '']);
    expect(told.document).toMatchObject({ dialect: 'mysql', events: 1_500, bytes: log.length * 3 });
  });

  test.each(['gzip', 'bzip2', 'xz', 'zstd'])('what %s packed counts the same', async (tool) => {
    const { status, stdout } = spawnSync(tool, ['-c'], { input: log });
    if (status !== 0) return;
    writeFileSync(at('some.log'), stdout);
    expect((await document([at('some.log')])).document.events).toBe(500);
  });

  test('of a packed file that was cut, what could be read is digested, and the status is 1', async () => {
    const told = await document([at('cut.gz'), at('slow.log')]);
    expect(told.status).toBe(1);
    expect(told.err).toContain('cut.gz ends in the middle of its gzip data');
    expect(told.document.events).toBeGreaterThan(1_000);
  });

  test.each([
    ['gone.log', 'There is no file'],
    ['folder', 'is a directory'],
    ['binary', 'is a binary file, not a log'],
  ])('%s is told in a sentence, the rest is digested, and the status is 1', async (name, part) => {
    const told = await document([at(name), at('slow.log')]);
    expect([told.status, told.document.events]).toEqual([1, 500]);
    expect(told.err).toContain(part);
    expect(told.err.trim().split('\n')).toHaveLength(1);
    const alone = await firebreak(['digest', at(name)]);
    expect([alone.status, alone.out]).toEqual([1, '']);
    expect(alone.err).toContain(part);
  });

  // Root may read everything.
  test.skipIf(process.getuid?.() === 0)('a file that may not be read is told', async () => {
    writeFileSync(at('secret.log'), log);
    chmodSync(at('secret.log'), 0);
    const told = await firebreak(['digest', at('secret.log')]);
    expect([told.status, told.out]).toEqual([1, '']);
    expect(told.err).toContain('no permission');
  });

  test('an empty file is no fault', async () => {
    const told = await document([at('empty.log')]);
    expect([told.status, told.err]).toEqual([0, `${at('empty.log')} is empty.\n`]);
    expect(told.document).toMatchObject({ events: 0, window: null, dialect: null, classes: [] });
  });

  test('logs of two kinds are no one digest, unless it is said which counts', async () => {
    const mixed = [at('slow.log'), at('postgres.log'), at('empty.log')];
    const told = await document(mixed);
    expect(told.status).toBe(1);
    expect(told.document).toEqual({ error: expect.stringContaining('do not add up') });
    const stated = await document([...mixed, '--dialect', 'mysql']);
    expect([stated.status, stated.document.events]).toEqual([0, 500]);
  });

  test('a line of many megabytes is read over in little memory', async () => {
    const huge = Buffer.alloc(40_000_000, 'x');
    const told = await document(['-', '--dialect', 'mysql'], Buffer.concat([log, huge, log]));
    expect(told.status).toBe(0);
    expect(told.document.events).toBeGreaterThanOrEqual(500);
  });
});

describe('how it ends', () => {
  test('a reader that has seen enough is nobody’s fault', async () => {
    const child = spawn(
      'sh',
      ['-c', '"$0" "$1" digest "$2" --json | head -1', process.execPath, bin, at('slow.log')],
      { env: childEnv },
    );
    const err: Buffer[] = [];
    child.stderr.on('data', (piece: Buffer) => err.push(piece));
    const out: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => out.push(piece));
    await once(child, 'close');
    expect([Buffer.concat(out).toString(), Buffer.concat(err).toString()]).toEqual(['{\n', '']);
  });

  test('Ctrl-C ends it at once, as a shell expects: 130', async () => {
    const child = spawn(process.execPath, [bin, 'digest', '-'], { env: childEnv });
    child.stdin.on('error', () => {});
    child.stdin.write(log);
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
    const shell = spawnSync('sh', [
      '-c',
      '"$0" -e "process.kill(process.pid, \'SIGINT\')"; echo $?',
      process.execPath,
    ]);
    expect(shell.stdout.toString()).toBe('130\n');
  });

  const script = spawnSync('script', ['--version']).status === 0;
  test.skipIf(!script)(
    'on a terminal there are colours and, while it reads, a bar that goes away',
    async () => {
      writeFileSync(at('long.log'), slowLog(60_000));
      const command = `'${process.execPath}' '${bin}' digest '${at('long.log')}'`;
      const run = (env: NodeJS.ProcessEnv) =>
        spawnSync('script', ['-qec', command, '/dev/null'], {
          env: { ...childEnv, TERM: 'xterm-256color', ...env },
          encoding: 'utf8',
        }).stdout;
      const shown = run({});
      expect(shown).toContain('\u001b[1m');
      // Whatever was drawn of the bar was erased before the answer.
      expect(shown.replace(/\r[^\r\n]*\u001b\[K/g, '')).not.toContain('MB/s');
      expect(run({ NO_COLOR: '1' })).not.toContain('\u001b[1m');
    },
  );

  test('without a terminal there is neither', async () => {
    const { out, err } = await firebreak(['digest', at('slow.log')]);
    expect(out).not.toContain('\u001b');
    expect(err).toBe('');
  });
});
