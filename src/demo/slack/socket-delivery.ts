import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../engine/clock.ts';
import type { Outcome, Transport } from './delivery.ts';
import { identity } from './identity.ts';
import { isObject } from './limits/check.ts';

/** Slack's servers ping now and then; the SDK gives a connection up 30 s after the last ping. */
const pingEveryMs = 10_000;

export interface SocketDelivery {
  /** A ticket for one connection. */
  issueTicket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly transport: Transport;
  /** Tells connections (all, or just the oldest) to go away and come back, as Slack does every few hours. */
  refresh(which?: 'all' | 'oldest'): void;
  connections(): number;
  close(): void;
}

export function createSocketDelivery(options: { wall: Clock; ackMs: number }): SocketDelivery {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const waiting = new Map<string, (body: unknown) => void>();
  let ticketCount = 0;
  let envelopeCount = 0;
  let turn = 0;

  function take(socket: WebSocket): void {
    sockets.push(socket);
    const pings = setInterval(() => socket.ping(), pingEveryMs);
    socket.on('message', (data) => acknowledge(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      sockets.splice(sockets.indexOf(socket), 1);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        connection_info: { app_id: identity.appId },
        debug_info: { host: 'local', approximate_connection_time: 18_060 },
      }),
    );
  }

  function acknowledge(data: string): void {
    const frame: unknown = JSON.parse(data);
    if (!isObject(frame) || typeof frame.envelope_id !== 'string') return;
    waiting.get(frame.envelope_id)?.(frame.payload);
  }

  return {
    issueTicket() {
      ticketCount += 1;
      const ticket = `ticket-${ticketCount}`;
      tickets.add(ticket);
      return ticket;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, take);
    },
    async transport(envelope, retry) {
      const open = sockets.filter((socket) => socket.readyState === socket.OPEN);
      turn += 1;
      const socket = open[turn % open.length];
      if (!socket) return { status: 'failed', reason: 'no_connection' };
      envelopeCount += 1;
      const id = `envelope-${envelopeCount}`;
      const frame = {
        envelope_id: id,
        type: envelope.type,
        payload: envelope.payload,
        accepts_response_payload: envelope.type !== 'events_api',
        ...(envelope.type === 'events_api'
          ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
          : {}),
      };
      return acked(id, () => socket.send(JSON.stringify(frame)));
    },
    refresh(which = 'all') {
      for (const socket of which === 'all' ? [...sockets] : sockets.slice(0, 1)) {
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
      }
    },
    connections: () => sockets.length,
    close() {
      for (const socket of [...sockets]) socket.terminate();
      server.close();
    },
  };

  /** Waits for the frame's ack, three seconds at most. */
  async function acked(id: string, send: () => void): Promise<Outcome> {
    const timer = new AbortController();
    const answer = new Promise<Outcome>((resolve) => {
      waiting.set(id, (body) => resolve({ status: 'acked', body }));
    });
    const timeout = options.wall
      .sleep(options.ackMs, timer.signal)
      .then((): Outcome => ({ status: 'failed', reason: 'timeout' }));
    send();
    const outcome = await Promise.race([answer, timeout]);
    waiting.delete(id);
    timer.abort();
    return outcome;
  }
}
