import { type Benchmark, type Figure, quantile } from './figure.ts';
import type { Program } from './program.ts';
import { incidents, type Mode, type Stage, setStage, users } from './stage.ts';

const atOnce = 100;
const rounds = 8;
const answeredMs = 30_000;

/** `/incident` typed a hundred times in the same moment: until Slack has the acknowledgement. */
export const acknowledgement: Benchmark = {
  name: 'acknowledgement',
  measures: `${atOnce} /incident at once, ${rounds} rounds: until each is acknowledged at Slack`,
  async run() {
    const socket = await ofMode('socket', 'bare-socket', 'Socket Mode');
    const http = await ofMode('http', 'bare-http', 'HTTP mode');
    return { status: 'measured', figures: [...socket, ...http] };
  },
};

async function ofMode(mode: Mode, floor: string, title: string): Promise<readonly Figure[]> {
  const stage = await setStage(mode);
  try {
    const program = await stage.startFirebreak();
    const ours = await measure(stage, program, { answers: true });
    const bare = await measure(stage, await stage.startFloor(floor), { answers: false });
    const figure = (what: string, runs: readonly number[]) =>
      ({ what: `${title}: ${what}`, unit: 'ms', better: 'lower', runs }) as const;
    return [
      { ...figure('acknowledged, p50', ours.p50) },
      { ...figure('acknowledged, p99', ours.p99), aim: 100, limit: 500 },
      { ...figure('bare client, p50', bare.p50), isFloor: true },
      { ...figure('bare client, p99', bare.p99), isFloor: true },
      { ...figure('the first one after the start', [ours.first]), limit: 1_000 },
      { ...figure(`all ${atOnce} answers shown`, ours.answered), limit: 5_000 },
    ];
  } finally {
    await stage.end();
  }
}

interface Measured {
  readonly first: number;
  /** One value a round. */
  readonly p50: readonly number[];
  readonly p99: readonly number[];
  readonly answered: readonly number[];
}

async function measure(
  stage: Stage,
  program: Program,
  { answers }: { answers: boolean },
): Promise<Measured> {
  try {
    const first = await acknowledged(stage, 0);
    if (answers) await answered(stage, 1);
    const p50: number[] = [];
    const p99: number[] = [];
    const shown: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      const times = await commandsAtOnce(stage, atOnce);
      p50.push(quantile(times, 0.5));
      p99.push(quantile(times, 0.99));
      if (!answers) continue;
      await answered(stage, 1 + (round + 1) * atOnce);
      shown.push(performance.now() - startedAt);
    }
    return { first, p50, p99, answered: shown };
  } finally {
    await program.stop();
  }
}

/** Milliseconds until each was acknowledged. */
export function commandsAtOnce(stage: Stage, count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => acknowledged(stage, index)));
}

async function acknowledged({ slack }: Stage, index: number): Promise<number> {
  const startedAt = performance.now();
  const act = await slack.control.command({
    user: users[index % users.length] ?? '',
    channel: incidents,
    text: '/incident',
  });
  const ms = performance.now() - startedAt;
  if (act.status !== 'acked') throw new Error(`/incident was not taken: ${JSON.stringify(act)}`);
  return ms;
}

/** Until the askers have seen this many answers since the stage was set. */
export async function answered({ slack: { control } }: Stage, count: number): Promise<void> {
  await control.waitFor(() => control.workspace.ephemerals.length >= count, answeredMs);
}
