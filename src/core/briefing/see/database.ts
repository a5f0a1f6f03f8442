import type { DatabaseFacts, FactSeries, InstanceFacts } from '../../evidence/database-facts.ts';
import { clip } from '../../kit/text.ts';
import { bytes, compact, milliseconds } from '../amounts.ts';
import type { Inline, Line } from '../briefing.ts';
import type { Words } from '../words/words.ts';
import type { Teller } from './teller.ts';

const instancesShown = 5;
const eventsShown = 3;
const eventShown = 120;

/** Who is writer, how full and how busy each instance is, and what RDS says happened to it. */
export const databaseTold: Teller = {
  lines: ({ database }, _, words) => (database ? factLines(database, words) : []),
};

function factLines({ instances, writers, events }: DatabaseFacts, words: Words): Line[] {
  const say = words.evidenceBriefing;
  // A first snapshot says who is writer; only a second one says that it changed.
  const moves = writers
    .slice(1)
    .map(
      ({ at, writer }): Line => [
        '• ',
        { at, style: 'time' },
        ` ${say.nowWriter} `,
        { bold: writer },
      ],
    );
  const told = events
    .slice(-eventsShown)
    .map(
      ({ at, instance, kind, text }): Line => [
        '• ',
        { at, style: 'time' },
        ` ${say.databaseEvents[kind]} · ${instance}: ${clip(text, eventShown)}`,
      ],
    );
  return [
    ...instances.slice(0, instancesShown).map((one) => instanceLine(one, words)),
    ...moves.slice(-eventsShown),
    ...told,
  ];
}

function instanceLine(instance: InstanceFacts, words: Words): Line {
  const say = words.evidenceBriefing;
  const { role, roleBefore, status } = instance;
  const facts: Inline[] = [` · ${say.roles[role]}`];
  if (roleBefore && roleBefore !== role) facts.push(` (${say.before(say.roles[roleBefore])})`);
  if (status !== 'available') facts.push(' · ', { bold: status });
  for (const fact of metricTexts(instance, words)) facts.push(` · ${fact}`);
  return ['• ', { bold: instance.id }, ...facts];
}

/** The newest number of each metric that people can judge without a graph. */
function metricTexts(instance: InstanceFacts, words: Words): string[] {
  const say = words.evidenceBriefing;
  const latest = (metric: FactSeries['metric']) =>
    instance.metrics.find((series) => series.metric === metric)?.minutes.at(-1)?.value;
  const [connections, lag, cpu, storage] = (
    ['connections', 'replica-lag-s', 'cpu-percent', 'free-storage-bytes'] as const
  ).map(latest);
  const most = instance.maxConnections;
  return [
    ...(connections === undefined
      ? []
      : [say.connections(compact(connections), most === undefined ? undefined : compact(most))]),
    ...(lag === undefined ? [] : [say.lag(milliseconds(lag * 1000))]),
    ...(cpu === undefined ? [] : [`CPU ${Math.round(cpu)} %`]),
    ...(storage === undefined ? [] : [say.freeStorage(bytes(storage))]),
  ];
}
