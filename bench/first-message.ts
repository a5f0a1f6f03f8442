import { setTimeout as sleep } from 'node:timers/promises';
import { type Benchmark, median } from './figure.ts';
import { type Stage, setStage } from './stage.ts';

const runs = 5;
const waitMs = 60_000;
const restMs = 5_000;
/** One in points-api (MySQL, slow logs in files), then one in orders-api (PostgreSQL, a log group). */
const alarms = ['points-api-5xx', 'orders-api-5xx'] as const;

interface Times {
  readonly card: number;
  readonly page: number;
  readonly evidence: number;
  readonly complete: number;
  readonly awsCalls: number;
}

/** CloudWatch publishes to SNS, SNS puts it into SQS, our long poll gets it, Slack gets the card. */
export const firstMessage: Benchmark = {
  name: 'first-message',
  measures: `an alarm leaves CloudWatch (SNS, SQS long poll): until Slack has our messages, ${runs} fresh programs`,
  async run() {
    const first: Times[] = [];
    const second: Times[] = [];
    const bare: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const [cold, warm] = await withFirebreak();
      first.push(cold);
      second.push(warm);
      bare.push(await withFloor());
    }
    const figure = (what: string, values: readonly number[]) =>
      ({ what, unit: 'ms', better: 'lower', runs: values }) as const;
    const of = (times: readonly Times[], name: keyof Times) => times.map((each) => each[name]);
    return {
      status: 'measured',
      figures: [
        { ...figure('first alarm of a process: card', of(first, 'card')), aim: 300, limit: 1_500 },
        { ...figure('a later alarm: card', of(second, 'card')), aim: 300, limit: 1_500 },
        { ...figure('bare long poll and post', bare), isFloor: true },
        { ...figure('first alarm: page by direct message', of(first, 'page')), limit: 2_000 },
        { ...figure('first alarm: evidence begun', of(first, 'evidence')), limit: 2_000 },
        {
          ...figure('first alarm: evidence complete, ways out', of(first, 'complete')),
          aim: 10_000,
          limit: 20_000,
        },
        {
          ...figure('a later alarm: evidence complete, ways out', of(second, 'complete')),
          aim: 10_000,
          limit: 20_000,
        },
        {
          what: 'calls of AWS for it, median',
          unit: 'calls',
          better: 'lower',
          runs: [median(of(first, 'awsCalls'))],
        },
      ],
    };
  },
};

async function withFirebreak(): Promise<[Times, Times]> {
  const stage = await setStage();
  try {
    const program = await stage.startFirebreak();
    try {
      await polls(stage);
      const cold = await incident(stage, 0);
      // Slack takes one message a second and channel: our pace would hold the next card back.
      await sleep(restMs);
      return [cold, await incident(stage, 1)];
    } finally {
      await program.stop();
    }
  } finally {
    await stage.end();
  }
}

async function withFloor(): Promise<number> {
  const stage = await setStage();
  try {
    const program = await stage.startFloor('bare-alarm');
    try {
      await polls(stage);
      const { control } = stage.slack;
      const raisedAt = await stage.company.raise(alarms[0]);
      const post = await control.waitFor(
        () => control.calls.find(({ method }) => method === 'chat.postMessage'),
        waitMs,
      );
      return post.at - raisedAt;
    } finally {
      await program.stop();
    }
  } finally {
    await stage.end();
  }
}

/** Until the queue is listened to. */
async function polls({ company }: Stage): Promise<void> {
  const until = performance.now() + waitMs;
  while (!(await company.calls()).includes('ReceiveMessage')) {
    if (performance.now() > until) throw new Error('Nobody listens to the queue.');
    await sleep(20);
  }
}

/** From the alarm to everything said about it. Incidents are numbered as they come. */
export async function incident(stage: Stage, index: 0 | 1): Promise<Times> {
  const { control } = stage.slack;
  const name = `INC-${index + 1}`;
  const callsBefore = control.calls.length;
  const awsBefore = (await stage.company.calls()).length;
  const raisedAt = await stage.company.raise(alarms[index]);
  const calls = () => control.calls.slice(callsBefore).filter(({ happened }) => happened);
  const posted = (key: RegExp) => calls().find(({ args }) => key.test(keyOf(args) ?? ''));
  const at = async (look: () => { at: number } | undefined) =>
    (await control.waitFor(look, waitMs)).at - raisedAt;
  const card = await at(() => posted(new RegExp(`^${name}/card$`)));
  const page = await at(() => calls().find(({ args }) => isDirect(args)));
  const evidencePosted = () => posted(new RegExp(`^${name}/evidence$`));
  const evidence = await at(evidencePosted);
  const options = await at(() => posted(new RegExp(`^${name}/options$`)));
  const whole = await at(() => {
    const ts = evidencePosted()?.answer?.ts;
    return calls().find(
      ({ args, answer }) =>
        (args.ts === ts || answer?.ts === ts) && !JSON.stringify(args).includes('Looking for'),
    );
  });
  const complete = Math.max(options, whole);
  const awsCalls = (await stage.company.calls()).length - awsBefore;
  return { card, page, evidence, complete, awsCalls };
}

type Args = Readonly<Record<string, unknown>>;

/** The key our messages carry, in what they were posted or edited with. */
function keyOf(args: Args): string | undefined {
  const metadata: unknown =
    typeof args.metadata === 'string' ? JSON.parse(args.metadata) : args.metadata;
  return (metadata as { event_payload?: { key?: string } } | undefined)?.event_payload?.key;
}

/** Pages go to a person, by the room of their direct messages. */
function isDirect({ channel }: Args): boolean {
  return typeof channel === 'string' && channel.startsWith('D');
}
