import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createAlarmBackstop } from './adapters/aws/alarm-backstop.ts';
import { createAlarmMeter } from './adapters/aws/alarm-meter.ts';
import { createChanges } from './adapters/aws/changes/source.ts';
import { createAwsClients } from './adapters/aws/clients.ts';
import { createDatabaseFacts } from './adapters/aws/database/facts.ts';
import { createEcsReleaseControl } from './adapters/aws/ecs/release-control.ts';
import { createErrorLogs } from './adapters/aws/error-logs.ts';
import { createSlowQueries } from './adapters/aws/slow/source.ts';
import { createSnsDoor, createSubscriptionConfirmer } from './adapters/aws/sns-door.ts';
import { createSqsFeed } from './adapters/aws/sqs-feed.ts';
import { createTopology } from './adapters/aws/topology.ts';
import { createLogVolume } from './adapters/aws/volume/source.ts';
import { startCron } from './adapters/cron/cron.ts';
import { createPinoLog } from './adapters/log/pino-log.ts';
import { createDraughtsman } from './adapters/picture/draughtsman.ts';
import { createSlack } from './adapters/slack/slack.ts';
import { createStore } from './adapters/store/store.ts';
import { healthRoutes } from './adapters/web/health.ts';
import type { Metric } from './adapters/web/metrics.ts';
import type { Route } from './adapters/web/route.ts';
import { startWebServer, type WebServer } from './adapters/web/server.ts';
import { loadDotenv } from './config/dotenv.ts';
import { faultsText, isFaulty } from './config/fault.ts';
import { secretsOf } from './config/settings.ts';
import { type Config, readConfig } from './config.ts';
import { wordsOf } from './core/briefing/words/words.ts';
import { OutsideError } from './core/kit/outside-error.ts';
import { type Clock, systemClock } from './engine/clock.ts';
import { createDesk } from './engine/desk-work/create-desk.ts';
import type { Doing } from './engine/effects/doing.ts';
import { createEngine } from './engine/engine.ts';
import type { Log } from './engine/log.ts';
import { announceOnce, periodicWork, runRound } from './engine/periodic.ts';
import { topologiesOver } from './engine/topology-history.ts';
import { createWorker } from './engine/worker.ts';

/** The program while it runs. */
export interface Running {
  /** Of the web server: health, metrics, alarms. */
  readonly url: string;
  /** Takes nothing new, finishes what is under way, closes everything. */
  stop(): Promise<void>;
}

interface Options {
  clock?: Clock;
  /** Slack's own limits run on this one, however fast `clock` goes. Default: real time. */
  wall?: Clock;
  log?: Log;
  /** Slack refuses us for good while running. */
  onTrouble?: (trouble: Error) => void;
  /** See `createWorker`. */
  leaseMs?: number;
  /** How long a source of evidence may take, in real time. */
  evidenceBudgetMs?: number;
}

/**
 * Puts everything together and starts it: the one place that knows every adapter. Rejects with an
 * `OutsideError` whose message is a whole sentence when something it needs is not there.
 */
