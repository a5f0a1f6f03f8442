import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPinoLog } from '../adapters/log/pino-log.ts';
import { faultsText, isFaulty } from '../config/fault.ts';
import { readConfig } from '../config.ts';
import { startFirebreak } from '../main.ts';
import { createDemoClock, type DemoClock } from './clock.ts';
import type { Company } from './company/company.ts';
import type { DemoState } from './slack/page-state.ts';
import { sendJson } from './slack/wire.ts';
import { stories } from './stories/stories.ts';
import { startSurroundings } from './surroundings.ts';

const firstPort = 3100;
const firstSpeed = 10;
const speeds = [1, 10, 60];
/** Half a minute of real time at the fastest pace. */
const leaseAtFullSpeedMs = 30_000 * 60;

/**
 * The whole product on one machine, no account needed: the shipping app, pointed at a local Slack
 * workspace and local AWS endpoints of a simulated company. Only the clock is its own.
 */
async function main(): Promise<void> {
  const clock = createDemoClock({ startAt: Date.now(), speed: firstSpeed });
  const running = new Set<string>();
  let company: Company | undefined;
  const surroundings = await startSurroundings({
    clock,
    port: process.env.PORT ? Number(process.env.PORT) : await freeOrAny(firstPort),
    extraRoutes: (request, response) =>
      company ? answerDemo(request, response, company, clock, running) : Promise.resolve(false),
  });
  company = surroundings.company;
  const dataDir = mkdtempSync(join(tmpdir(), 'firebreak-demo-'));
  // Whatever account the machine is set up for, nothing of the demo may reach it.
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) delete process.env[name];
  }
  Object.assign(process.env, surroundings.env);
  const config = readConfig({
    env: { ...surroundings.env, FIREBREAK_DATA_DIR: dataDir },
    readFile: () => surroundings.configText,
  });
  if (isFaulty(config)) throw new Error(faultsText(config));
  const level = process.env.LOG_LEVEL === 'info' ? 'info' : 'warn';
  const firebreak = await startFirebreak(config, {
    clock,
    log: createPinoLog({ level }),
    leaseMs: leaseAtFullSpeedMs,
  });

  process.stdout.write(
    [
      '',
      'Firebreak is running against a local Slack workspace and a simulated company.',
      '',
      `  Open   ${surroundings.slack.url}`,
      `  Health ${firebreak.url}/readyz`,
      '',
      'Start a story from the page. Time runs ten times as fast; the page can change that.',
      'Stop with Ctrl+C; nothing is kept.',
      '',
    ].join('\n'),
  );

  const stop = async () => {
    await firebreak.stop();
    await surroundings.stop();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
}

/** This port if nobody has it, else 0: any free one. */
function freeOrAny(port: number): Promise<number> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

/** The page's own strip: stories and the pace of time. */
async function answerDemo(
  request: IncomingMessage,
  response: ServerResponse,
  company: Company,
  clock: DemoClock,
  running: Set<string>,
): Promise<boolean> {
  if (request.url === '/_demo/state') {
    sendJson(response, 200, {
      stories: stories.map(({ name, title, tells }) => ({
        name,
        title,
        tells,
        running: running.has(name),
      })),
      speed: clock.speed,
      speeds,
      now: clock.now(),
      links: [],
    } satisfies DemoState);
    return true;
  }
  if (request.method !== 'POST') return false;
  const body = await readJson(request);
  if (request.url === '/_demo/story') {
    const story = stories.find(({ name }) => name === body.name);
    if (!story) {
      sendJson(response, 404, { error: 'no such story' });
      return true;
    }
    running.add(story.name);
    story.start(company);
  } else if (request.url === '/_demo/speed') {
    const speed = Number(body.speed);
    if (!Number.isFinite(speed) || speed < 0 || speed > 600) {
      sendJson(response, 400, { error: 'speed is a number from 0 to 600' });
      return true;
    }
    clock.setSpeed(speed);
  } else {
    return false;
  }
  sendJson(response, 200, { ok: true });
  return true;
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) break;
  }
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

if (import.meta.main) await main();
