import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { faultsText, isFaulty } from '../../src/config/fault.ts';
import { readConfig } from '../../src/config.ts';
import { createDemoClock } from '../../src/demo/clock.ts';
import { account, queueArn, region, topicArn } from '../../src/demo/company/names.ts';
import type { Act } from '../../src/demo/slack/act.ts';
import type { Message } from '../../src/demo/slack/message.ts';
import { directRoomId } from '../../src/demo/slack/workspace.ts';
import { stories } from '../../src/demo/stories/stories.ts';
import { type Surroundings, startSurroundings } from '../../src/demo/surroundings.ts';
import { type Log, silentLog } from '../../src/engine/log.ts';
import { type Running, startFirebreak } from '../../src/main.ts';
import { monday } from '../support/points-world.ts';

/** Who is who in the local workspace. */
export const ana = 'U1';
export const ben = 'U2';
export const chris = 'U3';
export const dana = 'U4';
export const incidents = 'C1';

/** A step of a story waits for the real program, the machine may be busy. */
vi.setConfig({ testTimeout: 150_000, hookTimeout: 150_000 });

/** Calls that change something at AWS; everything else only reads. */
const writes = /^(Update|Stop|Continue|Register|Deregister|Create|Delete|Put|Set|Publish|Confirm)/;
/** Deleting a message that was taken is how a queue is read; a late query of ours is ended. */
const harmless = ['DeleteMessage', 'DeleteMessageBatch', 'StopQuery'];

const storyTimeoutMs = 70_000;
/** Slack's own pace, a message a second and channel, would be most of a scene's time. */
const slackSpeed = 20;

