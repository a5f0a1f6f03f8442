/** Ends, or does not, as its picture's title says. */
const svg = await new Response(process.stdin as unknown as ReadableStream).text();
if (svg.includes('KILLED')) process.kill(process.pid, 'SIGKILL');
if (svg.includes('STUCK')) for (;;);
process.stdout.write(svg.includes('HALF') ? Uint8Array.of(0x89, 0x50) : 'no picture');
