import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { childEnv } from './child.ts';

/** Runs a file as people do, with a Node.js of a version it only pretends to be if one is given. */
function start(
  file: string,
  args: readonly string[],
  version?: string,
  guards: readonly string[] = [],
) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const flags = version === undefined ? [] : ['--import', `data:text/javascript,${pretend}`];
  const env = { ...childEnv, FIREBREAK_CONFIG: 'firebreak.example.yml' };
  return spawnSync(process.execPath, [...flags, ...guards, file, ...args], {
    encoding: 'utf8',
    env,
  });
}

const oneSentence = /^Firebreak needs Node\.js 24 or newer, and this is 20\.20\.2: .*\n$/;

test('the terminal refuses an old Node.js in one sentence', () => {
  const { status, stdout, stderr } = start('bin/firebreak.js', [], '20.20.2');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(oneSentence);
});

test('what is started behind the guard never meets an old Node.js', () => {
  const guarded = (version?: string) =>
    start('test/cli/guarded.ts', [], version, ['--import', './bin/require-node.js']);
  expect(guarded().stdout).toBe('loaded\n');
  const { status, stdout, stderr } = guarded('20.20.2');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(oneSentence);
});

test('the terminal prints one JSON document on standard output and nothing else', () => {
  const { status, stdout, stderr } = start('bin/firebreak.js', [
    'oncall',
    '--at',
    '2026-11-03',
    '--json',
  ]);
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ rotations: [{ holder: 'ana' }] });
});

test('and exits 2 when it does not understand', () => {
  const { status, stdout, stderr } = start('src/cli.ts', ['oncal']);
  expect([status, stdout, stderr]).toEqual([
    2,
    '',
    'There is no command "oncal". Did you mean oncall?\n',
  ]);
});
