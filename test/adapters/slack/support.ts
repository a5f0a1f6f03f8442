import { createSlack, type Slack } from '../../../src/adapters/slack/slack.ts';
import type { Briefing } from '../../../src/core/briefing/briefing.ts';
import type { OfferId, OfferSubject } from '../../../src/core/briefing/offer.ts';
import type { Plan } from '../../../src/core/service/plan.ts';
import type { Release } from '../../../src/core/service/release.ts';
import { type LocalSlack, startLocalSlack } from '../../../src/demo/slack/server.ts';
import type { LocalSlackLimits } from '../../../src/demo/slack/timing.ts';
import { type Clock, systemClock } from '../../../src/engine/clock.ts';
import type { Asker, Desk, Reply } from '../../../src/engine/desk.ts';
import type { Log } from '../../../src/engine/log.ts';

export const people = [
  { id: 'ana', slack: 'U1' },
  { id: 'ben', slack: 'U2' },
];
/** Friday 2026-11-20 11:00 UTC. */
export const noon = Date.UTC(2026, 10, 20, 11);

/** A clock whose sleepers do not wait: their time passes at once. */
export function jumpingClock(startAt = noon): Clock & { at: number; slept: number[] } {
  const clock = {
    at: startAt,
    slept: [] as number[],
    now: () => clock.at,
    sleep: async (ms: number) => {
      clock.slept.push(ms);
      clock.at += ms;
    },
  };
  return clock;
}

/** Keeps every line above debug; error objects as their messages. */
export function keepingLog(): Log & {
  lines: { level: string; message: string; fields: object }[];
} {
  const lines: { level: string; message: string; fields: object }[] = [];
  const keep = (level: string) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  const log = {
    lines,
    debug: () => {},
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    child: () => log,
  };
  return log;
}

export function says(text: string, afterwards?: Briefing): Reply {
  const briefing: Briefing = { text, parts: [{ kind: 'lines', lines: [[text]] }] };
  return afterwards
    ? { kind: 'say', briefing, afterwards: Promise.resolve(afterwards) }
    : { kind: 'say', briefing };
}

export interface Call {
  readonly method: string;
  readonly asker?: Asker;
  readonly line?: string;
  readonly offer?: OfferId;
  readonly subject?: OfferSubject;
  readonly form?: object;
}

/** A desk that remembers what it was asked and answers as told. */
export function fakeDesk(): Desk & {
  calls: Call[];
  answer: (call: Call) => Reply | Promise<Reply>;
} {
  const calls: Call[] = [];
  const take = async (call: Call) => {
    calls.push(call);
    return desk.answer(call);
  };
  const desk: ReturnType<typeof fakeDesk> = {
    calls,
    answer: () => ({ kind: 'done' }),
    obey: (line, asker) => take({ method: 'obey', line, asker }),
    obeyCommand: (_command, asker) => take({ method: 'obeyCommand', asker }),
    press: (offer, subject, asker) => take({ method: 'press', offer, subject, asker }),
    declare: (form, asker) => take({ method: 'declare', form, asker }),
    propose: (form, asker) => take({ method: 'propose', form, asker }),
    services: () => [
      {
        name: 'points-api',
        environments: [
          { name: 'production', canRollBack: true },
          { name: 'staging', canRollBack: true },
        ],
      },
      { name: 'mailer', environments: [{ name: 'production', canRollBack: false }] },
    ],
    incidentOfThread: async (channel, ts) => threads.get(`${channel}/${ts}`),
    releases: async () => ({
      releases: [release(43, 'yes'), release(42), release(41)],
      complete: true,
    }),
    preview: async () => plan(),
    home: async (person) => home(person),
  };
  return desk;
}

/** `channel/ts` → incident, for the fake desk. */
export const threads = new Map<string, string>();

function home(person: string): Briefing {
  return {
    text: 'Home',
    parts: [
      { kind: 'header', text: `Hello ${person}` },
      { kind: 'offers', offers: [{ id: 'declare', label: 'Declare', subject: {} }] },
    ],
  };
}

export function release(number: number, isRunning: Release['isRunning'] = 'no'): Release {
  return {
    id: `arn:aws:ecs:eu-west-1:1:service-revision/shop/points-api/${number}`,
    label: `points-api:${number}`,
    artifacts: [],
    startedAt: noon - (50 - number) * 86_400_000,
    outcome: 'succeeded',
    isRunning,
  };
}

export function plan(change: Partial<Plan> = {}): Plan {
  return {
    target: { engine: 'ecs', region: 'eu-west-1', cluster: 'shop', service: 'points-api' },
    verb: 'rollback',
    toRelease: release(42),
    steps: [
      { text: 'Deploy points-api:42', call: 'ecs:UpdateService taskDefinition=points-api:42' },
    ],
    input: {},
    fence: 'f1',
    checks: [{ name: 'artifact', result: 'pass', text: 'The image is still there' }],
    sentence: 'All tasks are replaced by points-api:42.',
    expectedEnd: 'succeeded',
    eta: { lowMs: 120_000, highMs: 300_000, basis: 'the last 5 releases' },
    undoHint: 'Roll forward to points-api:43.',
    hash: 'plan-1',
    ...change,
  };
}

/** A local Slack, and Firebreak's Slack adapter connected to it. */
export async function connected(
  options: {
    mode?: 'socket' | 'http';
    limits?: Partial<LocalSlackLimits>;
    wall?: Clock;
    language?: 'en' | 'ko';
  } = {},
): Promise<{
  local: LocalSlack;
  slack: Slack;
  desk: ReturnType<typeof fakeDesk>;
  log: ReturnType<typeof keepingLog>;
  troubles: Error[];
  stop: () => Promise<void>;
}> {
  const local = await startLocal(options.limits);
  const desk = fakeDesk();
  const log = keepingLog();
  const troubles: Error[] = [];
  const slack = createSlack({
    botToken: local.botToken,
    ...(options.mode === 'http'
      ? { signingSecret: local.signingSecret }
      : { appToken: local.appToken }),
    apiUrl: local.apiUrl,
    people,
    ...(options.language ? { language: options.language } : {}),
    desk: () => desk,
    clock: systemClock,
    ...(options.wall ? { wall: options.wall } : {}),
    log,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  await slack.start();
  return {
    local,
    slack,
    desk,
    log,
    troubles,
    stop: async () => {
      await slack.stop();
      await local.stop();
    },
  };
}

export function startLocal(limits: Partial<LocalSlackLimits> = {}): Promise<LocalSlack> {
  return startLocalSlack({
    clock: systemClock,
    people: [
      { id: 'U1', name: 'ana' },
      { id: 'U2', name: 'ben' },
      { id: 'U3', name: 'cleo' },
    ],
    channels: [
      { id: 'C1', name: 'incidents' },
      { id: 'C2', name: 'general' },
      { id: 'C3', name: 'old', archived: true },
      { id: 'C4', name: 'elsewhere', hasApp: false },
    ],
    manifestPath: 'manifest.yml',
    limits: { postBurst: 100, retryAfterMs: [], ...limits },
  });
}
