import type { Evidence } from '../../evidence/evidence.ts';
import type { Phase } from '../../incident/phase.ts';
import type { AlarmState } from '../../intake/alarm.ts';
import type { PersonId } from '../../oncall/person.ts';
import type { Measurement, Verdict } from '../../service/measurement.ts';
import type { Release } from '../../service/release.ts';
import type { RolloutPhase, Verb } from '../../service/rollout.ts';
import type { Severity } from '../../triage/severity.ts';
import type { Inline } from '../briefing.ts';
import { nameOf } from './names.ts';

const evidenceNames: Readonly<Record<Evidence['kind'], string>> = {
  errors: 'error traces',
  'slow-queries': 'slow queries',
  'log-volume': 'how much is logged',
  database: 'the database',
  changes: 'what changed',
};
const verbNames: Readonly<Record<Verb, string>> = {
  rollback: 'roll back',
  pause: 'pause',
  resume: 'resume',
  promote: 'promote',
  abort: 'abort',
};
const actionNames: Readonly<Record<Verb, string>> = {
  rollback: 'Rollback',
  pause: 'Pause',
  resume: 'Resume',
  promote: 'Promotion',
  abort: 'Abort',
};
const phaseNames: Readonly<Record<Phase, string>> = {
  investigating: 'investigating',
  deciding: 'waiting for a decision',
  acting: 'a change is being made',
  verifying: 'checking whether it recovered',
  resolved: 'resolved',
  dismissed: 'dismissed: not an incident',
  reviewed: 'reviewed',
};
const stateNames: Readonly<Record<AlarmState, string>> = {
  alarm: 'firing',
  ok: 'clear',
  'insufficient-data': 'no data',
};
const verdictNames: Readonly<Record<Verdict, string>> = {
  confirmed: 'confirmed',
  'not-confirmed': 'not confirmed',
  'cannot-tell': 'cannot tell',
};
const rolloutNames: Readonly<Record<RolloutPhase, string>> = {
  idle: 'no rollout running',
  pending: 'about to start',
  progressing: 'rolling out',
  paused: 'paused',
  baking: 'baking',
  finishing: 'finishing',
  stopping: 'stopping',
  'rolling-back': 'rolling back',
  succeeded: 'rolled out',
  failed: 'failed',
  'rolled-back': 'rolled back',
  'stopped-mixed': 'stopped, old and new both serving',
  unknown: 'in a state we do not know',
};
const outcomeNames: Readonly<Record<Release['outcome'], string>> = {
  succeeded: 'was rolled out',
  failed: 'failed',
  'rolled-back': 'was rolled back',
  stopped: 'was stopped',
  running: 'still rolling out',
  unknown: 'outcome unknown',
};

