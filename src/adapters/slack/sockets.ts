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

/** Both Socket Mode connections, as one receiver of Bolt. */
export interface Sockets extends Receiver {
  /** How many are connected now. */
  connected(): number;
}

/**
 * Keeps two connections to Slack. The SDK's own reconnecting waits 5 s after each renewal, ever
 * longer after an outage, and ends the process when a token is revoked (its promise floats), so
 * each connection is kept by a loop of ours: at once after a renewal, then at most 5 s apart.
 * `start` fails with an `OutsideError` when the first attempt does; later trouble goes to `onLost`.
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
  const live = new Set<SocketModeReceiver>();
  const loops: Promise<void>[] = [];

  async function keep(receiver: SocketModeReceiver, ended: Promise<void>): Promise<void> {
    let closed = ended;
    let failures = 0;
    let isTold = false;
    for (;;) {
      await closed;
      live.delete(receiver);
      if (stopping.signal.aborted) return;
      try {
        closed = (await connect(receiver)).ended;
        if (stopping.signal.aborted) return await disconnect(receiver);
        live.add(receiver);
        failures = 0;
        isTold = false;
        log.debug({ connected: live.size }, 'connected to Slack again');
      } catch (error) {
        const trouble = socketError(error);
        log.warn({ error: trouble, failures }, 'no connection to Slack, trying again');
        if (trouble.kind === 'denied' && !isTold) options.onLost(trouble);
        isTold ||= trouble.kind === 'denied';
        const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 5));
        failures += 1;
        await wall.sleep(Math.max(waitMs, trouble.retryAfterMs ?? 0), stopping.signal);
        closed = Promise.resolve();
      }
    }
  }

  return {
    init: (app: App) => {
      for (const receiver of receivers) receiver.init(app);
    },
    async start() {
      const ends = await Promise.all(
        receivers.map(async (receiver) => {
          const { ended } = await connect(receiver);
          live.add(receiver);
          return { receiver, ended };
        }),
      ).catch(async (error: unknown) => {
        await Promise.all(receivers.map(disconnect));
        throw socketError(error);
      });
      for (const { receiver, ended } of ends) loops.push(keep(receiver, ended));
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
  return new SocketModeReceiver({
    appToken: options.appToken,
    logger: options.logger,
    autoReconnectEnabled: false,
    customPropertiesExtractor: (envelope: { envelope_id?: unknown }) => ({
      envelopeId: envelope.envelope_id,
    }),
    installerOptions: { clientOptions: options.clientOptions() },
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
