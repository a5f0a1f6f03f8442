import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../engine/clock.ts';
import type { Acting } from './act.ts';
import { type Control, createControl } from './control.ts';
import type { Transport } from './delivery.ts';
import { createEvents } from './events.ts';
import { giveFile, takeUpload } from './file-routes.ts';
import { createHttpDelivery } from './http-delivery.ts';
import { identity } from './identity.ts';
import { createFaults } from './injected-faults.ts';
import { createLocalRoutes } from './local-routes.ts';
import { readManifest } from './manifest.ts';
import { createPace } from './pace.ts';
import { createPageFiles } from './page-files.ts';
import { answerResponseUrl } from './response-route.ts';
import { createResponseUrls } from './response-urls.ts';
import { createSocketDelivery } from './socket-delivery.ts';
import type { AppEvent, Stage } from './stage.ts';
import { type LocalSlackLimits, slackLimits } from './timing.ts';
import { createTriggers } from './triggers.ts';
import { createWebApi } from './web-api.ts';
import { sendJson } from './wire.ts';
import { createWorkspace, type LocalChannel, type LocalPerson } from './workspace.ts';

export interface LocalSlackOptions {
  /** 0 (default) picks a free one. */
  readonly port?: number;
  /** Dates messages and signatures. */
  readonly clock: Clock;
  /** Slack's own time limits run on this one: real time by default, however fast `clock` goes. */
  readonly wall?: Clock;
  readonly people: readonly LocalPerson[];
  readonly channels: readonly LocalChannel[];
  readonly manifestPath: string;
  /** HTTP mode: where Slack posts to; without it Socket Mode. */
  readonly requestUrl?: string;
  readonly signingSecret?: string;
  readonly limits?: Partial<LocalSlackLimits>;
  /** Answers what the local Slack itself does not; true when it did. */
  readonly extraRoutes?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

export interface LocalSlack {
  /** The page, for people. */
  readonly url: string;
  /** What `slackApiUrl` takes. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly control: Control;
  stop(): Promise<void>;
}

/** A Slack workspace of our own, on loopback, that Bolt and the Web API client connect to as to the real one. */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const wall = options.wall ?? systemClock;
  const limits: LocalSlackLimits = { ...slackLimits, ...options.limits };
  const signingSecret = options.signingSecret ?? identity.signingSecret;
  const manifest = readManifest(options.manifestPath);
  const workspace = createWorkspace(options);
  const stopping = new AbortController();
  const socket = createSocketDelivery({ wall, ackMs: limits.ackMs });
  let requestUrl = options.requestUrl;
  let origin = '';

  const overHttp = createHttpDelivery({
    url: () => requestUrl ?? '',
    signingSecret,
    clock: options.clock,
    wall,
    ackMs: limits.ackMs,
  });
  const transport: Transport = (envelope, retry) =>
    (requestUrl === undefined ? socket.transport : overHttp)(envelope, retry);
  const events = createEvents({ manifest, transport, limits, wall, signal: stopping.signal });

  const stage: Stage = {
    workspace,
    manifest,
    limits,
    wall,
    triggers: createTriggers({ now: () => wall.now(), lifeMs: limits.triggerMs }),
    tellApp: (subscription: string, event: AppEvent) => events.tell(subscription, event),
    origin: () => origin,
    socketUrl: () => `${origin.replace('http', 'ws')}/link/?ticket=${socket.issueTicket()}`,
  };
  const faults = createFaults();
  const responses = createResponseUrls(stage);
  const acting: Acting = { stage, transport, responses };
  const pace = createPace({ now: () => wall.now(), limits });
  const webApi = createWebApi({ stage, faults, pace });
  const control = createControl({
    acting,
    events,
    faults,
    calls: webApi.calls,
    socket,
    setRequestUrl: (url) => {
      requestUrl = url;
    },
  });

  const localRoutes = createLocalRoutes(stage, control);
  const pageFiles = createPageFiles();

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: 'fatal_error', detail: String(error) });
    });
  });
  server.on('upgrade', (request, rawSocket, head) => socket.upgrade(request, rawSocket, head));

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    const [, area = '', rest = ''] = pathname.split('/');
    if (area === 'api') return webApi.answer(rest, request, response);
    if (area === '_response') return answerResponseUrl(responses, rest, request, response);
    if (area === '_upload') return takeUpload(workspace, rest, request, response);
    if (area === '_files') return giveFile(workspace, rest, response);
    if (area === '_local') return localRoutes.answer(rest, request, response);
    if (await options.extraRoutes?.(request, response)) return;
    if (await pageFiles.give(area === '' ? 'index.html' : area, response)) return;
    sendJson(response, 404, { ok: false, error: 'no_such_page', path: pathname });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `${origin}/`,
    apiUrl: `${origin}/api/`,
    botToken: identity.botToken,
    appToken: identity.appToken,
    signingSecret,
    botUserId: identity.botUserId,
    control,
    async stop() {
      stopping.abort();
      localRoutes.close();
      socket.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
