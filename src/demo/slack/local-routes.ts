import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Control } from './control.ts';
import { identity } from './identity.ts';
import { pageState } from './page-view.ts';
import type { Stage } from './stage.ts';
import { readBody, sendJson } from './wire.ts';

/** Changes closer together than this reach the page as one. */
const gatherMs = 40;

const given = z.union([z.string(), z.array(z.string()), z.null()]);
const values = z.record(z.string(), z.union([given, z.record(z.string(), given)]));
const user = z.string();
const words = z.object({
  user,
  channel: z.string(),
  text: z.string(),
  thread: z.string().exactOptional(),
});

/** `POST /_local/<name>`: the same as the function of that name in `Control`. */
function acts(control: Control) {
  return {
    command: act(words, (line) => control.command(line)),
    say: act(words, (line) => control.say(line)),
    mention: act(words, (line) => control.mention(line)),
    click: act(
      z.object({
        user,
        channel: z.string().exactOptional(),
        ts: z.string().exactOptional(),
        view: z.string().exactOptional(),
        action_id: z.string(),
        block_id: z.string().exactOptional(),
        value: given.exactOptional(),
        values: values.exactOptional(),
      }),
      (request) => control.click(request),
    ),
    submitView: act(
      z.object({ user, viewId: z.string().exactOptional(), values: values.exactOptional() }),
      (submission) => control.submitView(submission),
    ),
    closeView: act(z.object({ user, viewId: z.string().exactOptional() }), (request) =>
      control.closeView(request),
    ),
    shortcut: act(
      z.object({
        user,
        callback_id: z.string(),
        channel: z.string().exactOptional(),
        ts: z.string().exactOptional(),
      }),
      (use) => control.shortcut(use),
    ),
    react: act(
      z.object({ user, channel: z.string(), ts: z.string(), name: z.string() }),
      (request) => control.react(request),
    ),
    openHome: act(z.object({ user }), (request) => control.openHome(request.user)),
    reload: act(z.object({ user }), async (request) => control.reload(request.user)),
    seen: act(z.object({ user, channel: z.string() }), async (request) => {
      const newest = [...(control.workspace.rooms.get(request.channel)?.messages.keys() ?? [])].at(
        -1,
      );
      const key = `${request.user} ${request.channel}`;
      if (newest === undefined || control.workspace.seen.get(key) === newest) return;
      control.workspace.seen.set(key, newest);
      control.workspace.touch();
    }),
  };
}

/** Binds a reader of the body to what is done with it. */
function act<T>(shape: z.ZodType<T>, run: (body: T) => Promise<unknown>) {
  return (body: unknown) => run(shape.parse(body));
}

export interface LocalRoutes {
  /** Answers `/_local/...`; `name` is what follows. */
  answer(name: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): void;
}

/** The page's own API: what to show, what changed, and acting as a person. */
export function createLocalRoutes(stage: Stage, control: Control): LocalRoutes {
  const table: Record<string, (body: unknown) => Promise<unknown>> = acts(control);
  const streams = new Set<ServerResponse>();
  let revision = 0;
  let gathering: NodeJS.Timeout | undefined;

  const stopListening = stage.workspace.onChange(() => {
    revision += 1;
    gathering ??= setTimeout(() => {
      gathering = undefined;
      for (const stream of streams) stream.write(`data: ${revision}\n\n`);
    }, gatherMs);
  });

  return {
    async answer(name, request, response) {
      const { searchParams } = new URL(request.url ?? '/', 'http://local');
      if (name === 'stream') {
        openStream(response);
        return;
      }
      if (name === 'state') {
        const [first] = stage.workspace.people.keys();
        const look = {
          user: searchParams.get('user') ?? first ?? identity.botUserId,
          room: searchParams.get('room') ?? '',
          thread: searchParams.get('thread') ?? '',
        };
        sendJson(response, 200, pageState(stage, control, look));
        return;
      }
      const run = Object.hasOwn(table, name) ? table[name] : undefined;
      if (!run) {
        sendJson(response, 404, { error: `Nothing here is called ${name}` });
        return;
      }
      await runAct(run, request, response);
    },
    close() {
      stopListening();
      clearTimeout(gathering);
      for (const stream of streams) stream.end();
    },
  };

  function openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`data: ${revision}\n\n`);
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }
}

/** Only JSON is taken: a foreign web page cannot send that here without being asked first. */
async function runAct(
  run: (body: unknown) => Promise<unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (
    request.method !== 'POST' ||
    !request.headers['content-type']?.startsWith('application/json')
  ) {
    sendJson(response, 415, { error: 'POST it as application/json' });
    return;
  }
  const body: unknown = JSON.parse((await readBody(request)).toString());
  try {
    sendJson(response, 200, (await run(body)) ?? { status: 'acked' });
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}
