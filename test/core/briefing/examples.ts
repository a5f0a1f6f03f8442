import type { Words } from '../../../src/core/briefing/words/words.ts';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { evidenceKinds } from '../../../src/core/evidence/question.ts';
import { phases } from '../../../src/core/incident/phase.ts';
import type { SlowDiagnosis } from '../../../src/core/logs/slow-log/digest.ts';
import { verbs } from '../../../src/core/service/rollout.ts';
import type { Examples } from './every-text.ts';

/** Foreign text, in capitals: it stays as it is in every language. */
export const why = 'WHY';
const kinds = ['errors', 'slow-queries'] as const;
const measurements = [
  { check: 'CHECK', result: 'pass', text: 'MEASURED' },
  { check: 'CHECK', result: 'fail', text: 'MEASURED' },
] as const;
const perVerb = <A extends readonly unknown[]>(...rest: A) =>
  verbs.map((verb) => [verb, ...rest] as const);

function evidence(change: Partial<Evidence>): Evidence {
  return {
    questionId: 'Q',
    kind: 'errors',
    source: 'SOURCE',
    status: 'empty',
    window: { fromAt: 0, toAt: 1 },
    answeredAt: 1,
    query: 'QUERY',
    ...change,
  };
}
const group = {
  id: 'G',
  title: 'TITLE',
  count: 2,
  firstAt: 0,
  lastAt: 1,
  frames: [],
  example: '',
};

const diagnoses: readonly SlowDiagnosis[] = [
  { id: 'missing-index', sure: 'likely', table: 'TABLE', columns: ['COLUMN'] },
  { id: 'missing-index', sure: 'guess', columns: [] },
  { id: 'blocked', sure: 'known', lockShare: 0.8 },
  { id: 'more-calls', sure: 'likely', times: 12, caller: 'SERVICE' },
  { id: 'more-calls', sure: 'likely', times: 12 },
  { id: 'plan-or-saturation', sure: 'guess', times: 3.24 },
  { id: 'spilling', sure: 'known', share: 0.5 },
  { id: 'failing', sure: 'known', share: 0.004 },
  {
    id: 'began-with-release',
    sure: 'likely',
    began: 'running',
    release: 'RELEASE',
    afterMs: 120_000,
  },
  {
    id: 'began-with-release',
    sure: 'guess',
    began: 'being-slow',
    release: 'RELEASE',
    afterMs: 120_000,
  },
];

