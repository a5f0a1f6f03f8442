import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EcsManner, startForeignEcs } from './ecs-answers.ts';
import { closeServer } from './slack-server.ts';

/** AWS endpoints written from the API references alone, one address for all services. */
export interface AwsManner {
  readonly ecs?: EcsManner;
  /** What StartQuery does. Default: it works. */
  readonly insights?: 'denied' | 'unknown' | 'forever';
  /** SQS without checksums, message ids and attributes. */
  readonly bareMessages?: boolean;
  /** SQS that never waits for messages, and deletes them one by one only. */
  readonly simpleQueue?: boolean;
  /** `__type` of errors as `com.amazonaws.…#Name`, as AWS also writes it. */
  readonly prefixedErrors?: boolean;
  /** Name of the slow log's file, and what DescribeDBLogFiles says of it. */
  readonly slowFile?: { readonly name: string; readonly lists?: 'all' | 'name-only' };
  readonly delayMs?: number;
  /** Everything but the queue answers a page that is of no AWS service. */
  readonly breaks?: boolean;
  readonly alarmTimes?: 'both' | 'updated-only';
  readonly alarmsLack?: boolean;
}

export const account = '111122223333';
export const region = 'eu-west-1';
export const alarmName = 'points-api-5xx';
export const alarmArn = `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`;

type Answer = { readonly status?: number; readonly body: unknown };
export type Handler = (input: Record<string, unknown>) => Answer | Promise<Answer>;

export async function startForeignAws(manner: AwsManner = {}) {
  const calls: { operation: string; input: Record<string, unknown> }[] = [];
  const queue: { id: string; body: string; receipt?: string }[] = [];
  const waiting = new Set<() => void>();
  const alarm = { state: 'OK', since: Date.now() };
  const ecs = startForeignEcs(manner.ecs ?? {});

  const json: Record<string, Handler> = {
    ...ecs.handlers,
    'AmazonSQS.ReceiveMessage': async (input) => {
      const isEmpty = !queue.some((one) => !one.receipt);
      if (isEmpty && !manner.simpleQueue) await longPoll(Number(input.WaitTimeSeconds ?? 0));
      const given = queue.filter((one) => !one.receipt).slice(0, 10);
      for (const one of given) one.receipt = randomUUID();
      if (given.length === 0) return { body: {} };
      return { body: { Messages: given.map(sqsMessage) } };
    },
    'AmazonSQS.DeleteMessage': (input) => {
      remove(String(input.ReceiptHandle));
      return { body: '' };
    },
    'AmazonSQS.DeleteMessageBatch': (input) => {
      if (manner.simpleQueue) return fault('UnknownOperationException');
      const entries = input.Entries as { Id: string; ReceiptHandle: string }[];
      for (const { ReceiptHandle } of entries) {
        remove(ReceiptHandle);
      }
      return { body: { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] } };
    },
    'GraniteServiceVersion20100801.DescribeAlarms': (input) => {
      const { AlarmNames: names, StateValue: state } = input as Record<string, unknown>;
      const wanted =
        !manner.alarmsLack &&
        (!names || (names as string[]).includes(alarmName)) &&
        (!state || state === alarm.state);
      const at = alarm.since / 1000;
      const composite = {
        AlarmName: alarmName,
        AlarmArn: alarmArn,
        StateValue: alarm.state,
        StateReason: 'child transitioned',
        StateUpdatedTimestamp: at,
        ...(manner.alarmTimes === 'updated-only' ? {} : { StateTransitionedTimestamp: at }),
      };
      return { body: { MetricAlarms: [], CompositeAlarms: wanted ? [composite] : [] } };
    },
    'GraniteServiceVersion20100801.GetMetricData': () => ({ body: { MetricDataResults: [] } }),
    'Logs_20140328.StartQuery': () => {
      if (manner.insights === 'denied')
        return fault('UnrecognizedClientException', 'The security token is invalid.');
      if (manner.insights === 'unknown') return fault('UnknownOperationException');
      return { body: { queryId: randomUUID() } };
    },
    'Logs_20140328.StopQuery': () => ({ body: { success: true } }),
    'Logs_20140328.GetQueryResults': () =>
      manner.insights === 'forever'
        ? { body: { status: 'Running', results: [], statistics: {} } }
        : {
            body: {
              status: 'Complete',
              results: logLines().map(({ timestamp, message }) => [
                { field: '@timestamp', value: insightsTime(timestamp) },
                { field: '@logStream', value: 'api/1' },
                { field: '@message', value: message },
                { field: '@ptr', value: 'p' },
              ]),
            },
          },
    'Logs_20140328.FilterLogEvents': (input) => ({
      body: {
        events: input.logGroupName === '/ecs/points-api' ? logLines() : slowLines(),
        searchedLogStreams: [],
      },
    }),
  };

  function remove(receipt: string): void {
    const at = queue.findIndex((one) => one.receipt === receipt);
    if (at >= 0) queue.splice(at, 1);
  }

  function fault(name: string, message?: string): Answer {
    const type = manner.prefixedErrors ? `com.amazonaws.logs#${name}` : name;
    return { status: 400, body: { __type: type, ...(message ? { message } : {}) } };
  }

  const sqsMessage = (one: { id: string; body: string; receipt?: string }) => ({
    Body: one.body,
    ReceiptHandle: one.receipt,
    ...(manner.bareMessages
      ? {}
      : { MessageId: one.id, MD5OfBody: createHash('md5').update(one.body).digest('hex') }),
  });

  async function longPoll(seconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      waiting.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    waiting.clear();
  }

  function rds(form: URLSearchParams): string {
    const file = manner.slowFile ?? { name: 'slowquery/mysql-slowquery.log', lists: 'all' };
    const instance = form.get('DBInstanceIdentifier');
    switch (form.get('Action')) {
      case 'DescribeDBLogFiles': {
        const filter = form.get('FilenameContains');
        if (instance !== 'points-db-1' || (filter && !file.name.includes(filter))) {
          return '<DescribeDBLogFiles/>';
        }
        const more =
          file.lists === 'name-only'
            ? ''
            : `<Size>${slowLog().length}</Size><LastWritten>${Date.now()}</LastWritten>`;
        return `<DescribeDBLogFiles><DescribeDBLogFilesDetails><LogFileName>${file.name}</LogFileName>${more}</DescribeDBLogFilesDetails></DescribeDBLogFiles>`;
      }
      case 'DownloadDBLogFilePortion':
        return `<LogFileData>${slowLog()}</LogFileData><Marker>0:1</Marker><AdditionalDataPending>false</AdditionalDataPending>`;
      case 'DescribeDBInstances':
        return `<DBInstances><DBInstance><DBInstanceIdentifier>${instance}</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus></DBInstance></DBInstances>`;
      default:
        return '';
    }
  }

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    if (manner.delayMs) await new Promise((resolve) => setTimeout(resolve, manner.delayMs));
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const input = JSON.parse(body || '{}') as Record<string, unknown>;
      const operation = target.split('.')[1] ?? '';
      calls.push({ operation, input });
      if (manner.breaks && !target.startsWith('AmazonSQS.')) {
        write(response, 400, 'text/html', '<html>Bad Request</html>');
        return;
      }
      const answer = await (json[target]?.(input) ?? fault('UnknownOperationException'));
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      write(response, answer.status ?? 200, request.headers['content-type'] ?? '', text);
      return;
    }
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    calls.push({ operation: action, input: Object.fromEntries(form) });
    const inside = manner.breaks ? '' : rds(form);
    if (inside === '') {
      const error = `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>Could not find operation ${action}</Message></Error></ErrorResponse>`;
      write(response, 400, 'text/xml', error);
      return;
    }
    const xml = `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result>${inside}</${action}Result></${action}Response>`;
    write(response, 200, 'text/xml', xml);
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    queue,
    alarm,
    ecs,
    called: (operation: string) => calls.filter((one) => one.operation === operation),
    send(body: string) {
      queue.push({ id: randomUUID(), body });
      for (const wake of waiting) wake();
    },
    async close() {
      ecs.stop();
      for (const wake of waiting) wake();
      await closeServer(server);
    },
  };
}
export type ForeignAws = Awaited<ReturnType<typeof startForeignAws>>;

