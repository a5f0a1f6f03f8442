import { type App, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { OutsideError } from '../../core/kit/outside-error.ts';
import type { Clock } from '../../engine/clock.ts';
import type { Log } from '../../engine/log.ts';
import { toSlackError } from './errors.ts';
import { within } from './within.ts';

/**
 * Slack renews a connection every few hours and sends nothing over it meanwhile; a second one
 * hears what is said in that gap. Slack sends each envelope to one connection only.
 */
const connections = 2;
/** Slack greets a new connection at once; one that stays mute is no connection. */
const greetingMs = 15_000;
const closingMs = 2_000;
const firstWaitMs = 500;
const longestWaitMs = 5_000;
/** While the other connection lives, a second one that is refused is not urgent. */
const longestWaitOfSecondMs = 60_000;
/** Closed this soon after the other came: the server keeps one connection only. */
const crowdedMs = 3_000;
const firstCrowdedWaitMs = 30_000;
const longestCrowdedWaitMs = 10 * 60_000;

/** Both Socket Mode connections, as one receiver of Bolt. */
export interface Sockets extends Receiver {
  /** How many are connected now. */
  connected(): number;
}

/**
 * Keeps two connections to Slack. The SDK's own reconnecting waits 5 s after each renewal, ever
 * longer after an outage, and ends the process when a token is revoked (its promise floats), so
 * each connection is kept by a loop of ours: at once after a renewal, then at most 5 s apart.
 * One is enough: a server that refuses the second, or closes the first for it, is left with one and
 * asked again ever more rarely. `start` fails with an `OutsideError` when neither came about; later
 * trouble goes to `onLost`.
 */
export function createSockets(options: {
  appToken: string;
  clientOptions: () => WebClientOptions;
  logger: Logger;
  wall: Clock;
  log: Log;
  /** Slack refuses the token for good; the loop goes on trying. */
  onLost: (error: OutsideError) => void;
}): Sockets {
  const { log, wall } = options;
  const stopping = new AbortController();
  const receivers = Array.from({ length: connections }, () => createReceiver(options));
  /** Since when. */
  const live = new Map<SocketModeReceiver, number>();
  const loops: Promise<void>[] = [];

  async function keep(receiver: SocketModeReceiver, ended: Promise<void>): Promise<void> {
    let closed = ended;
    let failures = 0;
    let crowded = 0;
    let isTold = false;
    for (;;) {
      await closed;
      const bornAt = live.get(receiver);
      live.delete(receiver);
      if (stopping.signal.aborted) return;
      if (bornAt !== undefined) {
        crowded = isCrowdedOut(bornAt) ? crowded + 1 : 0;
        // Once may be chance: Slack renews connections when it likes.
        if (crowded > 1) await waitForRoom(crowded);
        if (stopping.signal.aborted) return;
      }
      try {
        closed = (await connect(receiver)).ended;
        if (stopping.signal.aborted) return await disconnect(receiver);
        live.set(receiver, wall.now());
        failures = 0;
        isTold = false;
        log.debug({ connected: live.size }, 'connected to Slack again');
      } catch (error) {
        const trouble = socketError(error);
        log.warn({ error: trouble, failures }, 'no connection to Slack, trying again');
        const isAlone = live.size === 0;
        if (trouble.kind === 'denied' && isAlone && !isTold) options.onLost(trouble);
        isTold ||= trouble.kind === 'denied' && isAlone;
        const most = isAlone ? longestWaitMs : longestWaitOfSecondMs;
        const waitMs = Math.min(most, firstWaitMs * 2 ** Math.min(failures, 10));
        failures += 1;
        await wall.sleep(Math.max(waitMs, trouble.retryAfterMs ?? 0), stopping.signal);
        closed = Promise.resolve();
      }
    }
  }

  /** Did the other connection come while this one was there, and just now? */
  function isCrowdedOut(bornAt: number): boolean {
    const now = wall.now();
    return [...live.values()].some((since) => since >= bornAt && now - since < crowdedMs);
  }

  async function waitForRoom(times: number): Promise<void> {
    const waitMs = Math.min(longestCrowdedWaitMs, firstCrowdedWaitMs * 2 ** (times - 2));
    log.info({ waitMs }, 'Slack keeps one connection only: the second one waits');
    await wall.sleep(waitMs, stopping.signal);
  }

  return {
    init: (app: App) => {
      for (const receiver of receivers) receiver.init(app);
    },
    async start() {
      const starts = await Promise.allSettled(
        receivers.map(async (receiver) => {
          const connection = await connect(receiver);
          live.set(receiver, wall.now());
          return connection;
        }),
      );
      const failed = starts.find((start) => start.status === 'rejected');
      if (failed && starts.every((start) => start.status === 'rejected')) {
        await Promise.all(receivers.map(disconnect));
        throw socketError(failed.reason);
      }
      if (failed) log.warn({ error: socketError(failed.reason) }, 'one connection to Slack only');
      for (const [place, receiver] of receivers.entries()) {
        const start = starts[place];
        const ended = start?.status === 'fulfilled' ? start.value.ended : Promise.resolve();
        loops.push(keep(receiver, ended));
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(receivers.map(disconnect));
      await within(Promise.all(loops), closingMs);
    },
    connected: () => live.size,
  };
}

function createReceiver(options: Parameters<typeof createSockets>[0]): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    logger: options.logger,
    autoReconnectEnabled: false,
    customPropertiesExtractor: (envelope: { envelope_id?: unknown }) => ({
      envelopeId: envelope.envelope_id,
    }),
    installerOptions: { clientOptions: options.clientOptions() },
  });
  catchMalformed(receiver, options.log);
  return receiver;
}

/** The SDK reads messages in a promise nobody holds: one it cannot read would end the process. */
function catchMalformed({ client }: SocketModeReceiver, log: Log): void {
  const readers = client.listeners('ws_message') as ((...args: unknown[]) => unknown)[];
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (...args: unknown[]) => {
    for (const read of readers) {
      try {
        await read(...args);
      } catch (error) {
        log.warn({ error }, 'a message over the Socket Mode connection could not be read');
      }
    }
  });
}

/** Resolves once Slack has greeted us; `ended` resolves when that connection is gone. */
async function connect(receiver: SocketModeReceiver): Promise<{ ended: Promise<void> }> {
  const { client } = receiver;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  client.once('disconnected', end);
  const greeted = client.start();
  try {
    if ((await within(greeted, greetingMs)) !== 'late') return { ended };
  } catch (error) {
    client.removeListener('disconnected', end);
    throw error;
  }
  greeted.catch(() => {}); // told below, in better words
  await disconnect(receiver);
  throw new OutsideError({
    system: 'Slack',
    operation: 'apps.connections.open',
    kind: 'timed-out',
    message: `Slack: a Socket Mode connection was not greeted within ${greetingMs / 1000} s; check proxies that stop WebSockets.`,
  });
}

async function disconnect(receiver: SocketModeReceiver): Promise<void> {
  await within(receiver.client.disconnect(), closingMs);
}

function socketError(error: unknown): OutsideError {
  const cause = error ?? new Error('the connection was closed before Slack greeted us');
  return toSlackError(cause, { operation: 'apps.connections.open', subject: 'SLACK_APP_TOKEN' });
}
