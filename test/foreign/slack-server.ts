import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventually } from './eventually.ts';

/**
 * A Slack that shares no line with ours: written from the pages of docs.slack.dev alone, and as
 * terse as they allow. How it differs from the usual one is its `Manner`.
 */
export interface Manner {
  /** Answers a method with nothing but what it cannot do without. Default false. */
  readonly terse?: boolean;
  /** Answers late. */
  readonly delayMs?: number;
  /** Closes every connection after its answer. */
  readonly closes?: boolean;
  /** What happens to a second Socket Mode connection. Default: both live. */
  readonly secondSocket?: 'refused' | 'replaces';
  readonly hello?: object;
  /** Added to every envelope. */
  readonly envelope?: object;
  /** Milliseconds between ping frames; absent: none at all. */
  readonly pingMs?: number;
  /** Says so of unknown methods by the page's status, not in the answer. */
  readonly unknownIs404?: boolean;
  /** Methods it does not have, besides all that nobody documented. */
  readonly lacks?: readonly string[];
  /** HTTP mode: where to deliver, and the secret both know. */
  readonly door?: { readonly url: () => string; readonly secret: string };
  /** Takes ids of channels, not names. */
  readonly idsOnly?: boolean;
  /** Leaves these fields out of what it delivers. */
  readonly leavesOut?: readonly string[];
  readonly ts?: (count: number) => string;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  text: string;
  blocks: readonly Block[];
}
// biome-ignore lint/suspicious/noExplicitAny: blocks of any kind, looked into by tests
export type Block = any;
interface View {
  readonly id: string;
  hash: string;
  // biome-ignore lint/suspicious/noExplicitAny: a form of any kind
  view: any;
  updates: number;
}

const channels = { C0INCIDENTS: 'incidents' } as const;

