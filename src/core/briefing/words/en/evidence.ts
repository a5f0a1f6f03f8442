import type { Change, ChangeOrigin } from '../../../evidence/change.ts';
import type { DatabaseEvent, Holder } from '../../../evidence/database-facts.ts';
import type { Evidence } from '../../../evidence/evidence.ts';
import type { Baseline, EvidenceKind } from '../../../evidence/question.ts';
import { evidenceNames } from './names.ts';

const baselineNames: Readonly<Record<Baseline['is'], string>> = {
  before: 'the same length before',
  'day-before': 'the same time yesterday',
  'week-before': 'the same time last week',
  'before-release': 'before the release',
};

export const evidenceBriefing = {
  title: 'What we see',
  asking: (kinds: readonly string[]) => `Looking for ${kinds.join(' and ')} …`,
  titles: {
    errors: 'Errors',
    'slow-queries': 'Slow queries',
    'log-volume': 'Logging',
    database: 'Database',
    changes: 'What changed',
  } satisfies Record<EvidenceKind, string>,
  none: {
    errors: 'No errors found.',
    'slow-queries': 'No slow queries found.',
    'log-volume': 'No log group to measure.',
    database: 'No database found.',
    changes: 'Nothing changed that we know of.',
  } satisfies Record<EvidenceKind, string>,
  failed: (kind: Evidence['kind'], why: string) =>
    `Could not find out about ${evidenceNames[kind]}. ${why}`,
  first: 'first',
  last: 'last',
  times: (count: number) => `${count}×`,
  accessLines:
    'Method, route and status: from access lines, no error was logged for these requests.',
  more: (count: number) => `and ${count} more kinds`,
  window: 'Window',
  instead: 'Not answered where it is looked for first:',
  partial: 'Only part was read:',
  look: 'look yourself',
  query: 'Query',
  comparedWith: (is: Baseline['is'], release: string) =>
    is === 'before-release' && release !== ''
      ? `Compared with before ${release}:`
      : `Compared with ${baselineNames[is]}:`,
  covered: 'Only this part was read:',
  before: (amount: string) => `before ${amount}`,
  beforeIs: 'before is',
  noLines: 'writes nothing',
  linesAMinute: (lines: string) => `${lines} lines/min`,
  streams: (now: number, before: number | undefined) =>
    before === undefined ? `${now} streams` : `${now} of ${before} streams`,
  roles: { writer: 'writer', reader: 'reader', unknown: 'role unknown' },
  connections: (now: string, most: string | undefined) =>
    most === undefined ? `${now} connections` : `${now} of ${most} connections`,
  calm: 'calm',
  connectionsUsed: (percent: number) => `${percent} % of connections used`,
  replicationStopped: 'replication is not running',
  lag: (length: string) => `replica lag ${length}`,
  freeStorage: (size: string) => `${size} free`,
  nowWriter: 'writer is now',
  atWork: 'active sessions',
  holderKinds: { user: 'user', host: 'host', application: 'application' } satisfies Record<
    Holder['by'],
    string
  >,
  databaseEvents: {
    failover: 'failover',
    restart: 'restart',
    maintenance: 'maintenance',
    parameters: 'parameters',
    configuration: 'configuration',
    storage: 'storage',
    other: 'event',
  } satisfies Record<DatabaseEvent['kind'], string>,
  changeKinds: {
    release: 'Release',
    configuration: 'Configuration',
    flag: 'Flag',
    migration: 'Migration',
    database: 'Database',
    alarm: 'Alarm',
    scaling: 'Scaling',
    other: 'Other',
  } satisfies Record<Change['kind'], string>,
  changeOrigins: {
    'database-events': 'database events',
    'alarm-edits': 'alarm edits',
    scaling: 'scaling',
    flags: 'feature flags',
    migrations: 'schema migrations',
  } satisfies Record<ChangeOrigin, string>,
  notAsked: (sources: readonly string[]) => `Not known: ${sources.join(', ')}.`,
  noRelease: 'No release in the last 24 hours.',
  releasedAt: 'released',
  beforeOnset: (distance: string) => `${distance} before it began`,
  afterOnset: (distance: string) => `${distance} after it began`,
};
