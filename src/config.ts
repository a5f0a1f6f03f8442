import { type Alias, type Document, LineCounter, parseDocument, visit } from 'yaml';
import { createRedactor } from './adapters/log/redact.ts';
import { readEnvironment, type Variables } from './config/environment.ts';
import type { ConfigFault, ConfigFaults } from './config/fault.ts';
import type { Finding } from './config/finding.ts';
import { pathText, placeOf } from './config/place.ts';
import { referenceFindings } from './config/references.ts';
import { type ConfigFile, configFile, configSchema } from './config/schema.ts';
import { schemaFindings } from './config/schema-faults.ts';
import { type Settings, settingsFrom } from './config/settings.ts';
import { worldFrom } from './config/world-from.ts';
import type { World } from './core/world.ts';

const redactor = createRedactor();

export interface ConfigSource {
  readonly env: Variables;
  /** Throws as `readFileSync` does. */
  readFile(path: string): string;
}

export interface Config {
  readonly world: World;
  readonly settings: Settings;
}

/** Reads the file and the environment whole: either both are sound, or all their faults at once. */
export function readConfig(source: ConfigSource): Config | ConfigFaults {
  const file = readConfigFile(source);
  const environment = readEnvironment(source.env);
  if ('findings' in environment) {
    const faults = environment.findings.map((finding) => fault('environment', finding));
    return { faults: [...('faults' in file ? file.faults : []), ...faults] };
  }
  if ('faults' in file) return file;
  return {
    world: worldFrom(file.file, file.region),
    settings: settingsFrom(file.file, environment.values, file.region),
  };
}

/** Only the file, for commands that need neither Slack nor a database. */
export function readWorld(source: ConfigSource): { readonly world: World } | ConfigFaults {
  const file = readConfigFile(source);
  return 'faults' in file ? file : { world: worldFrom(file.file, file.region) };
}

export function configPath(env: Variables): string {
  return env.FIREBREAK_CONFIG?.trim() || 'firebreak.yml';
}

function readConfigFile(source: ConfigSource): { file: ConfigFile; region: string } | ConfigFaults {
  const path = configPath(source.env);
  const text = readText(path, source);
  if ('faults' in text) return text;
  const lines = new LineCounter();
  // Not `prettyErrors`: they quote the file, and somebody may have put a secret into it.
  const document = parseDocument(text.text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
  });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        const finding = { path: [], problem: redactor.text(error.message), remedy: yamlRemedy };
        return { ...fault(path, finding), line, column: col };
      }),
    };
  }
  const alias = unknownAlias(document);
  if (alias) {
    const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
    return { faults: [{ ...fault(path, noAnchor), line, column: col }] };
  }
  const raw = plain(document);
  if (raw === undefined) return { faults: [fault(path, tooManyAliases)] };
  const read = configFile.safeParse(raw);
  const region = (read.data?.aws.region ?? source.env.AWS_REGION?.trim()) || undefined;
  const findings = [
    ...schemaFindings(read.error?.issues ?? [], raw, configSchema()),
    ...referenceFindings(raw),
    ...(read.success && region === undefined ? [noRegion] : []),
  ];
  if (read.success && region !== undefined && findings.length === 0) {
    return { file: read.data, region };
  }
  const faults = findings.map((finding) => ({
    ...fault(path, finding),
    ...placeOf(document, lines, finding.path),
  }));
  return {
    faults: faults.toSorted(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    ),
  };
}

const yamlRemedy =
  'Look at this line and the one above: indentation, a missing quote, a tab, or a key used twice.';

const noRegion: Finding = {
  path: ['aws', 'region'],
  problem: 'is missing, and so is the variable AWS_REGION',
  remedy: 'Write aws: { region: ap-northeast-2 }, with your region.',
};

const noAnchor: Finding = {
  path: [],
  problem: 'an alias (*name) stands here without an anchor (&name) before it',
  remedy: 'Put texts that begin with an asterisk into quotes.',
};

function unknownAlias(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias: (_, node) => {
      if (node.resolve(document) !== undefined) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

const tooManyAliases: Finding = {
  path: [],
  problem: 'its aliases (*name) repeat too much',
  remedy: 'Write out what they stand for.',
};

/** The file as plain values; null for an empty one, undefined when its aliases multiply. */
function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? null;
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function readText(path: string, source: ConfigSource): { text: string } | ConfigFaults {
  try {
    return { text: source.readFile(path) };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const problem = missing
      ? 'there is no such file'
      : `it could not be read: ${error instanceof Error ? error.message : String(error)}`;
    const remedy = missing
      ? 'Copy firebreak.example.yml to it and edit that, or set FIREBREAK_CONFIG to your file.'
      : 'Let this user read it, or set FIREBREAK_CONFIG to another file.';
    return { faults: [fault(path, { path: [], problem, remedy })] };
  }
}

function fault(source: string, { path, problem, remedy }: Finding): ConfigFault {
  // A key may be anything, a secret pasted into the wrong place included.
  return { source, path: redactor.text(pathText(path)), problem, remedy };
}