export async function startFirebreak(config: Config, options: Options = {}): Promise<Running> {
  const parts = await buildParts(config, options);
  const { store, slack, clients, log } = parts;
  let web: WebServer;
  try {
    // The door first: a port that is taken must be known before Slack is told that we are here.
    const { web: at } = config.settings;
    web = await startWebServer({ ...at, routes: routesOf(config, parts), log });
    await slack.start();
  } catch (error) {
    clients.close();
    await store.close();
    throw error;
  }
  const stopWork = startWork(config, parts, options);
  log.info({ url: web.url }, 'started');

  async function stop(): Promise<void> {
    log.info({}, 'stopping');
    // What people do is drained first: it may still bring work to finish.
    await slack.stop();
    await stopWork();
    await web.stop();
    clients.close();
    await store.close();
    log.info({}, 'stopped');
  }
  let stopped: Promise<void> | undefined;
  return {
    url: web.url,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

type Parts = Awaited<ReturnType<typeof buildParts>>;

/** Builds everything; starts nothing but the store, which has to be there first. */
async function buildParts(config: Config, options: Options) {
  const { world, settings } = config;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createPinoLog({ ...settings.log, secrets: secretsOf(settings) });
  const { now } = clock;
  const store = await createStore({ ...settings.database, log });
  const clients = createAwsClients({ defaultRegion: settings.aws.region, log });
  const engine = createEngine({ store, world, clock, log });
  const { mode, botToken, apiUrl } = settings.slack;
  const slack = createSlack({
    botToken,
    ...(mode.kind === 'socket'
      ? { appToken: mode.appToken }
      : { signingSecret: mode.signingSecret }),
    ...(apiUrl ? { apiUrl } : {}),
    people: world.people,
    language: world.language,
    desk: () => desk,
    clock,
    ...(options.wall ? { wall: options.wall } : {}),
    log,
    onTrouble: (trouble) => options.onTrouble?.(trouble),
  });
  const doing: Doing = {
    chat: slack.chat,
    draughtsman: createDraughtsman(),
    sources: [
      createErrorLogs({ clients, now, log }),
      createSlowQueries({ clients, now, log }),
      createLogVolume({ clients, now, log }),
      createChanges({ clients, now }),
      createDatabaseFacts({ clients, now, snapshots: (...at) => topologiesOver(store, ...at) }),
    ],
    controls: [createEcsReleaseControl({ clients, now, log })],
    meter: createAlarmMeter({ clients, now }),
    store,
    world,
    words: wordsOf(world.language),
    clock,
    log,
    ...(options.evidenceBudgetMs ? { evidenceBudgetMs: options.evidenceBudgetMs } : {}),
  };
  const desk = createDesk({ engine, doing });
  return { store, clients, engine, slack, doing, clock, log };
}

function routesOf({ world, settings }: Config, parts: Parts): readonly Route[] {
  const { store, slack, engine, clients, clock, log } = parts;
  const routes: Route[] = [
    ...healthRoutes({
      ready: async () => [
        await store.ping().then(
          () => ({ name: 'store', ok: true }),
          (error: Error) => ({ name: 'store', ok: false, text: error.message }),
        ),
        { name: 'slack', ok: slack.health().connected },
      ],
      metrics: () => readMetrics(parts),
    }),
  ];
  if (slack.door) routes.push({ method: 'POST', path: '/slack/events', handle: slack.door });
  const { sns } = settings.intake;
  if (sns) {
    const door = createSnsDoor({
      topics: sns.topics,
      now: clock.now,
      take: engine.hear,
      confirm: createSubscriptionConfirmer(clients),
      announce: ({ key, text }) =>
        announceOnce(store, { key: `notice ${key}`, channel: world.channel, text }, clock.now()),
      log,
      allowSha1: sns.signatureVersion === 1,
    });
    routes.push({ method: 'POST', path: '/alarms/sns', handle: door });
  }
  return routes;
}

async function readMetrics({ store, slack, clock }: Parts): Promise<readonly Metric[]> {
  const { dueJobs, deadJobs, openIncidents } = await store.counts(clock.now());
  const gauge = (name: string, help: string, value: number): Metric => ({
    name: `firebreak_${name}`,
    kind: 'gauge',
    help,
    value,
  });
  return [
    gauge('open_incidents', 'Incidents that are open.', openIncidents),
    gauge('due_jobs', 'Jobs that are due and not done.', dueJobs),
    gauge('dead_jobs', 'Jobs that keep failing.', deadJobs),
    gauge('slack_connections', 'Open Socket Mode connections.', slack.health().connections),
    gauge('resident_bytes', 'Resident memory.', process.memoryUsage.rss()),
  ];
}

/** Jobs, queues and periodic work. Returns: finish what is under way and stop. */
function startWork({ world, settings }: Config, parts: Parts, options: Options) {
  const { store, clients, engine, doing, clock, log } = parts;
  const holder = `${hostname()}/${process.pid}`;
  const stopping = new AbortController();
  const { leaseMs } = options;
  const worker = createWorker({ name: holder, engine, doing, ...(leaseMs ? { leaseMs } : {}) });
  const feeds = settings.intake.queues.map(({ url, region }) =>
    createSqsFeed({ clients, queueUrl: url, region, now: clock.now, log }),
  );
  const loops = [
    worker.run(stopping.signal),
    ...feeds.map((feed) => feed.run(engine.hear, stopping.signal)),
  ];
  const places = world.services.flatMap(({ environments }) => environments);
  const regions = [...new Set(places.map(({ region }) => region))];
  const backstop = createAlarmBackstop({ clients, regions, now: clock.now, log });
  const { backstopMs } = settings.intake;
  const tasks = periodicWork({
    engine,
    store,
    world,
    words: doing.words,
    clock,
    readAlarms: backstop.readAlarms,
    readTopology: createTopology({ clients }).readTopology,
    ...(backstopMs === undefined ? {} : { backstopSeconds: backstopMs / 1000 }),
  });
  const cron = startCron(
    tasks.map((task) => ({ ...task, run: () => runRound(task, { store, clock, holder, log }) })),
  );
  return async () => {
    stopping.abort();
    await cron.stop();
    await Promise.allSettled(loops);
  };
}

/** `npm start`: reads the configuration, runs until told to stop, says in one sentence why not. */
async function main(): Promise<void> {
  loadDotenv();
  const config = readConfig({ env: process.env, readFile: (path) => readFileSync(path, 'utf8') });
  if (isFaulty(config)) return fail(faultsText(config));
  let running: Running;
  try {
    running = await startFirebreak(config, { onTrouble: (trouble) => fail(trouble.message) });
  } catch (error) {
    if (error instanceof OutsideError) return fail(error.message);
    throw error;
  }
  process.stdout.write(`Firebreak is running; its web server is ${running.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void running.stop().then(() => process.exit(0));
    });
  }
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

if (import.meta.main) await main();
