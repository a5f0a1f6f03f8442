import type { Window } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Database, DatabaseEngine } from '../../../core/service/service.ts';
import type { Log } from '../../../engine/log.ts';
import { logGroupLink } from '../console-link.ts';
import { type EventsAnswer, readEvents } from '../filter-events.ts';
import { describeInstance } from '../topology.ts';
import { type BusyTimes, findBusyTimes } from './busy-times.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { commonWindow, coveredPart, type Described, type Look, type SlowWay } from './way.ts';

const mostPages = 60;
const mostEvents = 50_000;
/** After so many pages it is worth asking Logs Insights where the slow statements are. */
const pagesBeforeCounting = 3;
/** PostgreSQL logs everything into one group; lines that time a statement or tell of a wait are wanted. */
export const postgresPattern = [
  'duration: ',
  'still waiting for',
  'deadlock detected',
  'temporary file: ',
  'canceling statement',
  'STATEMENT: ',
]
  .map((term) => `?"${term}"`)
  .join(' ');

/** Slow statements out of the log group RDS exports to: the one configured, or RDS's own name for it. */
export function createGroupWay(options: { readonly log: Log; readonly pollMs?: number }): SlowWay {
  return {
    name: 'CloudWatch Logs of the database',
    describe: ({ environment, database, window }) =>
      describe(environment.region, groupsOf(database, database.instances), database, window),
    look: async (look) => {
      const { database, environment, window } = look;
      const groups = groupsOf(database, look.instances);
      const gathering = createGathering(database, window);
      const answers = await Promise.allSettled(
        groups.map((group) => readGroup(look, group, gathering, options)),
      );
      const failed = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      const mistake = failed.find((reason) => !(reason instanceof OutsideError));
      if (mistake) throw mistake;
      const readings = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      if (readings.length === 0) {
        const other = failed.find((reason: OutsideError) => reason.kind !== 'not-found');
        if (other) throw other;
        return notThere(groups, database.engine);
      }
      const digest = gathering.result();
      if (
        digest.events === 0 &&
        readings.every((one) => one.seen === 0) &&
        !(await exports(look))
      ) {
        return notExported(groups, database.engine);
      }
      const read = groups.filter((_, place) => answers[place]?.status === 'fulfilled');
      return {
        is: 'seen',
        ...describe(environment.region, read, database, window),
        digest,
        ...coveredPart(window, commonWindow(readings.map((one) => one.covered))),
        notes: [
          ...readings.flatMap((one) => one.notes),
          ...failed.map((reason: OutsideError) => reason.message),
          ...gathering.notes(),
        ],
      };
    },
  };
}

interface GroupReading {
  readonly covered: Window;
  readonly seen: number;
  readonly notes: readonly string[];
}

async function readGroup(
  look: Look,
  group: string,
  gathering: Gathering,
  options: { readonly log: Log; readonly pollMs?: number },
): Promise<GroupReading> {
  const { database, environment, window, deadline, gates, clients } = look;
  const { region } = environment;
  const read = (part: Window, pages: number, token?: string) =>
    readEvents({
      clients,
      region,
      group,
      window: part,
      ...(database.engine === 'postgres' ? { pattern: postgresPattern } : {}),
      deadline,
      gate: gates.filterEvents(region),
      ...(token === undefined ? {} : { token }),
      pages,
      limit: mostEvents,
    });
  const newest = await read(window, pagesBeforeCounting);
  let reading: EventsAnswer = newest;
  let busy: BusyTimes | undefined;
  if (newest.stoppedAt !== undefined && newest.token !== undefined && !deadline.signal.aborted) {
    // Much to read: where in the rest are slow statements, and how many?
    const rest = { fromAt: window.fromAt, toAt: Math.min(newest.stoppedAt + 1, window.toAt) };
    busy = await findBusyTimes(look, group, rest, options);
    const older = busy
      ? await readParts(busy.parts, (part) => read(part, mostPages))
      : await read(window, mostPages, newest.token);
    // The first reading ended somewhere in a moment, which the parts hold again.
    const first = busy ? newest.events.filter(({ at }) => at !== newest.stoppedAt) : newest.events;
    reading = { ...older, events: [...older.events, ...first] };
  }
  const { events, partial, stoppedAt } = reading;
  for (const stream of new Set(events.map((event) => event.stream))) {
    // Each instance writes a stream of its own; lines of two servers must not be joined.
    gathering.takeEvents(events.filter((event) => event.stream === stream));
  }
  return {
    covered: { fromAt: stoppedAt ?? window.fromAt, toAt: window.toAt },
    seen: events.length,
    notes: partial ? [`${partial}${countedText(busy)}`] : [],
  };
}

