// What the guard of old Node.js versions must not let load; see entry.test.ts.
process.stdout.write('loaded\n');
