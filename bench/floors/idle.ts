// Node itself, doing nothing.
setInterval(() => {}, 1_000_000);
process.stdout.write('ready idle\n');
