import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../engine/clock.ts';
import { createFaultPlan, type FaultPlan, faultOf } from './fault-plan.ts';
import { decodeQuery, encodeQueryAnswer, encodeQueryFault } from './query-protocol.ts';
import { AwsFault, type LocalService } from './wire.ts';

export interface AwsCall {
  readonly service: LocalService['name'];
  readonly operation: string;
  readonly input: Record<string, unknown>;
  /** By the story's clock. */
  readonly at: number;
}

export interface LocalAws {
  readonly url: string;
  readonly port: number;
  /** The newest calls, oldest first, at most `keptCalls`. */
  readonly calls: readonly AwsCall[];
  readonly faults: Pick<FaultPlan, 'inject' | 'clear'>;
  stop(): Promise<void>;
}

const keptCalls = 10_000;
/** SQS takes 1 MiB, logs events up to 1 MiB: nothing bigger is ever sent here. */
const largestBody = 4 * 1024 * 1024;

/** The one REST call of RDS: a whole log file, bytes as they are. */
const logFilePath = /^\/v13\/downloadCompleteLogFile\/([^/]+)\/(.+)$/;

const targets: Readonly<Record<string, LocalService['name']>> = {
  AmazonEC2ContainerServiceV20141113: 'ecs',
  Logs_20140328: 'logs',
  GraniteServiceVersion20100801: 'monitoring',
  AmazonSQS: 'sqs',
  PerformanceInsightsv20180227: 'pi',
};

interface Request {
  readonly service: LocalService['name'];
  readonly operation: string;
  readonly region: string;
  readonly input: Record<string, unknown>;
  readonly protocol: 'json' | 'query';
  /** The client used to speak the query protocol and wants its error codes too. */
  readonly wantsQueryCodes: boolean;
}

/**
 * AWS on 127.0.0.1, as far as Firebreak uses it: one address for all services, speaking what the
 * SDK's clients send (JSON by `x-amz-target`; query and XML for RDS, SNS and STS).
 */
