import type { DatabaseFacts, FactSeries, InstanceFacts } from '../../evidence/database-facts.ts';
import { connectionStrain, strainsOf } from '../../evidence/database-strain.ts';
import { clip } from '../../kit/text.ts';
import { bytes, compact, milliseconds } from '../amounts.ts';
import type { Inline, Line } from '../briefing.ts';
import type { Words } from '../words/words.ts';
import type { Teller } from './teller.ts';

const instancesShown = 5;
const eventsShown = 3;
const eventShown = 120;
const holdersShown = 2;
const holderShown = 40;

/** Who is writer, how full and how busy each instance is, and what RDS says happened to it. */
export const databaseTold: Teller = {
  lines: ({ database }, about, words) =>
    database
      ? [
          ...factLines(database, words),
          // In a thread only where there are hardly any connections left; asked for, always.
          ...database.instances
            .filter((one) => about.onsetAt === undefined || connectionStrain(one).length > 0)
            .flatMap((one) => holderLines(one, words)),
        ]
      : [],
};

/** `user app 2.1, orders 0.4 · host 10.0.0.5 1.4`, the most at work first. */
function holderLines({ id, holders = [] }: InstanceFacts, words: Words): Line[] {
  const say = words.evidenceBriefing;
  const kinds = (['user', 'host', 'application'] as const).flatMap((by) => {
    const most = holders.filter((one) => one.by === by).slice(0, holdersShown);
    if (most.length === 0) return [];
    const names = most.map(({ name, load }) => `${clip(name, holderShown)} ${load.toFixed(1)}`);
    return [`${say.holderKinds[by]} ${names.join(', ')}`];
  });
  return kinds.length > 0 ? [['• ', { bold: id }, ` ${say.atWork}: ${kinds.join(' · ')}`]] : [];
}

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
  if (moves.length === 0 && told.length === 0 && instances.every(isCalm)) {
    return instances.length > 0 ? [calmLine(instances, words)] : [];
  }
  return [
    ...instances.slice(0, instancesShown).map((one) => instanceLine(one, words)),
    ...moves.slice(-eventsShown),
    ...told,
  ];
}

/** Nothing about it has to be looked at. */
function isCalm(instance: InstanceFacts): boolean {
  const { role, roleBefore = role, status, replicationStopped } = instance;
  const isUsual = status === 'available' && role === roleBefore && !replicationStopped;
  return isUsual && strainsOf(instance).length === 0;
}

/** All of a calm database: who is who, and the highest number of each kind among them. */
function calmLine(instances: readonly InstanceFacts[], words: Words): Line {
  const say = words.evidenceBriefing;
  const shares = instances.flatMap((one) => {
    const connections = latest(one, 'connections');
    const most = one.maxConnections;
    return connections === undefined || most === undefined ? [] : [connections / most];
  });
  const highest = (metric: FactSeries['metric']) =>
    instances.flatMap((one) => latest(one, metric) ?? []).toSorted((a, b) => b - a)[0];
  const [cpu, lag] = [highest('cpu-percent'), highest('replica-lag-s')];
  const facts = [
    ...(shares.length > 0 ? [say.connectionsUsed(Math.round(Math.max(...shares) * 100))] : []),
    ...(cpu === undefined ? [] : [`CPU ${Math.round(cpu)} %`]),
    ...(lag === undefined ? [] : [say.lag(milliseconds(lag * 1000))]),
  ];
  const names = instances
    .slice(0, instancesShown)
    .flatMap(({ id, role }, place): Inline[] => [
      ...(place > 0 ? [', '] : []),
      { bold: id },
      ` (${say.roles[role]})`,
    ]);
  return [`• ${say.calm}: `, ...names, ...facts.map((fact) => ` · ${fact}`)];
}

function latest(instance: InstanceFacts, metric: FactSeries['metric']): number | undefined {
  return instance.metrics.find((series) => series.metric === metric)?.minutes.at(-1)?.value;
}

function instanceLine(instance: InstanceFacts, words: Words): Line {
  const say = words.evidenceBriefing;
  const { role, roleBefore, status } = instance;
  const facts: Inline[] = [` · ${say.roles[role]}`];
  if (roleBefore && roleBefore !== role) facts.push(` (${say.before(say.roles[roleBefore])})`);
  if (status !== 'available') facts.push(' · ', { bold: status });
  if (instance.replicationStopped) facts.push(' · ', { bold: say.replicationStopped });
  for (const fact of metricTexts(instance, words)) facts.push(` · ${fact}`);
  return ['• ', { bold: instance.id }, ...facts];
}

/** The newest number of each metric that people can judge without a graph. */
function metricTexts(instance: InstanceFacts, words: Words): string[] {
  const say = words.evidenceBriefing;
  const [connections, lag, cpu, storage] = (
    ['connections', 'replica-lag-s', 'cpu-percent', 'free-storage-bytes'] as const
  ).map((metric) => latest(instance, metric));
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
