import { createPinoLog } from '../adapters/log/pino-log.ts';
import { openRecords } from '../adapters/store/records.ts';
import {
  type ChainedEntry,
  type ChainVerdict,
  verifyTimeline,
} from '../adapters/store/timeline.ts';
import { readDatabaseSettings } from '../config/settings.ts';
import type { Dossier } from '../core/dossier.ts';
import { type CliCommand, done, failed, foundBad, wrongUsage } from './command.ts';
import { faces } from './faces.ts';
import { printable } from './log-file/printable.ts';

export const exportCommand: CliCommand = {
  ...faces.export,
  run: async ({ words }, terminal) => {
    const number = /^(?:inc-?|#)?(\d{1,9})$/i.exec(words[0] ?? '')?.[1];
    if (number === undefined || words.length > 1) {
      return wrongUsage('Name one incident: firebreak export INC-42');
    }
    const id = `INC-${Number(number)}`;
    const log = createPinoLog({ level: 'warn', destination: { write: terminal.complain } });
    const store = await openRecords({ ...readDatabaseSettings(terminal.env), log });
    try {
      const incident = await store.incident(id);
      if (incident === undefined) return failed(`There is no incident ${id} in this database.`);
      const timeline = await store.timeline(id);
      const chain = verifyTimeline(timeline);
      const document = { incident, timeline, chain };
      const text = accountText(incident, timeline, chain);
      return chain.verdict === 'sound' ? done(text, document) : foundBad(text, document);
    } finally {
      await store.close();
    }
  },
};

function accountText(
  incident: Dossier,
  timeline: readonly ChainedEntry[],
  chain: ChainVerdict,
): string {
  const { id, severity, service, environment, phase } = incident;
  return [
    `${id} · ${severity} · ${service} · ${environment} · ${phase}`,
    printable(incident.title),
    '',
    ...timeline.map(
      (entry) =>
        `${new Date(entry.at).toISOString()}  ${printable(entry.by)}  ${printable(entry.text)}`,
    ),
    '',
    chain.verdict === 'sound'
      ? `The hash chain holds: ${chain.entries} entries, the last hash is ${chain.lastHash}`
      : `THE HASH CHAIN IS BROKEN at entry ${chain.seq}: ${chain.why}.`,
  ].join('\n');
}