export async function startForeignSlack(manner: Manner = {}) {
  const messages: Message[] = [];
  const views = new Map<string, View>();
  const calls: { method: string; args: Record<string, unknown> }[] = [];
  const whispers: { to: string; text: string; blocks: readonly Block[] }[] = [];
  const sockets = new Set<WebSocket>();
  /** Who waits for the answer to an envelope: told as it comes in, before anything that follows it. */
  const waiting = new Map<string, (said: unknown) => void>();
  const tickets = new Set<string>();
  let count = 0;

  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    if (manner.delayMs) await new Promise((resolve) => setTimeout(resolve, manner.delayMs));
    if (request.url?.startsWith('/respond/')) {
      const said = JSON.parse(body);
      whispers.push({ to: request.url.slice(9), text: said.text ?? '', blocks: said.blocks ?? [] });
      response.writeHead(200, headers()).end('ok');
      return;
    }
    const method = (request.url ?? '').replace(/^\/slack-api\//, '').split('?')[0] ?? '';
    const args = readArgs(request.headers['content-type'] ?? '', body);
    calls.push({ method, args });
    const answer = request.headers.authorization?.startsWith('Bearer x')
      ? answerTo(method, args)
      : { ok: false, error: 'not_authed' };
    const isUnknown = 'error' in answer && answer.error === 'unknown_method';
    if (isUnknown && manner.unknownIs404) {
      response.writeHead(404, headers()).end('Cannot POST');
      return;
    }
    response
      .writeHead(200, { ...headers(), 'content-type': 'application/json' })
      .end(JSON.stringify(answer));
  });
  const headers = (): Record<string, string> => (manner.closes ? { connection: 'close' } : {});
  const hub = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '', 'http://x').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return socket.destroy();
    hub.handleUpgrade(request, socket, head, greet);
  });

  function greet(socket: WebSocket): void {
    if (manner.secondSocket === 'replaces') for (const other of sockets) other.close(1000);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const said = JSON.parse(String(data));
      waiting.get(said.envelope_id)?.(said.payload ?? null);
    });
    if (manner.pingMs) {
      const beat = setInterval(() => socket.ping('x'), manner.pingMs);
      socket.on('close', () => clearInterval(beat));
    }
    socket.send(JSON.stringify(manner.hello ?? { type: 'hello', num_connections: sockets.size }));
  }

  function answerTo(method: string, args: Record<string, unknown>): object {
    if (manner.lacks?.includes(method)) return { ok: false, error: 'unknown_method' };
    const more = manner.terse ? {} : { response_metadata: { warnings: [] }, something_new: {} };
    switch (method) {
      case 'auth.test':
        return manner.terse
          ? { ok: true, user_id: 'U0BOT' }
          : { ok: true, url: address(), team: 'T', user: 'b', user_id: 'U0BOT', bot_id: 'B1' };
      case 'apps.connections.open': {
        if (manner.secondSocket === 'refused' && sockets.size + tickets.size > 0) {
          return { ok: false, error: 'too_many_websockets' };
        }
        const ticket = String(++count);
        tickets.add(ticket);
        const { port } = server.address() as AddressInfo;
        return { ok: true, url: `ws://127.0.0.1:${port}/?ticket=${ticket}` };
      }
      case 'chat.postMessage':
        return post(args, more);
      case 'chat.update': {
        const found = messages.find((one) => one.channel === args.channel && one.ts === args.ts);
        if (!found) return { ok: false, error: 'message_not_found' };
        found.text = String(args.text ?? '');
        found.blocks = asList(args.blocks);
        return { ok: true, channel: found.channel, ts: found.ts, ...more };
      }
      case 'chat.postEphemeral':
        whispers.push({
          to: String(args.user),
          text: String(args.text ?? ''),
          blocks: asList(args.blocks),
        });
        return { ok: true, message_ts: '1.1', ...more };
      case 'conversations.list':
        return {
          ok: true,
          channels: Object.entries(channels).map(([id, name]) => ({ id, name })),
        };
      case 'conversations.open':
        return { ok: true, channel: { id: `D${String(args.users)}` } };
      case 'views.open':
        return openView(args);
      case 'views.update': {
        const found = views.get(String(args.view_id));
        if (!found) return { ok: false, error: 'not_found' };
        show(found, asObject(args.view));
        return { ok: true, view: { id: found.id } };
      }
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  function post(args: Record<string, unknown>, more: object): object {
    const name = String(args.channel).replace(/^#/, '');
    const byName = Object.entries(channels).find(([, one]) => one === name)?.[0];
    const channel = (manner.idsOnly ? undefined : byName) ?? name;
    if (!(channel in channels) && !/^[DU]/.test(channel)) {
      return { ok: false, error: 'channel_not_found' };
    }
    if (args.text === undefined && args.blocks === undefined)
      return { ok: false, error: 'no_text' };
    const ts = manner.ts?.(++count) ?? `17900000${String(++count).padStart(2, '0')}.000100`;
    const message: Message = {
      channel,
      ts,
      ...(args.thread_ts === undefined ? {} : { thread_ts: String(args.thread_ts) }),
      text: String(args.text ?? ''),
      blocks: asList(args.blocks),
    };
    messages.push(message);
    return manner.terse
      ? { ok: true, channel, ts }
      : { ok: true, channel, ts, message: { ...message, type: 'message' }, ...more };
  }

  function openView(args: Record<string, unknown>): object {
    if (typeof args.trigger_id !== 'string') return { ok: false, error: 'invalid_arguments' };
    const found: View = { id: `V${++count}`, hash: '0', view: {}, updates: -1 };
    views.set(found.id, found);
    show(found, asObject(args.view));
    return { ok: true, view: { id: found.id } };
  }

  function show(found: View, view: object): void {
    found.view = view;
    found.updates += 1;
    found.hash = `${found.id}.${found.updates}`;
  }

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack-api/`;
  const origin = () => address().replace('/slack-api/', '');

  /** Brings something to the app, the way this Slack delivers. Answers what the app answered. */
  async function deliver(
    kind: 'command' | 'interaction' | 'event',
    full: object,
  ): Promise<unknown> {
    const left = new Set(manner.leavesOut ?? []);
    const payload = Object.fromEntries(Object.entries(full).filter(([name]) => !left.has(name)));
    if (manner.door) return overHttp(kind, payload, manner.door);
    const type = { command: 'slash_commands', interaction: 'interactive', event: 'events_api' }[
      kind
    ];
    // A connection may be on its way out: what is not answered in Slack's three seconds comes again.
    for (let tries = 1; ; tries += 1) {
      const id = `E${++count}`;
      const socket = [...sockets].at(-1) ?? (await eventually(() => [...sockets].at(-1)));
      const envelope = {
        type,
        envelope_id: id,
        payload,
        accepts_response_payload: kind !== 'event',
      };
      const { promise: answer, resolve } = Promise.withResolvers<unknown>();
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ ...envelope, ...manner.envelope }));
      const patience = new AbortController();
      const late = sleep(tries < 4 ? 3_000 : 15_000, 'late' as const, patience).catch(() => 'late');
      const said = await Promise.race([answer, late]);
      patience.abort();
      if (said !== 'late') return said;
      if (tries >= 4) throw new Error(`No answer to ${JSON.stringify(envelope)}`);
    }
  }

  async function overHttp(
    kind: 'command' | 'interaction' | 'event',
    payload: object,
    door: NonNullable<Manner['door']>,
  ): Promise<unknown> {
    const isForm = kind !== 'event';
    const body =
      kind === 'event'
        ? JSON.stringify(payload)
        : new URLSearchParams(
            kind === 'command'
              ? (payload as Record<string, string>)
              : { payload: JSON.stringify(payload) },
          ).toString();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const mac = createHmac('sha256', door.secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const answer = await fetch(`${door.url()}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': isForm
          ? 'application/x-www-form-urlencoded; charset=UTF-8'
          : 'application/json; charset=utf-8',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${mac}`,
      },
      body,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the app answered ${answer.status} ${text}`);
    return text.startsWith('{') ? JSON.parse(text) : text;
  }

  const common = () => ({ token: 'old', team: { id: 'T1', domain: 'shop' }, api_app_id: 'A1' });

  async function submit(viewId: string, user: string, put: Record<string, object>): Promise<void> {
    const found = views.get(viewId);
    if (!found) throw new Error(`no view ${viewId}`);
    const values = Object.fromEntries(Object.entries(put).map(([id, v]) => [id, { [id]: v }]));
    const answer = (await deliver('interaction', {
      ...common(),
      type: 'view_submission',
      user: { id: user },
      view: { ...found.view, id: viewId, hash: found.hash, state: { values } },
    })) as { response_action?: string; view?: object; errors?: object } | null | '';
    if (answer && answer.response_action === 'errors') throw new Error(JSON.stringify(answer));
    if (answer && answer.response_action === 'update' && answer.view) show(found, answer.view);
    else if (answer === null || answer === '' || answer.response_action !== 'update')
      views.delete(viewId);
  }

  server.keepAliveTimeout = manner.closes ? 1 : 5_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: address,
    messages,
    views,
    calls,
    whispers,
    sockets,
    deliver,
    submit,
    command: (text: string, user: string) =>
      deliver('command', {
        token: 'old',
        team_id: 'T1',
        channel_id: 'C0INCIDENTS',
        channel_name: 'incidents',
        user_id: user,
        user_name: 'somebody',
        command: '/incident',
        text,
        api_app_id: 'A1',
        response_url: `${origin()}/respond/${user}`,
        trigger_id: `t${++count}.1`,
      }),
    /** Presses the button whose id begins so, on a message. */
    click: (message: Message, prefix: string, user: string) => {
      const element = buttonsOf(message).find((one) => one.action_id.startsWith(prefix));
      if (!element) throw new Error(`no ${prefix} on: ${message.text}`);
      const { action_id, value, type } = element;
      return deliver('interaction', {
        ...common(),
        type: 'block_actions',
        user: { id: user, username: 'somebody' },
        container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
        channel: { id: message.channel, name: 'x' },
        message: { ...message, type: 'message' },
        trigger_id: `t${++count}.1`,
        response_url: `${origin()}/respond/${user}`,
        actions: [{ action_id, value, type, block_id: 'b', action_ts: '1.1' }],
      });
    },
    mention: (text: string, user: string, thread?: string) =>
      deliver('event', {
        token: 'old',
        team_id: 'T1',
        api_app_id: 'A1',
        type: 'event_callback',
        event_id: `Ev${++count}`,
        event_time: 1,
        event: {
          type: 'app_mention',
          user,
          text: `<@U0BOT> ${text}`,
          channel: 'C0INCIDENTS',
          ts: `1790000099.0${++count}`,
          ...(thread === undefined ? {} : { thread_ts: thread }),
        },
      }),
    /** Says it wants the connections renewed, then closes them. */
    renew: (reason: string) => {
      for (const socket of [...sockets]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
      }
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      await closeServer(server);
    },
  };
}
export type ForeignSlack = Awaited<ReturnType<typeof startForeignSlack>>;

export function buttonsOf(message: Message): Block[] {
  return message.blocks
    .filter((block) => block.type === 'actions')
    .flatMap((block) => block.elements);
}

/** Everything a reader sees of a message, in one text. */
export function wordsOf(shown: { text?: string; blocks?: unknown }): string {
  return `${shown.text ?? ''} ${JSON.stringify(shown.blocks ?? '')}`;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

export async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

/** JSON or a form; in a form, lists and objects are JSON in a field. */
function readArgs(type: string, body: string): Record<string, unknown> {
  if (type.startsWith('application/json')) return JSON.parse(body || '{}');
  return Object.fromEntries(new URLSearchParams(body));
}

function asObject(value: unknown): object {
  return typeof value === 'string' ? JSON.parse(value) : (value as object);
}

function asList(value: unknown): readonly Block[] {
  return value === undefined ? [] : (asObject(value) as Block[]);
}
