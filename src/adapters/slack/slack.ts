import { App, type Receiver } from '@slack/bolt';
import type { Chat } from '../../core/briefing/chat.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import type { Person } from '../../core/oncall/person.ts';
import { type Clock, systemClock } from '../../engine/clock.ts';
import type { Desk } from '../../engine/desk.ts';
import type { Log } from '../../engine/log.ts';
import { clientOptions, createSlackApi } from './api.ts';
import { createChannels } from './channels.ts';
import { createSlackChat } from './chat.ts';
import { createGate, type Gate } from './gate.ts';
import { createHttpDoor } from './http-door.ts';
import { type Identity, identify } from './identity.ts';
import { readIncoming } from './incoming.ts';
import { listenToButtons, listenToConfirmations } from './listeners/buttons.ts';
import { listenToCommands } from './listeners/commands.ts';
import { listenToDeclareForm } from './listeners/declare-form.ts';
import { listenToHome } from './listeners/home.ts';
import type { Listening } from './listeners/listening.ts';
import { listenToMentions } from './listeners/mentions.ts';
import { sentenceOf } from './listeners/or-tell.ts';
import { listenToRollbackForm } from './listeners/rollback-form.ts';
import { createSlackLogger } from './logger.ts';
import { createSockets } from './sockets.ts';
import { createTeller, sentence } from './teller.ts';
import { createWindows } from './windows.ts';
import { slackWords } from './words/words.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** Socket Mode, the default way. */
  readonly appToken?: string;
  /** HTTP mode, when there is no app token. */
  readonly signingSecret?: string;
  /** Default Slack's own. */
  readonly apiUrl?: string;
  readonly people: readonly Person[];
  /** Of everything said in Slack; default English. */
  readonly language?: 'en' | 'ko';
  readonly desk: () => Desk;
  readonly clock: Clock;
  /** Slack's own limits and waits run on this one: real time by default, however fast `clock` goes. */
  readonly wall?: Clock;
  readonly log: Log;
  /** Slack refuses us for good while running (a token revoked): somebody has to do something. */
  readonly onTrouble: (trouble: OutsideError) => void;
}

export interface Slack {
  readonly chat: Chat;
  /** Checks the tokens and scopes, then listens. Fails with an `OutsideError` that says what to do. */
  start(): Promise<void>;
  /** Takes nothing new, waits up to 10 s for what is under way, disconnects. */
  stop(): Promise<void>;
  /** HTTP mode only: answers `POST /slack/events`. */
  readonly door?: (request: Request) => Promise<Response>;
  health(): {
    readonly connected: boolean;
    /** Socket Mode connections, of 2. */
    readonly connections: number;
    readonly inFlight: number;
    readonly team: string | undefined;
  };
}

const drainMs = 10_000;

/** How what people do reaches us: by our own connections, or by requests to our door. */
interface Mode {
  readonly receiver: Receiver;
  connections(): number;
  isConnected(): boolean;
  readonly door?: (request: Request) => Promise<Response>;
}

/**
 * Slack, both ways: the `Chat` port out, commands, mentions, buttons and forms in. Two separate
 * clients: one for answers that cannot wait, one for the engine's messages.
 */
export function createSlack(options: SlackOptions): Slack {
  const { botToken, people, clock, wall = systemClock } = options;
  const words = slackWords(options.language ?? 'en');
  const log = options.log.child({ part: 'slack' });
  const logger = createSlackLogger(log);
  const newOptions = () => clientOptions({ apiUrl: options.apiUrl, logger });
  const interactive = createSlackApi(botToken, newOptions());
  const background = createSlackApi(botToken, newOptions());
  const teller = createTeller({ api: interactive, log });
  const mode = createMode({ ...options, log }, logger, newOptions);
  let identity: Identity | undefined;
  let gate: Gate | undefined;

  function listen(us: Identity): Gate {
    const app = new App({
      token: botToken,
      botId: us.botId,
      botUserId: us.userId,
      receiver: mode.receiver,
      logger,
      clientOptions: newOptions(),
      convoStore: false,
      extendedErrorHandler: true,
    });
    const deliver = app.processEvent.bind(app);
    const ours = createGate({
      deliver,
      tell: (from, text) => teller.privately(from, sentence(text)),
      words,
      log,
    });
    // Every receiver hands its events to this method: the gate stands before it.
    app.processEvent = ours.pass;
    app.error(async ({ error, body }: { error: Error; body: unknown }) => {
      ours.forget(body);
      const cause = 'original' in error && error.original ? error.original : error;
      log.error({ error: cause }, 'a listener failed');
      await teller.privately(readIncoming(body), sentence(sentenceOf(cause, words)));
    });
    const windows = createWindows({ api: interactive, words, log });
    const desk = options.desk();
    register({ app, desk, people, botUserId: us.userId, teller, windows, words, log });
    return ours;
  }

  return {
    chat: createSlackChat({
      api: background,
      channels: createChannels(background),
      people,
      words,
      bot: () => identity ?? notStarted(),
      clock,
      wall,
      log,
    }),
    async start() {
      identity = await identify(interactive);
      gate = listen(identity);
      await mode.receiver.start();
      log.info({ team: identity.team, connections: mode.connections() }, 'listening to Slack');
    },
    async stop() {
      const drained = (await gate?.drain(drainMs)) ?? true;
      if (!drained) log.warn({ inFlight: gate?.inFlight() }, 'stopping in the middle of work');
      await mode.receiver.stop();
    },
    ...(mode.door ? { door: mode.door } : {}),
    health: () => ({
      connected: mode.isConnected(),
      connections: mode.connections(),
      inFlight: gate?.inFlight() ?? 0,
      team: identity?.team,
    }),
  };
}

function register(here: Listening): void {
  listenToCommands(here);
  listenToMentions(here);
  listenToButtons(here);
  listenToConfirmations(here);
  listenToDeclareForm(here);
  listenToRollbackForm(here);
  listenToHome(here);
}

function createMode(
  options: SlackOptions,
  logger: ReturnType<typeof createSlackLogger>,
  newOptions: () => ReturnType<typeof clientOptions>,
): Mode {
  const { appToken, signingSecret, clock, log } = options;
  if (appToken !== undefined) {
    const onLost = options.onTrouble;
    const sockets = createSockets({
      appToken,
      clientOptions: newOptions,
      logger,
      wall: options.wall ?? systemClock,
      log,
      onLost,
    });
    return {
      receiver: sockets,
      connections: sockets.connected,
      isConnected: () => sockets.connected() > 0,
    };
  }
  if (signingSecret !== undefined) {
    const http = createHttpDoor({ signingSecret, clock, log });
    return { receiver: http, connections: () => 0, isConnected: http.isOpen, door: http.door };
  }
  throw new OutsideError({
    system: 'Slack',
    operation: 'start',
    kind: 'denied',
    message:
      'Slack: neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP mode) is set; set one of them.',
  });
}

function notStarted(): never {
  throw new Error('the chat was used before Slack was started');
}