/** Newest first, until one of them cannot be read to its beginning. */
async function readParts(
  parts: readonly Window[],
  read: (part: Window) => Promise<EventsAnswer>,
): Promise<EventsAnswer> {
  let all: EventsAnswer = { events: [] };
  for (const part of parts) {
    let one: EventsAnswer;
    try {
      one = await read(part);
    } catch (error) {
      // What was read before it stands.
      if (!(error instanceof OutsideError)) throw error;
      return { ...all, partial: error.message, stoppedAt: part.toAt };
    }
    all = { ...one, events: [...one.events, ...all.events] };
    if (one.stoppedAt !== undefined) break;
  }
  return all;
}

function countedText(busy: BusyTimes | undefined): string {
  return busy ? `; Logs Insights counted ${busy.count} statements in what was to be read` : '';
}

/** The configured group, or those RDS would export to. */
export function groupsOf(database: Database, instances: readonly string[]): readonly string[] {
  if (database.slowLog.from === 'group') return [database.slowLog.group];
  const kind = database.engine === 'postgres' ? 'postgresql' : 'slowquery';
  if (database.cluster) return [`/aws/rds/cluster/${database.cluster}/${kind}`];
  return instances.map((instance) => `/aws/rds/instance/${instance}/${kind}`);
}

/** Does RDS say that it exports the log? In doubt it does: an empty group is then a quiet log. */
async function exports(look: Look): Promise<boolean> {
  const kind = look.database.engine === 'postgres' ? 'postgresql' : 'slowquery';
  try {
    const found = await Promise.all(
      look.instances.map((id) =>
        describeInstance(look.clients, look.environment.region, id, look.deadline.signal),
      ),
    );
    const known = found.filter((instance) => instance !== undefined);
    return (
      known.length === 0 ||
      known.some((instance) => instance.EnabledCloudwatchLogsExports?.includes(kind) ?? false)
    );
  } catch (error) {
    if (error instanceof OutsideError) return true;
    throw error;
  }
}

function notThere(groups: readonly string[], engine: DatabaseEngine) {
  return {
    is: 'not-there',
    why: `there is no log group ${groups.join(', ') || 'of it'}`,
    advice: exportAdvice(engine),
  } as const;
}

function notExported(groups: readonly string[], engine: DatabaseEngine) {
  return {
    is: 'not-there',
    why: `${groups.join(', ')} is empty because RDS does not export to it`,
    advice: exportAdvice(engine),
  } as const;
}

function exportAdvice(engine: DatabaseEngine): string {
  const kind = engine === 'postgres' ? 'PostgreSQL log' : 'slow query log';
  return `Switch on the export of the ${kind} to CloudWatch in the database's settings.`;
}

function describe(
  region: string,
  groups: readonly string[],
  database: Database,
  window: Window,
): Described {
  const pattern = database.engine === 'postgres' ? ` ${postgresPattern}` : '';
  const [first] = groups;
  return {
    query: groups.map((group) => `FilterLogEvents ${group}${pattern}`).join('\n'),
    ...(first ? { link: logGroupLink(region, first, window) } : {}),
  };
}
