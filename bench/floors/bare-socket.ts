// The least that speaks Socket Mode: two connections, every envelope acknowledged at once.
const api = process.env.SLACK_API_URL ?? '';
const headers = { authorization: `Bearer ${process.env.SLACK_APP_TOKEN}` };

async function connect(): Promise<void> {
  const answer = await fetch(`${api}apps.connections.open`, { method: 'POST', headers });
  const { url } = (await answer.json()) as { url: string };
  const socket = new WebSocket(url);
  const { promise: greeted, resolve } = Promise.withResolvers<void>();
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as { type: string; envelope_id?: string };
    if (frame.type === 'hello') resolve();
    else if (frame.envelope_id) socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));
  });
  await greeted;
}

await Promise.all([connect(), connect()]);
process.stdout.write('ready socket\n');
