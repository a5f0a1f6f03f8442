import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least that answers Slack's requests: the body is read, 200 is said.
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end());
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`ready http://127.0.0.1:${port}\n`);
});