/** A scripted trouble, played on the real program: Bolt, the SDK's clients, the store. */
export async function startScene(
  options: {
    speed?: number;
    escalateAfter?: string;
    mode?: 'socket' | 'http';
    startAt?: number;
    /** Default false: alarms that exist in messages only would be found missing. */
    backstop?: boolean;
    /** Changes firebreak.yml before it is read. */
    config?: (text: string) => string;
    /** Makes trouble before the program starts. */
    before?: (surroundings: Surroundings) => void;
    evidenceBudgetMs?: number;
    log?: Log;
  } = {},
) {
  const clock = createDemoClock({ startAt: options.startAt ?? monday, speed: options.speed ?? 60 });
  const surroundings = await startSurroundings({
    clock,
    ...(options.escalateAfter ? { escalateAfter: options.escalateAfter } : {}),
    ...(options.mode ? { mode: options.mode } : {}),
    limits: { postsPerSecond: slackSpeed },
  });
  const { slack, aws, company } = surroundings;
  const { control } = slack;
  const dataDir = mkdtempSync(join(tmpdir(), 'firebreak-scene-'));
  Object.assign(process.env, surroundings.env);
  const configText = options.backstop
    ? surroundings.configText
    : surroundings.configText.replace('  backstop: 60s\n', '');
  const readConfigWith = (env: Readonly<Record<string, string>>) => {
    const config = readConfig({
      env: { ...surroundings.env, FIREBREAK_DATA_DIR: dataDir, ...env },
      readFile: () => (options.config ?? ((text) => text))(configText),
    });
    if (isFaulty(config)) throw new Error(faultsText(config));
    return config;
  };
  const start = (env: Readonly<Record<string, string>> = {}) =>
    startFirebreak(readConfigWith(env), {
      clock,
      wall: createDemoClock({ startAt: Date.now(), speed: slackSpeed }),
      log: options.log ?? silentLog,
      leaseMs: 30_000 * 60,
      ...(options.evidenceBudgetMs ? { evidenceBudgetMs: options.evidenceBudgetMs } : {}),
    });
  options.before?.(surroundings);
  let firebreak: Running = await start();
  if (options.mode === 'http') control.setRequestUrl(`${firebreak.url}/slack/events`);

  const keyOf = (message: Message) =>
    (message.metadata?.event_payload as { key?: string } | undefined)?.key ?? '';
  const all = () => [
    ...control.messages(incidents).flatMap(({ ts }) => control.thread(incidents, ts)),
    ...['U1', 'U2', 'U3', 'U4'].flatMap((user) => control.directMessages(user)),
  ];
  /** By a pattern, the newest one. */
  const find = (key: string | RegExp, says: RegExp = /./) =>
    all().findLast(
      (message) =>
        (typeof key === 'string' ? keyOf(message) === key : key.test(keyOf(message))) &&
        says.test(textOf(message)),
    );

  /** The message that carries this key, once it is there and says this. */
  function message(key: string | RegExp, says: RegExp = /./): Promise<Message> {
    return control
      .waitFor(() => find(key, says), storyTimeoutMs)
      .catch(() => {
        const found = find(key);
        throw new Error(
          `No message ${key} that says ${says}. ${found ? `It says: ${textOf(found)}` : `There are: ${all().map(keyOf).join(', ')}`}`,
        );
      });
  }

  async function press(user: string, key: string | RegExp, label: string): Promise<Act> {
    const ready = () => {
      const shown = find(key);
      const button = shown && buttonsOf(shown).find((each) => each.label === label);
      return button && { found: shown, button };
    };
    const { found, button } = await control.waitFor(ready, storyTimeoutMs).catch(() => {
      const labels = buttonsOf(find(key) ?? { blocks: [] }).map((each) => each.label);
      throw new Error(`There is no button ${label} on ${key}, only ${labels.join(', ')}`);
    });
    const isDirect = control.directMessages(user).some(({ ts }) => ts === found.ts);
    const channel = isDirect ? directRoomId(user) : incidents;
    return control.click({
      user,
      channel,
      ts: found.ts,
      action_id: button.actionId,
      block_id: button.blockId,
      ...(button.value === undefined ? {} : { value: button.value }),
    });
  }
  return {
    clock,
    control,
    company,
    aws,
    surroundings,
    message,
    press,
    find,
    tell: (name: string) => stories.find((story) => story.name === name)?.start(company),
    card: () => message(/^INC-\d+\/card$/),
    /** An alarm changes: told to the topic as CloudWatch does it. */
    alarm: (news: AlarmNews) =>
      company.sns.publish(topicArn, { message: JSON.stringify(alarmOf(news, clock.now())) }),
    /** Puts any text into the queue, past SNS. */
    enqueue: (body: string) => company.sqs.deliver(queueArn, body),
    /** The timeline of an incident, as ana is shown it. */
    async timeline(id: string) {
      const before = control.ephemerals(ana).length;
      await control.command({ user: ana, channel: incidents, text: `/incident timeline ${id}` });
      const told = () =>
        control
          .ephemerals(ana)
          .slice(before)
          .find((each) => textOf(each).includes('Timeline'));
      return textOf(await control.waitFor(told));
    },
    /** The form this person has open, once it is this one. */
    form: (user: string, callbackId: string) =>
      control.waitFor(() => control.views(user).find((view) => view.callback_id === callbackId)),
    /** Waits until only this person is told something like it. */
    whispered: (user: string, says: RegExp) =>
      control
        .waitFor(() => control.ephemerals(user).find((each) => says.test(textOf(each))), 10_000)
        .then(textOf)
        .catch(() => {
          const heard = control.ephemerals(user).map(textOf);
          throw new Error(`${user} was not told ${says}, only: ${heard.join(' | ')}`);
        }),
    /** Everything people can read in the channel and in direct messages: to read a thread. */
    transcript: () =>
      all()
        .map((each) => `[${keyOf(each)}]\n${readable(each)}`)
        .join('\n\n'),
    /** What only this person sees, as one text. */
    whispers: (user: string) => control.ephemerals(user).map(({ text }) => text),
    url: () => firebreak.url,
    dataDir,
    /** Starts the program once more beside this one, with other variables; must be stopped. */
    startAnother: (env: Readonly<Record<string, string>>) => start(env),
    /** Changes what one operation of AWS answers. */
    tamper(service: string, operation: string, change: (answer: unknown) => unknown) {
      const found = company.services.find(({ name }) => name === service)?.operations ?? {};
      const honest = found[operation];
      if (!honest) throw new Error(`The local ${service} does not know ${operation}`);
      (found as Record<string, typeof honest>)[operation] = async (input, call) =>
        change(await honest(input, call));
    },
    /** Stops the program and starts it anew on the same data. */
    async restart() {
      await firebreak.stop();
      firebreak = await start();
      if (options.mode === 'http') control.setRequestUrl(`${firebreak.url}/slack/events`);
    },
    /** Names of the files in all threads, without what tells their versions. */
    files: () =>
      all()
        .flatMap(({ files = [] }) => files)
        .flatMap((file) => ('name' in file ? String(file.name).replace(/-\d{8}T\d{6}Z/, '') : [])),
    /** Keys of every message without files, sorted: nothing else may have been said. Notices are counted. */
    said: () => {
      const keys = all()
        .filter((each) => each.bot_id && !each.files)
        .map(keyOf);
      const plain = keys.filter((key) => !key.includes('notice:'));
      const notices = keys.length - plain.length;
      return [
        ...plain
          .map((key) => key.replace(/(page|action|reply|sns-unsubscribed)[:/].*/, '$1'))
          .sort(),
        ...(notices > 0 ? [`${notices} notices`] : []),
      ];
    },
    /** Every call that changed something at AWS. */
    written: () =>
      aws.calls
        .map(({ operation }) => operation)
        .filter((operation) => writes.test(operation) && !harmless.includes(operation)),
    async end() {
      await firebreak.stop();
      await surroundings.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Scene = Awaited<ReturnType<typeof startScene>>;

/** A message line by line, as people see it. */
function readable(message: Message): string {
  const texts = [
    ...JSON.stringify(message.blocks ?? []).matchAll(/"text":("(?:[^"\\\\]|\\\\.)*")/g),
  ];
  return [message.text, ...texts.map(([, json = '""']) => String(JSON.parse(json)))].join('\n  ');
}

interface AlarmNews {
  readonly name: string;
  readonly state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  /** Epoch ms; now when absent. */
  readonly at?: number;
  readonly reason?: string;
  readonly description?: string;
}

/** What CloudWatch publishes about an alarm. */
export function alarmOf(news: AlarmNews, now: number): object {
  return {
    AlarmName: news.name,
    AlarmDescription: news.description ?? null,
    AWSAccountId: account,
    NewStateValue: news.state,
    NewStateReason: news.reason ?? 'Threshold Crossed: 1 datapoint [4.1] was greater than 1.0.',
    StateChangeTime: new Date(news.at ?? now).toISOString().replace('Z', '+0000'),
    Region: 'Asia Pacific (Seoul)',
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${news.name}`,
    OldStateValue: 'OK',
  };
}

/** The value of the option whose label holds this, in a form. */
export function optionOf(view: { blocks: unknown[] }, label: string): string {
  const text = JSON.stringify(view.blocks);
  const option = [
    ...text.matchAll(/\{"text":\{[^}]*"text":"([^"]*)"[^}]*\}[^}]*"value":"([^"]*)"/g),
  ]
    .map(([, shown = '', value = '']) => ({ shown, value }))
    .find(({ shown }) => shown.includes(label));
  if (!option) throw new Error(`The form offers no ${label}: ${text}`);
  return option.value;
}

/** Everything a message says, blocks included. */
export function textOf(message: { text: string; blocks?: unknown }): string {
  return `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;
}

interface Button {
  readonly label: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value?: string;
}

interface Element {
  type: string;
  action_id: string;
  text?: { text: string };
  options?: { text: { text: string }; value: string }[];
}

/** Buttons and entries of the overflow menu. */
function buttonsOf(message: Pick<Message, 'blocks'>): Button[] {
  return (message.blocks ?? []).flatMap((block) => {
    const { block_id: blockId = '', elements = [] } = block as {
      block_id?: string;
      elements?: Element[];
    };
    return elements.flatMap((element): Button[] => {
      const { action_id: actionId } = element;
      if (element.type === 'button') {
        return [{ label: element.text?.text ?? '', actionId, blockId }];
      }
      return (element.options ?? []).map(({ text, value }) => ({
        label: text.text,
        actionId,
        blockId,
        value,
      }));
    });
  });
}
