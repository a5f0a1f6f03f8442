import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createAlarmBackstop } from './adapters/aws/alarm-backstop.ts';
import { createAlarmMeter } from './adapters/aws/alarm-meter.ts';
import { createAwsClients } from './adapters/aws/clients.ts';
import { createEcsReleaseControl } from './adapters/aws/ecs/release-control.ts';
import { createErrorLogs } from './adapters/aws/error-logs.ts';
import { createSlowLogFiles } from './adapters/aws/slow-log-files.ts';
import { createSlowLogGroup } from './adapters/aws/slow-log-group.ts';
import { createSnsDoor, createSubscriptionConfirmer } from './adapters/aws/sns-door.ts';
import { createSqsFeed } from './adapters/aws/sqs-feed.ts';
import { createTopology } from './adapters/aws/topology.ts';
import { startCron } from './adapters/cron/cron.ts';
import { createPinoLog } from './adapters/log/pino-log.ts';
import { createSlack } from './adapters/slack/slack.ts';
import { createStore } from './adapters/store/store.ts';
import { healthRoutes } from './adapters/web/health.ts';
import type { Route } from './adapters/web/route.ts';
import { startWebServer } from './adapters/web/server.ts';
import { loadDotenv } from './config/dotenv.ts';
import { faultsText, isFaulty } from './config/fault.ts';
import { secretsOf } from './config/settings.ts';
import { type Config, readConfig } from './config.ts';
import { sentence } from './core/briefing/overview.ts';
import { wordsOf } from './core/briefing/words/words.ts';
import { OutsideError } from './core/kit/outside-error.ts';
import { type Clock, systemClock } from './engine/clock.ts';
import { createDesk } from './engine/desk-work/create-desk.ts';
import type { Doing } from './engine/effects/doing.ts';
import { createEngine } from './engine/engine.ts';
import type { Log } from './engine/log.ts';
import { periodicWork, runRound } from './engine/periodic.ts';
import { createWorker } from './engine/worker.ts';

/** The program while it runs. */
export interface Running {
  /** Of the web server: health, metrics, alarms. */
  readonly url: string;
  /** Takes nothing new, finishes what is under way, closes everything. */
  stop(): Promise<void>;
}

/**
 * Puts everything together and starts it: the one place that knows every adapter. Rejects with an
 * `OutsideError` whose message is a whole sentence when something it needs is not there.
 */
export async function startFirebreak(
  config: Config,
  options: {
    clock?: Clock;
    log?: Log;
    /** Slack refuses us for good while running. */
    onTrouble?: (trouble: Error) => void;
    /** See `createWorker`. */
    leaseMs?: number;
  } = {},
): Promise<Running> {
  const { world, settings } = config;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createPinoLog({ ...settings.log, secrets: secretsOf(settings) });
  const { now } = clock;
  const words = wordsOf(world.language);
  const store = await createStore({ ...settings.database, log });
  const clients = createAwsClients({ defaultRegion: settings.aws.region, log });
  const engine = createEngine({ store, world, clock, log });
  const slack = createSlack({
    botToken: settings.slack.botToken,
    ...(settings.slack.mode.kind === 'socket'
      ? { appToken: settings.slack.mode.appToken }
      : { signingSecret: settings.slack.mode.signingSecret }),
    ...(settings.slack.apiUrl ? { apiUrl: settings.slack.apiUrl } : {}),
    people: world.people,
    desk: () => desk,
    clock,
    log,
    onTrouble: (trouble) => options.onTrouble?.(trouble),
  });
  const doing: Doing = {
    chat: slack.chat,
    sources: [
      createErrorLogs({ clients, now }),
      createSlowLogFiles({ clients, now }),
      createSlowLogGroup({ clients, now }),
    ],
    controls: [createEcsReleaseControl({ clients, now, log })],
    meter: createAlarmMeter({ clients, now }),
    store,
    world,
    words,
    clock,
    log,
  };
  const desk = createDesk({ engine, doing });
  const name = `${hostname()}/${process.pid}`;
  const worker = createWorker({
    name,
    engine,
    doing,
    ...(options.leaseMs ? { leaseMs: options.leaseMs } : {}),
  });

  /** Something about the program itself that people should know; the same key is said once. */
  async function announce(notice: { key: string; text: string }): Promise<void> {
    const { channel } = world;
    const effect = { kind: 'announce', channel, briefing: sentence(notice.text) } as const;
    const job = { key: `notice ${notice.key}`, latest: false, dueAt: now(), effect };
    await store.transaction((tx) => tx.insertJobs([job], now()));
  }

  const routes: Route[] = [
    ...healthRoutes({
      ready: async () => [
        await store.ping().then(
          () => ({ name: 'store', ok: true }),
          (error: Error) => ({ name: 'store', ok: false, text: error.message }),
        ),
        { name: 'slack', ok: slack.health().connected },
      ],
      metrics: async () => {
        const { dueJobs, deadJobs, openIncidents } = await store.counts(now());
        const gauge = (name: string, help: string, value: number) =>
          ({ name: `firebreak_${name}`, kind: 'gauge', help, value }) as const;
        return [
          gauge('open_incidents', 'Incidents that are open.', openIncidents),
          gauge('due_jobs', 'Jobs that are due and not done.', dueJobs),
          gauge('dead_jobs', 'Jobs that keep failing.', deadJobs),
          gauge('slack_connections', 'Open Socket Mode connections.', slack.health().connections),
          gauge('resident_bytes', 'Resident memory.', process.memoryUsage.rss()),
        ];
      },
    }),
  ];
  if (slack.door) routes.push({ method: 'POST', path: '/slack/events', handle: slack.door });
  const { sns } = settings.intake;
  if (sns) {
    const door = createSnsDoor({
      topics: sns.topics,
      now,
      take: engine.hear,
      confirm: createSubscriptionConfirmer(clients),
      announce,
      log,
      allowSha1: sns.signatureVersion === 1,
    });
    routes.push({ method: 'POST', path: '/alarms/sns', handle: door });
  }

  const stopping = new AbortController();
  const loops: Promise<void>[] = [];
  let web: Awaited<ReturnType<typeof startWebServer>>;
  try {
    // The door first: a port that is taken must be known before Slack is told that we are here.
    web = await startWebServer({ ...settings.web, routes, log });
    await slack.start();
  } catch (error) {
    clients.close();
    await store.close();
    throw error;
  }
  loops.push(worker.run(stopping.signal));
  for (const { url, region } of settings.intake.queues) {
    const feed = createSqsFeed({ clients, queueUrl: url, region, now, log });
    loops.push(feed.run(engine.hear, stopping.signal));
  }
  const { backstopMs } = settings.intake;
  const regions = [
    ...new Set(world.services.flatMap(({ environments }) => environments.map((e) => e.region))),
  ];
  const cron = startCron(
    periodicWork({
      engine,
      store,
      world,
      words,
      clock,
      readAlarms: createAlarmBackstop({ clients, regions, now, log }).readAlarms,
      readTopology: createTopology({ clients }).readTopology,
      backstopSeconds: (backstopMs ?? 60_000) / 1000,
    })
      .filter(({ name }) => name !== 'backstop' || backstopMs !== undefined)
      .map((task) => ({ ...task, run: () => runRound(task, { store, clock, holder: name, log }) })),
  );
  log.info({ url: web.url }, 'started');

  async function stop(): Promise<void> {
    log.info({}, 'stopping');
    stopping.abort();
    await cron.stop();
    await slack.stop();
    await Promise.allSettled(loops);
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
