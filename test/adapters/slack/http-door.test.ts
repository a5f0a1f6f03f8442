import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { faultOfSignature } from '../../../src/adapters/slack/signature.ts';
import { signed } from '../../../src/demo/slack/http-delivery.ts';
import { connected, noon, says } from './support.ts';

let here: Awaited<ReturnType<typeof connected>>;
let url = '';
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).map(
    ([k, v]) => [k, String(v)] as [string, string],
  );
  const answer = await ask(Buffer.concat(chunks).toString(), headers);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
});
const ask = (body: string, headers: [string, string][]) => {
  if (!here.slack.door) throw new Error('no door in this mode');
  return here.slack.door(new Request('http://x/slack/events', { method: 'POST', body, headers }));
};
const send = (
  body: string,
  contentType: string,
  at = Date.now(),
  secret = here.local.signingSecret,
) => ask(body, [...Object.entries(signed(body, secret, at)), ['content-type', contentType]]);

beforeAll(async () => {
  here = await connected({ mode: 'http', limits: { responseUrlUses: 0 } });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  here.local.control.setRequestUrl(url);
});
afterAll(async () => {
  await here.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  here.desk.calls.length = 0;
  here.desk.answer = () => ({ kind: 'done' });
});

describe('HTTP mode', () => {
  test('takes commands, and says the answer another way when the response address is used up', async () => {
    here.desk.answer = () => says('All quiet');
    const { control } = here.local;
    const act = await control.command({ user: 'U1', channel: 'C2', text: 'status' });
    expect(act.status).toBe('acked');
    await control.waitFor(() => control.ephemerals('U1').some(({ text }) => text === 'All quiet'));
    expect(control.calls.some(({ method }) => method === 'chat.postEphemeral')).toBe(true);
  });

  test('takes mentions, once however often they come', async () => {
    const { control } = here.local;
    here.desk.answer = () => says('Done');
    const { ts } = await control.mention({ user: 'U1', channel: 'C2', text: 'ack' });
    await control.waitFor(() => control.thread('C2', ts)[1]);
    await control.redeliver(control.events.at(-1)?.id ?? '');
    expect(here.desk.calls).toHaveLength(1);
  });

  test('takes clicks and forms, errors beside the fields included', async () => {
    const { control } = here.local;
    here.desk.answer = () => ({ kind: 'form', form: 'declare' });
    await control.command({ user: 'U1', channel: 'C2', text: 'declare' });
    await control.waitFor(() => control.views('U1').length);
    here.desk.answer = () => ({ kind: 'refusal', reason: 'no', text: 'Not now.' });
    const values = { title: 'x', service: 'mailer', environment: 'production', severity: 'SEV4' };
    await control.submitView({ user: 'U1', values });
    expect(control.views('U1')[0]?.errors).toEqual({ title: 'Not now.' });
  });

  test('is connected once started', () => {
    expect(here.slack.health()).toMatchObject({ connected: true, connections: 0 });
  });
});

describe('the door', () => {
  const verification = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

  test('answers the challenge of Slack', async () => {
    const answer = await send(verification, 'application/json; charset=utf-8');
    expect([answer.status, await answer.text()]).toEqual([200, 'abc']);
  });

  test('takes a form whose content type names a charset', async () => {
    const body = new URLSearchParams({
      command: '/incident',
      text: 'ack',
      user_id: 'U1',
      team_id: 'T0LOCAL',
      trigger_id: 'one-of-its-own',
    });
    const answer = await send(body.toString(), 'application/x-www-form-urlencoded; charset=utf-8');
    expect(answer.status).toBe(200);
    await here.local.control.waitFor(() => here.desk.calls.length);
    expect(here.desk.calls).toMatchObject([
      { line: 'ack', asker: { requestId: 'command:one-of-its-own' } },
    ]);
  });

  test.each([
    [
      'a forged signature',
      () => send(verification, 'application/json', Date.now(), 'another secret'),
      401,
    ],
    ['an old request', () => send(verification, 'application/json', Date.now() - 301_000), 401],
    [
      'a request from the future',
      () => send(verification, 'application/json', Date.now() + 301_000),
      401,
    ],
    ['an unsigned request', () => ask(verification, [['content-type', 'application/json']]), 401],
    ['what is no JSON', () => send('{', 'application/json'), 400],
    ['another kind of body', () => send('<x/>', 'text/xml'), 400],
    ['a huge body', () => send('x'.repeat(1024 * 1024 + 1), 'application/json'), 413],
  ])('refuses %s', async (_, request, status) => {
    expect((await request()).status).toBe(status);
    expect(here.desk.calls).toEqual([]);
  });
});

test('a signature is compared whole', () => {
  const body = 'payload';
  const headers = signed(body, 'secret', noon);
  const request = {
    secret: 'secret',
    timestamp: headers['x-slack-request-timestamp'] ?? null,
    signature: headers['x-slack-signature'] ?? null,
    body,
    now: noon,
  };
  expect(faultOfSignature(request)).toBeUndefined();
  expect(faultOfSignature({ ...request, body: 'payloaD' })).toContain('does not match');
  expect(faultOfSignature({ ...request, signature: 'v0=' })).toContain('does not match');
  expect(faultOfSignature({ ...request, timestamp: 'soon' })).toContain('not a number');
});
