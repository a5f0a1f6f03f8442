import { setTimeout as sleep } from 'node:timers/promises';
import { answered, commandsAtOnce } from './acknowledgement.ts';
import type { Benchmark, Figure } from './figure.ts';
import { incident } from './first-message.ts';
import { forgetPeak, memoryOf } from './memory-of.ts';
import type { Program } from './program.ts';
import { type Stage, setStage } from './stage.ts';

const idleMs = 20_000;
const settledMs = 5_000;
const rounds = 70;
const atOnce = 100;

/** Resident memory of the whole process. */
export const memory: Benchmark = {
  name: 'memory',
  measures: `resident memory after ${idleMs / 1_000} s of rest, then over two incidents with their evidence and ${rounds} × ${atOnce} commands`,
  async run() {
    const stage = await setStage();
    try {
      return { status: 'measured', figures: [...(await ofFirebreak(stage)), await bare(stage)] };
    } finally {
      await stage.end();
    }
  },
};

async function ofFirebreak(stage: Stage): Promise<readonly Figure[]> {
  const program = await stage.startFirebreak();
  try {
    const { peak: atStart } = now(program);
    await sleep(idleMs);
    const idle = now(program).resident;
    forgetPeak(program.pid);
    await incident(stage, 0);
    await incident(stage, 1);
    for (let round = 1; round <= rounds; round += 1) {
      await commandsAtOnce(stage, atOnce);
      await answered(stage, round * atOnce);
    }
    const { peak } = now(program);
    await sleep(settledMs);
    const after = now(program).resident;
    return [
      { ...figure('idle', idle), aim: 200, limit: 300 },
      { ...figure('peak under load', peak), limit: 800 },
      figure(`${settledMs / 1_000} s after it`, after),
      figure('peak while starting', atStart),
    ];
  } finally {
    await program.stop();
  }
}

async function bare(stage: Stage): Promise<Figure> {
  const program = await stage.startFloor('idle');
  try {
    return { ...figure('Node itself', now(program).resident), isFloor: true };
  } finally {
    await program.stop();
  }
}

function figure(what: string, value: number) {
  return { what, unit: 'MB', better: 'lower', runs: [value] } as const;
}

function now({ pid }: Program): { resident: number; peak: number } {
  const found = memoryOf(pid);
  if (!found) throw new Error(`The process ${pid} has ended.`);
  return found;
}