function write(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}

function logLines() {
  const stack = (shop: number) =>
    JSON.stringify({
      level: 'error',
      shopId: `shop-${shop}`,
      msg: 'cannot add points',
      err: {
        type: 'DatabaseError',
        message: 'The MySQL server is running with the --read-only option',
        stack:
          'DatabaseError: The MySQL server is running with the --read-only option\n    at addPoints (/app/src/points/ledger.js:88:11)\n    at handle (/app/src/http.js:20:3)',
      },
    });
  return [1, 2, 3].map((shop) => ({
    timestamp: Date.now() - shop * 10_000,
    message: stack(shop),
    logStreamName: 'api/1',
    eventId: String(shop),
    ingestionTime: Date.now(),
  }));
}

function slowLog(): string {
  const at = new Date(Date.now() - 60_000).toISOString().replace(/\d{3}Z$/, '$&');
  return [1, 2, 3]
    .map(
      (shop) =>
        `# Time: ${at}\n# User@Host: app[app] @  [10.0.0.${shop}]  Id: ${shop}\n# Query_time: 4.2${shop}  Lock_time: 0.000001 Rows_sent: 1  Rows_examined: 900000\nSET timestamp=${Math.floor(Date.now() / 1000) - 60};\nSELECT * FROM point_entries WHERE shop_id = ${shop} ORDER BY created_at DESC LIMIT 1;\n`,
    )
    .join('');
}

function slowLines() {
  return [{ timestamp: Date.now() - 60_000, message: slowLog(), logStreamName: 'points-db-1' }];
}

function insightsTime(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '');
}
