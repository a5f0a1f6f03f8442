import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { phases, phaseTable } from '../src/core/incident/phase.ts';

/**
 * The river, left to right. A file imports its own folder or anything to the left of it.
 * `core root` is the files directly in src/core and its steps; `main` is the few files that know every adapter.
 */
const river = [
  'kit',
  'service',
  'oncall',
  'logs',
  'intake',
  'triage',
  'incident',
  'evidence',
  'decision',
  'action',
  'verification',
  'learning',
  'briefing',
  'core root',
  'engine',
  'adapters',
  'demo',
  'main',
] as const;
type Room = (typeof river)[number];

/** The files that may know every adapter and wire them together. */
const mains = [
  /^main\.ts$/,
  /^cli\.ts$/,
  /^cli\//,
  /^config\.ts$/,
  /^config\//,
  /^demo\/main\.ts$/,
];

/** Packages and where they belong; a vendor's package appears in that vendor's folder only. */
const packageRooms: readonly { readonly name: RegExp; readonly rooms: readonly RegExp[] }[] = [
  { name: /^temporal-polyfill$/, rooms: [/^core\/kit\/time\.ts$/] },
  { name: /^@slack\/|^undici$/, rooms: [/^adapters\/slack\//] },
  { name: /^@aws-sdk\/|^@smithy\//, rooms: [/^adapters\/aws\//] },
  { name: /^pg$/, rooms: [/^adapters\/store\//] },
  { name: /^pino$/, rooms: [/^adapters\/log\//] },
  { name: /^node-cron$/, rooms: [/^adapters\/cron\//] },
  { name: /^yaml$/, rooms: [/^config\.ts$|^config\//, /^demo\//] },
  { name: /^zod$/, rooms: [/^adapters\//, /^config\.ts$|^config\//, /^demo\//] },
  { name: /^ws$/, rooms: [/^demo\//] },
  {
    name: /^@resvg\/|^@expo-google-fonts\//,
    rooms: [/^adapters\/picture\//],
  },
  { name: /^xz-decompress$|^unbzip2-stream\//, rooms: [/^cli\//] },
];

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith('demo/page/'));
}

function roomOf(file: string): Room {
  if (mains.some((pattern) => pattern.test(file))) return 'main';
  const [first = '', second = ''] = file.split('/');
  if (first === 'core') {
    return second.endsWith('.ts') || second === 'steps' ? 'core root' : (second as Room);
  }
  return first as Room;
}

interface Import {
  readonly line: number;
  readonly what: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  const pattern = /(?:from\s+|import\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    what: match[1] ?? '',
  }));
}

function faultOf(file: string, { line, what }: Import): string | undefined {
  const here = roomOf(file);
  const place = `src/${file}:${line} imports ${what}`;
  if (!what.startsWith('.')) {
    if (what.startsWith('node:')) {
      return file.startsWith('core/') ? `${place}: core touches nothing outside` : undefined;
    }
    const known = packageRooms.find((entry) => entry.name.test(what));
    if (!known) return `${place}: say in test/architecture.test.ts where this package belongs`;
    return known.rooms.some((room) => room.test(file))
      ? undefined
      : `${place}: this package belongs in ${known.rooms.map(String).join(' or ')}`;
  }
  const target = relative(src, resolve(src, dirname(file), what))
    .split(sep)
    .join('/');
  const there = roomOf(target);
  if (there === 'main' && here !== 'main') return `${place}: only main files know main files`;
  if (here === 'adapters' && there === 'adapters' && vendor(file) !== vendor(target)) {
    return `${place}: adapters are strangers to each other; main.ts introduces them`;
  }
  if (river.indexOf(there) > river.indexOf(here)) {
    return `${place}: looks right (${here} → ${there}); state what ${here} needs in its own words, or move the line`;
  }
  return undefined;
}

function vendor(file: string): string {
  return file.split('/')[1] ?? '';
}

describe('the import rule', () => {
  const files = sourceFiles(src);

  it('knows a room for every file', () => {
    expect(files.filter((file) => !river.includes(roomOf(file)))).toEqual([]);
  });

  it('lets every file look left only', () => {
    const faults = files.flatMap((file) =>
      importsOf(file)
        .map((line) => faultOf(file, line))
        .filter((fault) => fault !== undefined),
    );
    expect(faults).toEqual([]);
  });

  it('has no barrels and no default exports', () => {
    const faults = files.filter((file) => {
      const text = readFileSync(join(src, file), 'utf8');
      return /^export \* from|^export default/m.test(text) || file.endsWith('/index.ts');
    });
    expect(faults).toEqual([]);
  });

  it('keeps clocks, chance and the process out of core', () => {
    const faults = files
      .filter((file) => file.startsWith('core/') && file !== 'core/kit/time.ts')
      .filter((file) =>
        /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bconsole\.|\bsetTimeout\(|\bfetch\(/.test(
          stripComments(readFileSync(join(src, file), 'utf8')),
        ),
      );
    expect(faults).toEqual([]);
  });
});

describe('what is written about it', () => {
  it('prints the same order in the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const printed = /<!-- the river -->\n```\n(.+)\n```/.exec(readme)?.[1];
    const rooms = river.filter((room) => room !== 'learning');
    expect(printed).toBe(rooms.join(' < '));
  });

  it('has a line for every folder of src in the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const folders = new Set(
      sourceFiles(src)
        .filter((file) => file.includes('/'))
        .map((file) => file.split('/').slice(0, /^(core|adapters)\//.test(file) ? 2 : 1))
        .map((parts) => parts.filter((part) => !part.endsWith('.ts')).at(-1) ?? ''),
    );
    const unnamed = [...folders].filter((folder) => !readme.includes(folder));
    expect(unnamed).toEqual([]);
  });

  it('prints the life of an incident into the docs as the code has it', () => {
    const rows = phases.map(
      (phase) =>
        `| ${phase} | ${phaseTable[phase].means} | ${phaseTable[phase].next.join(', ') || '—'} |`,
    );
    const docs = readFileSync(join(root, 'docs/incident-life.md'), 'utf8');
    for (const row of rows) expect(docs).toContain(row);
  });
});

describe('what the docs ask people to allow', () => {
  /** Names of the SDK's packages and commands that IAM knows under another. */
  const services: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' };
  const allowedAs: Readonly<Record<string, string>> = {
    'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  };
  /**
   * Granted to the queue's topic; what registering a task definition brings with it; and what the
   * SDK has no command for.
   */
  const besides = ['sqs:SendMessage', 'iam:PassRole', 'rds:DownloadCompleteDBLogFile'];
  const docs = readFileSync(join(root, 'docs/connect.md'), 'utf8');
  const inDocs = new Set(
    [...docs.matchAll(/[`"]((?:sqs|sns|cloudwatch|logs|rds|pi|ecs|iam):\w+)[`"]/g)].map(
      ([, action = '']) => action,
    ),
  );
  const files = sourceFiles(src)
    .filter((file) => file.startsWith('adapters/aws/'))
    .map((file) => readFileSync(join(src, file), 'utf8'));

  it('is every AWS call the code makes, and no other', () => {
    const calls = files.flatMap((text) => {
      const commands = [...text.matchAll(/new ([A-Z]\w+)Command\(/g)];
      return commands.map(([, call = '']) => {
        const [, client = ''] =
          [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)]
            .filter(([, names = '']) => names.includes(`${call}Command`))
            .map(([, , name = '']) => ['', name])[0] ?? [];
        const action = `${services[client] ?? client}:${call}`;
        return allowedAs[action] ?? action;
      });
    });
    const allowed = [...inDocs].filter((action) => !besides.includes(action));
    expect(allowed.sort()).toEqual([...new Set(calls)].sort());
  });

  it('has what the program asks for by name when it is denied', () => {
    const named = files.flatMap((text) =>
      [...text.matchAll(/operation: '([a-z]+:\w+)'/g)].map(([, action = '']) => action),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((action) => !inDocs.has(action))).toEqual([]);
  });
});

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