/** Every text of the catalogue that takes arguments, said at least once. */
export const examples: Examples<Words> = {
  diagnosis: [],
  findings: {
    beganWith: [
      ['RELEASE', 'LENGTH', false],
      ['RELEASE', 'LENGTH', true],
    ],
    mayHaveCome: [['RELEASE', 'LENGTH']],
    onlyAt: [['PLACE', 'VALUE', 41, 42, '8 %']],
    onlyTenants: [['TENANTS', '97']],
    writeHost: [
      ['HOST', 'reader', undefined],
      ['HOST', 'reader', { role: 'reader', ago: 'LENGTH' }],
      ['HOST', 'reader', { role: 'writer', ago: 'LENGTH' }],
    ],
    writeHostUnknown: [['HOST']],
    silence: [['GROUP', '8 %']],
    silenceErrors: [['40', '0']],
    silenceWarnings: [['405', '0']],
    silentWith: [['RELEASE']],
    failover: [
      ['WAS', 'IS'],
      [undefined, undefined],
    ],
    strain: [
      [{ instance: 'INSTANCE', kind: 'connections', value: 0.95, limit: 100 }],
      [{ instance: 'INSTANCE', kind: 'replica-lag', value: 75 }],
      [{ instance: 'INSTANCE', kind: 'cpu', value: 0.97 }],
      [{ instance: 'INSTANCE', kind: 'storage', value: 9e8 }],
      [{ instance: 'INSTANCE', kind: 'storage', value: 9e8, fullInMs: 600_000 }],
      [{ instance: 'INSTANCE', kind: 'not-available', status: 'STATUS' }],
    ],
    slow: [['STATEMENT']],
  },
  wrongEnvironment: {
    settings: [
      ['HOME', 'OTHER', false],
      ['HOME', 'OTHER', true],
    ],
    database: [
      ['HOME', 'OTHER', false],
      ['HOME', undefined, false],
      ['HOME', 'OTHER', true],
    ],
    callsItself: [
      ['HOME', 'WORD', false],
      ['HOME', 'WORD', true],
    ],
    arrives: [['HOME', 'OTHER']],
    writesElsewhere: [['HOME']],
    with: [['RELEASE']],
    share: [['8 %']],
    hosts: [[4, 'HOSTS']],
    says: [['WORD']],
    reaches: [
      ['HOST', 'OTHER'],
      ['HOST', undefined],
    ],
    guests: [['TENANTS', 'OTHER', 'NAMES']],
    writesFell: [['INSTANCE', '6 %']],
    oddBuild: [['TAG']],
    ownDatabase: [['HOST']],
    ownName: [['WORD']],
    writesSteady: [['INSTANCE']],
    stillHere: [['HOME']],
    requests: [['1,447']],
    lines: [['1,447']],
    moved: [
      [
        {
          requests: 'REQUESTS',
          whom: 'TENANTS',
          where: 'HOST',
          from: [{ at: 0, style: 'time' }],
          to: undefined,
          isMore: true,
        },
      ],
      [
        {
          requests: 'REQUESTS',
          whom: undefined,
          where: 'HOST',
          from: [{ at: 0, style: 'time' }],
          to: [{ at: 1, style: 'time' }],
          isMore: false,
        },
      ],
    ],
  },
  verb: perVerb(),
  actionName: perVerb(),
  phase: phases.map((phase) => [phase] as const),
  alarmState: [['alarm'], ['ok'], ['insufficient-data']],
  verdict: [['confirmed'], ['not-confirmed'], ['cannot-tell']],
  rollout: [
    ['idle'],
    ['pending'],
    ['progressing'],
    ['paused'],
    ['baking'],
    ['finishing'],
    ['stopping'],
    ['rolling-back'],
    ['succeeded'],
    ['failed'],
    ['rolled-back'],
    ['stopped-mixed'],
    ['unknown'],
  ],
  outcome: [['succeeded'], ['failed'], ['rolled-back'], ['stopped'], ['running'], ['unknown']],
  evidence: evidenceKinds.map((kind) => [kind] as const),
  timeline: {
    opened: [
      ['TITLE', 'SEV1', 'firebreak'],
      ['TITLE', 'SEV1', 'ANA'],
    ],
    alarm: [
      ['ALARM', 'alarm', why],
      ['ALARM', 'ok', why],
    ],
    severity: [['SEV3', 'SEV1']],
    acknowledged: [['ANA']],
    closed: [
      ['resolved', 'ANA'],
      ['dismissed', 'ANA'],
    ],
    reopened: [['firebreak'], ['ANA']],
    asked: [['ANA', kinds]],
    answered: [
      [evidence({})],
      [evidence({ status: 'failed', failure: why })],
      [evidence({ status: 'found', errors: { groups: [group], records: 2, unread: 0 } })],
    ],
    rolloutFailed: [[why]],
    gaveUp: [['EFFECT', 'SUBJECT', why]],
    paged: [
      ['ANA', 0],
      ['ANA', 1],
    ],
    pageDelivered: [['ANA']],
    pageFailed: [['ANA', why]],
    requested: perVerb('ANA', 'SERVICE', 'PLACE'),
    planned: [
      ['SENTENCE', 0],
      ['SENTENCE', 1],
      ['SENTENCE', 2],
    ],
    approved: [['ANA', 1, 2]],
    withdrawn: perVerb('ANA'),
    sending: [['SENTENCE']],
    started: perVerb('STATUS'),
    doubted: perVerb(why),
    voided: perVerb(why),
    ended: [
      ['rollback', 'impossible', why],
      ['rollback', 'refused', why],
      ['rollback', 'failed', why],
    ],
    done: perVerb('STATUS'),
    verdict: [['rollback', 'not-confirmed', measurements]],
  },
  notices: {
    verdict: [
      ['rollback', 'not-confirmed', measurements],
      ['rollback', 'confirmed', []],
    ],
    nobodyToPage: [['SERVICE']],
    notRead: [[why]],
    lostSight: [[why]],
    nobodyAnswers: [[['ANA', 'BEN'], 6]],
  },
  causes: {
    noAnswer: [['SOURCE', 20]],
    noSource: [['errors', 'SERVICE', 'PLACE']],
  },
  refusals: {
    noIncident: [[]],
    closed: [['INC-42', 'resolved']],
    open: [['INC-42']],
    acknowledged: [
      ['INC-42', 'ANA', true],
      ['INC-42', 'ANA', false],
    ],
    acting: [['INC-42']],
    phase: [['INC-42', 'acting', 'resolved']],
    notConfigured: [['SERVICE']],
    noSource: [['SERVICE', kinds]],
    noRollout: [['SERVICE', 'PLACE']],
    liveAction: perVerb('ANA'),
    planMoved: [[]],
    notProposed: [
      [undefined],
      ['planning'],
      ['impossible'],
      ['proposed'],
      ['approved'],
      ['sending'],
      ['running'],
      ['done'],
      ['failed'],
      ['unknown'],
      ['refused'],
      ['withdrawn'],
    ],
    whichService: [[['SERVICE']]],
    whichEnvironment: [['SERVICE', ['PLACE']]],
    whichIncident: [[[]], [['INC-42', 'INC-43']]],
    unknownEnvironment: [['SERVICE', 'PLACE']],
    noSuchRelease: [[[]], [['RELEASE']]],
    noRotation: [
      ['ROTATION', []],
      ['ROTATION', ['ROTATION']],
    ],
  },
  card: {
    tenantsHit: [
      [7, 312, 'shop'],
      [7, undefined, 'user'],
      [7, 312, 'PLANT'],
    ],
    moreAlarms: [[2]],
    measured: [[4.1, 2]],
  },
  evidenceBriefing: {
    asking: [[['KIND', 'KIND']]],
    failed: [['errors', why]],
    times: [[214]],
    more: [[3]],
    comparedWith: [
      ['before', ''],
      ['day-before', ''],
      ['week-before', ''],
      ['before-release', ''],
      ['before-release', 'RELEASE'],
    ],
    before: [['40']],
    linesAMinute: [['4.1 k']],
    streams: [
      [2, undefined],
      [2, 4],
    ],
    connections: [
      ['180', undefined],
      ['180', '600'],
    ],
    connectionsUsed: [[12]],
    lag: [['2.0 s']],
    freeStorage: [['4']],
    notAsked: [[['SOURCE']]],
    beforeOnset: [['11']],
    afterOnset: [['11']],
  },
  attached: {
    rest: [[23]],
    cpu: [['INSTANCE']],
    connections: [['INSTANCE']],
    reads: [['INSTANCE']],
    writes: [['INSTANCE']],
    before: [['GROUP']],
    usual: [['GROUP']],
    newGroup: [['TITLE']],
    couldNotRead: [[['KIND', 'OTHER']]],
    notAsked: [[['KIND', 'OTHER']]],
    foundNothing: [[['KIND', 'OTHER']]],
    most: [['41 %', '10:11']],
    latest: [['41 %']],
    last: [['41 %', '10:11']],
    since: [['10:11']],
    sum: [[120, '4.2 s', 7]],
    numbers: [['120', '4.2 s', '41 %']],
    locks: [['4.2 s']],
    change: (['new', 'more-often', 'slower', 'less', 'same'] as const).map(
      (kind) =>
        [
          { kind, beforeCount: 3, beforeTotalMs: 9, beforeP95Ms: 4, costMs: 1 },
          (ms: number) => String(ms),
        ] as const,
    ),
    example: [['STATEMENT']],
    callers: [[['CALLER', 'OTHER']]],
    failed: [[why]],
  },
  slow: {
    headline: [['STATEMENT', '41 %']],
    share: [['41 %']],
    ofLoad: [['41 %']],
    sessions: [['2.1']],
    calls: [
      ['12', '170'],
      ['12', undefined],
    ],
    change: [
      ['new', undefined],
      ['slower', undefined],
      ['slower', '3.2'],
      ['more-often', undefined],
    ],
    rows: [
      ['598 k', '25'],
      ['598 k', undefined],
    ],
    diagnosis: diagnoses.map((diagnosis) => [diagnosis] as const),
    check: diagnoses.map((diagnosis) => [diagnosis] as const),
    kinds: [[7]],
    gone: [
      [1, '4.2 s'],
      [3, '4.2 s'],
    ],
    unread: [['12']],
    happening: [
      ['lock-wait', 3, '12 s'],
      ['deadlock', 1, undefined],
      ['temp-file', 4, '12'],
      ['cancelled', 2, undefined],
    ],
  },
  options: {
    rollback: [['RELEASE']],
    served: [['9']],
    unreadable: [[why]],
  },
  action: {
    title: perVerb(),
    needs: [[1]],
    state: [['running'], ['withdrawn']],
    verdict: [['cannot-tell']],
  },
  offers: {
    confirmVerb: perVerb('SERVICE', 'production'),
    confirmApprove: [['SERVICE', 'production']],
  },
  page: { answeredBy: [['ANA']] },
  overview: {
    until: [[{ at: 0, style: 'date-time' }]],
    looking: [['INC-42']],
    lookingAtRollout: [['SERVICE', 'PLACE']],
    asked: [['INC-42']],
    declared: [['INC-42']],
    handover: [['ROTATION', 'ANA']],
    handoverOpen: [[[]], [['INC-42']]],
  },
  duration: [[20_000], [720_000], [10_800_000], [700_000_000]],
};