/** Everything people read, in English. Whole sentences; log text never goes through here. */
export const en = {
  verb: (verb: Verb) => verbNames[verb],
  actionName: (verb: Verb) => actionNames[verb],
  phase: (phase: Phase) => phaseNames[phase],
  alarmState: (state: AlarmState) => stateNames[state],
  verdict: (verdict: Verdict) => verdictNames[verdict],
  rollout: (phase: RolloutPhase) => rolloutNames[phase],
  outcome: (outcome: Release['outcome']) => outcomeNames[outcome],
  evidence: (kind: Evidence['kind']) => evidenceNames[kind],
  unknownService: 'a service nobody configured',

  timeline: {
    opened: (title: string, severity: Severity, by: PersonId) =>
      by === 'firebreak'
        ? `An alarm opened this incident as ${severity}: ${title}`
        : `${nameOf(by)} declared this incident as ${severity}: ${title}`,
    alarm: (name: string, state: AlarmState, reason: string) =>
      `Alarm ${name} is ${stateNames[state]}: ${reason}`,
    severity: (from: Severity, to: Severity) => `Severity raised from ${from} to ${to}.`,
    acknowledged: (by: PersonId) => `${nameOf(by)} acknowledged: nobody else is paged.`,
    closed: (to: Phase, by: PersonId) =>
      to === 'resolved'
        ? `${nameOf(by)} says it is over.`
        : `${nameOf(by)} dismissed it: this was not an incident.`,
    reopened: (by: PersonId) =>
      by === 'firebreak'
        ? 'The alarm came back: the incident is open again.'
        : `${nameOf(by)} opened the incident again.`,
    asked: (by: PersonId, kinds: readonly Evidence['kind'][]) =>
      `${nameOf(by)} asked for fresh ${kinds.map((kind) => evidenceNames[kind]).join(' and ')}.`,
    answered: (evidence: Evidence) => answered(evidence),
    rolloutFailed: (why: string) => `The rollout could not be read. ${why}`,
    gaveUp: (effect: string, subject: string, why: string) =>
      `Gave up on "${effect}" (${subject}). ${why}`,
    paged: (person: PersonId, step: number) =>
      step === 0 ? `Paging ${nameOf(person)}.` : `Paging ${nameOf(person)}, who is next.`,
    pageDelivered: (person: PersonId) => `The page to ${nameOf(person)} was delivered.`,
    pageFailed: (person: PersonId, why: string) =>
      `The page to ${nameOf(person)} could not be delivered. ${why}`,
    requested: (verb: Verb, by: PersonId, service: string, environment: string) =>
      `${nameOf(by)} asked to ${verbNames[verb]} ${service} in ${environment}.`,
    planned: (sentence: string, approvals: number) =>
      approvals === 0
        ? `Planned, and allowed without approval: ${sentence}`
        : `Proposed, needs ${approvals} approval${approvals === 1 ? '' : 's'}: ${sentence}`,
    approved: (by: PersonId, have: number, need: number) =>
      `${nameOf(by)} approved (${have} of ${need}).`,
    withdrawn: (verb: Verb, by: PersonId) =>
      `${nameOf(by)} took the proposal to ${verbNames[verb]} back.`,
    sending: (sentence: string) => `The world is still as approved. Sending: ${sentence}`,
    started: (verb: Verb, status: string) =>
      `${actionNames[verb]} accepted by the engine (${status}). Accepted is not done: watching it.`,
    doubted: (verb: Verb, why: string) =>
      `${actionNames[verb]}: sent, but no answer came back. ${why} Reading what the engine did before anything else is tried.`,
    voided: (verb: Verb, why: string) =>
      `${actionNames[verb]}: the approval is void. ${why} The new plan is shown; it needs approval again.`,
    ended: (verb: Verb, state: 'impossible' | 'refused' | 'failed', why: string) =>
      state === 'impossible'
        ? `${actionNames[verb]} is not possible. ${why}`
        : state === 'refused'
          ? `${actionNames[verb]} was not made. ${why}`
          : `${actionNames[verb]} failed. ${why}`,
    done: (verb: Verb, status: string) => `${actionNames[verb]}: the engine says ${status}.`,
    verdict: (verb: Verb, verdict: Verdict, measurements: readonly Measurement[]) =>
      `${actionNames[verb]} ${verdictNames[verdict]}. ${measurements.map(({ text }) => text).join(' · ')}`,
  },

  notices: {
    verdict: (verb: Verb, verdict: Verdict, measurements: readonly Measurement[]) => {
      const doubtful = measurements.filter(({ result }) => result !== 'pass');
      const passed = measurements.length - doubtful.length;
      const rest = doubtful.map(({ text }) => text).join(' · ');
      return `${actionNames[verb]} ${verdictNames[verdict]}: ${passed} of ${measurements.length} measurements passed.${rest ? ` The others: ${rest}` : ''}`;
    },
    nobodyToPage: (service: string) =>
      `Nobody was paged: ${service} has no rotation in the configuration.`,
    notRead: (why: string) => `The engine could not be read, so nothing was sent. ${why}`,
    lostSight: (why: string) =>
      `It was sent, and we lost sight of it: look in the engine's console what became of it. ${why}`,
    nobodyAnswers: (people: readonly PersonId[], pages: number) =>
      `Nobody answered ${pages} pages to ${[...new Set(people)].map(nameOf).join(', ')}. Call them another way.`,
  },

  /** Why something could not be done or told, said by the program itself. */
  causes: {
    otherIncident:
      'Another incident is changing the same service right now. Wait until that has ended.',
    rolloutMoved: 'The rollout is not as it was when this was approved.',
    failedWhileSending: 'The program failed while it was being sent.',
    stoppedWhileSending: 'The program was stopped while it was being sent.',
    notSentInTime:
      'The program was not running when this was to be sent; the world is read again first.',
    approvalTooOld:
      'It could not be sent within 15 minutes of its approval. Decide again by what you see now.',
    noTrace: 'The engine shows no trace of it after a minute of looking: it was not made.',
    noAnswer: (source: string, seconds: number) =>
      `${source} gave no answer within ${seconds} s. Look yourself, or ask again.`,
    noSource: (kind: Evidence['kind'], service: string, environment: string) =>
      `No source can tell about ${evidenceNames[kind]} of ${service} in ${environment}. Check its logs and database in firebreak.yml.`,
  },

  refusals: {
    noIncident: () => 'I know no such incident. `/incident` lists what is open.',
    closed: (id: string, phase: Phase) =>
      `${id} is ${phaseNames[phase]}. \`/incident reopen ${id}\` opens it again.`,
    open: (id: string) => `${id} is open already.`,
    acknowledged: (id: string, by: PersonId, self: boolean) =>
      self
        ? `You have acknowledged ${id} already.`
        : `${nameOf(by)} has acknowledged ${id} already; nobody else is being paged.`,
    acting: (id: string) =>
      `A change of ${id} is still running. Wait until it has ended, then close it.`,
    phase: (id: string, from: Phase, to: Phase) =>
      `${id} is ${phaseNames[from]}; from there it cannot become ${phaseNames[to]}.`,
    notConfigured: (service: string) =>
      `${service} is not in the configuration, so I do not know where to look. Add it to firebreak.yml.`,
    noSource: (service: string, kinds: readonly Evidence['kind'][]) =>
      `I have nowhere to look for ${kinds.map((kind) => evidenceNames[kind]).join(' and ')} of ${service}: add logs or a database to its environment in firebreak.yml.`,
    noRollout: (service: string, environment: string) =>
      `${service} in ${environment} has no rollout engine in firebreak.yml, so I cannot move its releases.`,
    liveAction: (verb: Verb, by: PersonId) =>
      `There is already an action under way (${verbNames[verb]}, asked by ${nameOf(by)}). One at a time: finish it or take it back first.`,
    planMoved: () =>
      'The world moved while you were looking: this is no longer the plan you saw. Look at the new one and decide again.',
    notProposed: (state: string | undefined) =>
      state === undefined
        ? 'I know no such action.'
        : `This action is not waiting for approval any more: it is ${state}.`,
    whichService: (names: readonly string[]) => `Which service? Name one of: ${names.join(', ')}.`,
    whichEnvironment: (service: string, names: readonly string[]) =>
      `Which environment of ${service}? Name one of: ${names.join(', ')}. I never assume production.`,
    whichIncident: (ids: readonly string[]) =>
      ids.length === 0
        ? 'Nothing is open. Name the incident, like INC-42.'
        : `Which incident? Open are: ${ids.join(', ')}.`,
    unknownEnvironment: (service: string, environment: string) =>
      `${service} has no environment called ${environment} in firebreak.yml.`,
    noRotation: (name: string, known: readonly string[]) =>
      known.length === 0
        ? 'No rotation is configured. Add one under `rotations` in firebreak.yml.'
        : `There is no rotation called ${name}. Known: ${known.join(', ')}.`,
  },

  card: {
    since: 'Since',
    hit: 'Hit',
    phase: 'Now',
    onIt: 'On it',
    rollout: 'Rollout',
    alarms: 'Alarms',
    recovered: 'recovery confirmed, close it when you agree',
    nobodyYet: 'nobody yet',
    paging: 'paging',
    unknownHit: 'not known yet',
    tenantsHit: (hit: number, total: number | undefined, noun: string) =>
      total === undefined ? `${hit} ${noun}s` : `${hit} of ${total} ${noun}s`,
    acknowledgePlease: 'Please acknowledge.',
    declaredBy: 'declared by',
    openedByAlarm: 'opened by an alarm',
    allClear: 'All alarms are clear again.',
    moreAlarms: (count: number) => `and ${count} more`,
    measured: (value: number, limit: number) => `${value} (limit ${limit})`,
  },

  evidenceBriefing: {
    title: 'What we see',
    asking: (kinds: readonly string[]) => `Looking for ${kinds.join(' and ')} …`,
    noErrors: 'No errors found.',
    noSlow: 'No slow queries found.',
    errors: 'Errors',
    slow: 'Slow queries',
    failed: (kind: Evidence['kind'], why: string) =>
      `Could not find out about ${evidenceNames[kind]}. ${why}`,
    first: 'first',
    last: 'last',
    times: (count: number) => `${count}×`,
    slowLine: (count: number, p95: string, total: string) =>
      `${count}× · p95 ${p95} · ${total} in all`,
    rows: (examined: string, sent: string) => `${examined} rows read for ${sent} returned`,
    more: (count: number) => `and ${count} more kinds`,
    window: 'Window',
    partial: 'Only part was read:',
    look: 'look yourself',
    query: 'Query',
    changed: 'What changed',
    nothingChanged: 'No release in the last 24 hours.',
    releasedAt: 'released',
    beforeOnset: (distance: string) => `${distance} before it began`,
    afterOnset: (distance: string) => `${distance} after it began`,
  },

  options: {
    title: 'Ways out',
    rollback: (label: string) => `Roll back to ${label}`,
    served: (length: string) => `served ${length} before the present release`,
    unproven: 'whether it ever served here is not known',
    noHistory: 'There is no earlier release that ran well here: rolling back is not possible.',
    noEngine: 'No rollout engine is configured for it: rolling back is by hand.',
    pause: 'Pause the rollout',
    resume: 'Resume the rollout',
    abort: 'Abort the rollout',
    unknownSchema:
      'Not known: whether the database changed in between. Ask whoever wrote the migrations.',
    wait: 'Fix forward or wait: costs what is lost each minute; the alarm stays open.',
    unreadable: (why: string) => `The rollout could not be read, so nothing is offered. ${why}`,
  },

  action: {
    title: (verb: Verb) => actionNames[verb],
    planning: 'Asking the engine what it would do …',
    proposedBy: 'Proposed by',
    needs: (count: number) => `Needs ${count} more yes from somebody else`,
    steps: 'What is sent',
    takes: 'Usually takes',
    undo: 'To undo',
    checks: 'Checked',
    approvedBy: 'Approved by',
    state: (state: string) => state,
    guarding: 'Approved. Reading the world once more before anything is sent …',
    sending: 'Sending …',
    unknown: 'No answer came back. Reading what the engine did …',
    running: 'The engine is at it.',
    slow: 'It takes longer than planned.',
    done: 'The engine says it is done. Checking whether the trouble is gone …',
    withdrawn: 'Taken back.',
    measurements: 'Measured',
    verdict: (verdict: Verdict) => `Verdict: ${verdictNames[verdict]}`,
    passed: 'passed',
    failed: 'failed',
    missing: 'no reading',
  },

  offers: {
    acknowledge: 'Acknowledge',
    resolve: 'Resolve',
    reopen: 'Reopen',
    dismiss: 'Not an incident',
    evidence: 'Evidence again',
    rollback: 'Roll back …',
    pause: 'Pause rollout',
    resume: 'Resume rollout',
    promote: 'Promote',
    abort: 'Abort rollout',
    approve: 'Approve',
    withdraw: 'Take back',
    declare: 'Declare incident',
    yes: 'Yes',
    no: 'No',
    confirmVerb: (verb: Verb, service: string, environment: string) =>
      `${capital(verbNames[verb])} ${service} in ${environment.toUpperCase()}?`,
    confirmApprove: (service: string, environment: string) =>
      `This changes ${service} in ${environment.toUpperCase()} as shown.`,
  },

  page: {
    title: 'You are being paged',
    thread: 'open the thread',
    answeredBy: (by: PersonId) => `Answered by ${nameOf(by)}.`,
    over: 'It is over.',
    answeredByYou: 'You answered this.',
  },

  overview: {
    nothingOpen: 'Nothing is open.',
    open: 'Open incidents',
    rollouts: 'Rollouts',
    onCall: 'On call',
    until: (moment: Inline): readonly Inline[] => ['until ', moment],
    nobody: 'nobody',
    help: 'What I understand',
    helpText: 'In a thread, mention me with the same words: `@Firebreak rollback`.',
    looking: (id: string) => `Looking. The answer comes into the thread of ${id}.`,
    lookingAtRollout: (service: string, environment: string) =>
      `Looking what runs in ${service} ${environment} …`,
    asked: (id: string) => `Asked. It continues in the thread of ${id}.`,
    done: 'Done.',
    declared: (id: string) => `Opened ${id}.`,
    history: 'Releases',
    timeline: 'Timeline',
    home: 'Firebreak',
    yourShift: 'You are on call for',
    testPhone: 'To test your phone, ask a colleague to declare a SEV1 in staging.',
    handover: (rotation: string, to: PersonId) =>
      `Hand-over: ${nameOf(to)} is on call for ${rotation} now.`,
    handoverOpen: (ids: readonly string[]) =>
      ids.length === 0 ? 'Nothing is open.' : `Still open: ${ids.join(', ')}.`,
  },

  duration: (ms: number) => durationInEnglish(ms),
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function answered(evidence: Evidence): string {
  const kind = evidenceNames[evidence.kind];
  if (evidence.status === 'failed') {
    return `${evidence.source} could not tell about ${kind}. ${evidence.failure ?? ''}`;
  }
  if (evidence.status === 'empty') return `${evidence.source} found no ${kind}.`;
  const kinds =
    evidence.kindsFound ?? evidence.errors?.groups.length ?? evidence.slow?.classes.length ?? 0;
  return `${evidence.source} found ${kinds} kind${kinds === 1 ? '' : 's'} of ${kind}.`;
}

function durationInEnglish(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}