export async function startLocalAws(options: {
  clock: Clock;
  services: readonly LocalService[];
  /** Default 0: any free one. */
  port?: number;
}): Promise<LocalAws> {
  const { clock, services } = options;
  const calls: AwsCall[] = [];
  const faults = createFaultPlan();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A fault of the stand-in itself: said aloud, so that it is not taken for the network.
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`The local AWS: ${error}\n`);
    });
  });
  // Clients wait on long polls; nobody here is slow by malice.
  server.requestTimeout = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && !logFilePath.test(request.url ?? '')) {
      return answerPage(request, response);
    }
    const body = await readBody(request);
    const call = readRequest(request, body);
    const service = services.find((candidate) => candidate.name === call.service);
    remember({ ...call, at: clock.now() });
    const fault = faults.take(call.service, call.operation);
    if (fault === 'silent') return;
    try {
      if (fault !== undefined && fault !== 'lost-answer') {
        throw faultOf(fault, call.service, call.operation);
      }
      const operation = service?.operations[call.operation];
      if (!operation) {
        throw new AwsFault(
          'UnknownOperationException',
          `The local ${call.service} does not know ${call.operation}.`,
        );
      }
      const { region } = call;
      const result = await operation(call.input, { region, operation: call.operation });
      if (fault === 'lost-answer') response.destroy();
      else sendAnswer(response, call, result, service);
    } catch (error) {
      const known = error instanceof AwsFault;
      sendFault(response, call, known ? error : ownFault(call, error), service);
    }
  }

  function answerPage(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    for (const service of services) {
      const page = service.page?.(url);
      if (!page) continue;
      response.writeHead(page.status, { 'content-type': page.type }).end(page.body);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing here.\n');
  }

  function remember(call: AwsCall & Partial<Request>): void {
    const { service, operation, input, at } = call;
    calls.push({ service, operation, input, at });
    if (calls.length > keptCalls) calls.shift();
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  for (const service of services) await service.started?.(url);

  return {
    url,
    port,
    calls,
    faults,
    async stop() {
      for (const service of services) await service.stopped?.();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) throw new Error('The request is larger than any AWS call of ours.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readRequest(request: IncomingMessage, body: string): Request {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(
    request.headers.authorization ?? '',
  );
  const region = scope?.[1] ?? 'us-east-1';
  const [, instance, file] = logFilePath.exec(request.url ?? '') ?? [];
  if (instance !== undefined && file !== undefined) {
    if (scope?.[2] !== 'rds') throw new Error('The request for a log file is not signed for rds.');
    const input = {
      DBInstanceIdentifier: decodeURIComponent(instance),
      LogFileName: decodeURIComponent(file),
    };
    const operation = 'DownloadCompleteDBLogFile';
    return { service: 'rds', operation, region, input, protocol: 'query', wantsQueryCodes: false };
  }
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', operation = ''] = target.split('.');
    const service = targets[prefix];
    if (!service) throw new Error(`Nobody here answers to ${target}.`);
    const wantsQueryCodes = request.headers['x-amzn-query-mode'] === 'true';
    const input = readJson(body);
    return { service, operation, region, input, protocol: 'json', wantsQueryCodes };
  }
  const form = new URLSearchParams(body);
  const service = (['rds', 'sns', 'sts'] as const).find((name) => name === scope?.[2]);
  if (!service) throw new Error(`Cannot tell which service is meant: ${body.slice(0, 200)}`);
  const operation = form.get('Action') ?? '';
  const input = decodeQuery(form);
  return { service, operation, region, input, protocol: 'query', wantsQueryCodes: false };
}

function readJson(body: string): Record<string, unknown> {
  const value: unknown = body === '' ? {} : JSON.parse(body);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function sendAnswer(
  response: ServerResponse,
  call: Request,
  result: unknown,
  service: LocalService | undefined,
): void {
  const requestId = randomUUID();
  if (Buffer.isBuffer(result)) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(result);
    return;
  }
  if (call.protocol === 'query') {
    response
      .writeHead(200, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId })
      .end(encodeQueryAnswer(call.operation, result, service?.xml, requestId));
    return;
  }
  response
    .writeHead(200, { 'content-type': jsonType(call), 'x-amzn-requestid': requestId })
    .end(JSON.stringify(withEpochSeconds(result ?? {})));
}

/** A mistake in the stand-in itself: said aloud, so that it is not taken for the network. */
function ownFault(call: Request, error: unknown): AwsFault {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsFault('InternalFailure', `The local ${call.service} broke: ${what}`, 500);
}

function sendFault(
  response: ServerResponse,
  call: Request,
  fault: AwsFault,
  service: LocalService | undefined,
): void {
  const requestId = randomUUID();
  if (call.protocol === 'query') {
    response
      .writeHead(fault.status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId })
      .end(encodeQueryFault(fault, service?.xml, requestId));
    return;
  }
  response
    .writeHead(fault.status, {
      'content-type': jsonType(call),
      'x-amzn-requestid': requestId,
      ...(call.wantsQueryCodes ? { 'x-amzn-query-error': queryError(fault) } : {}),
    })
    .end(JSON.stringify({ __type: fault.code, message: fault.message }));
}

/** Errors whose name in the query protocol is another one than in JSON. */
const queryCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
};

function queryError(fault: AwsFault): string {
  const side = fault.status >= 500 ? 'Receiver' : 'Sender';
  return `${queryCodes[fault.code] ?? fault.code};${side}`;
}

function jsonType(call: Request): string {
  const old = call.service === 'ecs' || call.service === 'logs' || call.service === 'pi';
  return `application/x-amz-json-${old ? '1.1' : '1.0'}`;
}

/** The JSON protocols carry moments as epoch seconds. */
function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochSeconds);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, withEpochSeconds(entry)]),
    );
  }
  return value;
}
