import { writeSync } from 'node:fs';
import { createStore } from '../../../src/adapters/store/store.ts';
import { silentLog } from '../../../src/engine/log.ts';
import { aDossier, aJob, anEntry } from '../../contracts/store-examples.ts';

/** Writes one event after the other and says each one it was promised: `node writer.ts <dir> <from>`. */
const [dataDir, from] = process.argv.slice(2) as [string, string];
const store = await createStore({ dataDir, log: silentLog });
for (let i = Number(from); ; i++) {
  await store.transaction(async (tx) => {
    await tx.recordEvent({ id: `e${i}`, incident: 'INC-1', at: i });
    await tx.saveDossier(aDossier(1, { title: `${i}` }), i);
    await tx.appendTimeline('INC-1', [anEntry(`e${i}`, { text: 'x'.repeat(500) })]);
    await tx.insertJobs([aJob(`e${i}#0`)], i);
  });
  writeSync(1, `${i}\n`);
}
