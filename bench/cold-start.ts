import type { Benchmark } from './figure.ts';
import { type Stage, setStage } from './stage.ts';

const runs = 7;
const lookEveryMs = 1;

/** From the spawn of the process to a program that hears. */
export const coldStart: Benchmark = {
  name: 'cold-start',
  measures: `spawn of the process until it runs, ${runs} times, each with an empty database`,
  async run() {
    const stage = await setStage();
    const connected: number[] = [];
    const running: number[] = [];
    const bare: number[] = [];
    try {
      for (let run = 0; run < runs; run += 1) {
        const times = await start(stage);
        connected.push(times.connected);
        running.push(times.running);
        const node = await stage.startFloor('idle');
        bare.push(node.readyAt - node.spawnedAt);
        await node.stop();
      }
    } finally {
      await stage.end();
    }
    const figure = (what: string, values: readonly number[]) =>
      ({ what, unit: 'ms', better: 'lower', runs: values }) as const;
    return {
      status: 'measured',
      figures: [
        { ...figure('both Socket Mode connections stand', connected), aim: 2_000, limit: 6_000 },
        { ...figure('says that it is running', running), aim: 2_000, limit: 6_000 },
        { ...figure('Node itself', bare), isFloor: true },
      ],
    };
  },
};

async function start(stage: Stage): Promise<{ connected: number; running: number }> {
  const { socket } = stage.slack.control;
  let connectedAt = 0;
  const look = setInterval(() => {
    if (connectedAt === 0 && socket.connections() === 2) connectedAt = performance.now();
  }, lookEveryMs);
  try {
    const program = await stage.startFirebreak();
    await program.stop();
    const { spawnedAt, readyAt } = program;
    if (connectedAt === 0) throw new Error('It ran without two connections to Slack.');
    return { connected: connectedAt - spawnedAt, running: readyAt - spawnedAt };
  } finally {
    clearInterval(look);
  }
}
