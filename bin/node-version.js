// Plain JavaScript that old versions can read: they cannot even load the rest.

/** The oldest Node.js that runs TypeScript as it is and has an SQLite we can rely on. */
const oldest = 24;

/** True when this Node.js will do; else says so in one sentence and sets exit status 1. */
export function isNodeNewEnough() {
  const version = process.versions.node;
  if (Number(version.split('.')[0]) >= oldest) return true;
  process.stderr.write(
    `Firebreak needs Node.js ${oldest} or newer, and this is ${version}: start it through npm (npm start, npm run demo, npm run firebreak), which uses the one npm ci installed, or install a newer one.\n`,
  );
  process.exitCode = 1;
  return false;
}
