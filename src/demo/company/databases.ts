import type { DbEvent, DbInstance, DbLogFile, DbSource } from '../aws/rds/source.ts';
import type { RequestHistory } from './minutes.ts';
import { databaseHost, ordersDatabase, pointsDatabases, staging, watchedAs } from './names.ts';
import type { ServiceName } from './seconds.ts';
import {
  mysqlBanner,
  mysqlText,
  postgresLines,
  type SlowEntry,
  slowEntriesOfMinute,
} from './slow-log.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** Log files of so many whole hours are there: yesterday's same hours among them. */
const keptHours = 30;
/** Older files are listed without being made: their size is told from the house's own jobs. */
const madeHours = 2;

const parameterGroups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'default.mysql8.0': { max_connections: '{DBInstanceClassMemory/12582880}' },
  'default.postgres16': { max_connections: 'LEAST({DBInstanceClassMemory/9531392},5000)' },
};

export interface Databases {
  readonly source: DbSource;
  /** Slow statements of an instance in [fromAt, toAt), oldest first. */
  slowEntries(instance: string, fromAt: number, toAt: number): readonly SlowEntry[];
}

/** The databases: who writes, what happened, and the slow logs that follow from the requests. */
export function createDatabases(options: {
  now: () => number;
  history: RequestHistory;
  writer: () => string;
  events: readonly DbEvent[];
}): Databases {
  const { now, history } = options;
  const texts = new Map<string, Buffer>();
  const quietSizes = new Map<string, number>();

  function slowEntries(instance: string, fromAt: number, toAt: number): readonly SlowEntry[] {
    const service = serviceOf(instance);
    const end = Math.min(toAt, Math.floor(now() / 1000) * 1000);
    const entries: SlowEntry[] = [];
    for (let minute = Math.floor(fromAt / minuteMs); minute * minuteMs < end; minute++) {
      const at = minute * minuteMs;
      const requests = history.between(service, at, at + minuteMs);
      for (const entry of slowEntriesOfMinute(instance, minute, requests)) {
        if (entry.endedAt >= fromAt && entry.endedAt < end) entries.push(entry);
      }
    }
    return entries;
  }

  /** The text of one hour; whole hours are made once. */
  function hourText(instance: string, hour: number): Buffer {
    const key = `${instance} ${hour}`;
    const known = texts.get(key);
    if (known) return known;
    const bytes = textOf(instance, slowEntries(instance, hour * hourMs, (hour + 1) * hourMs));
    if ((hour + 1) * hourMs <= now()) {
      texts.set(key, bytes);
      const oldest = texts.keys().next();
      if (texts.size > 8 * madeHours && !oldest.done) texts.delete(oldest.value);
    }
    return bytes;
  }

  /** As if no request had been slow: RDS's listing need not be right either. */
  function quietSize(instance: string, hour: number): number {
    const key = `${instance} ${hour}`;
    const known = texts.get(key)?.length ?? quietSizes.get(key);
    if (known !== undefined) return known;
    const minutes = Array.from({ length: 60 }, (_, minute) => hour * 60 + minute);
    const size = textOf(
      instance,
      minutes.flatMap((minute) => slowEntriesOfMinute(instance, minute, [])),
    ).length;
    quietSizes.set(key, size);
    return size;
  }

  function logFiles(instance: string): DbLogFile[] {
    const hourNow = Math.floor(now() / hourMs);
    const files: DbLogFile[] = [];
    for (let hour = hourNow - keptHours; hour <= hourNow; hour++) {
      files.push(logFile(instance, hour, hour === hourNow));
    }
    return files;
  }

  function logFile(instance: string, hour: number, live: boolean): DbLogFile {
    const iso = new Date(hour * hourMs).toISOString();
    const day = iso.slice(0, 10);
    const mysql = instance !== ordersDatabase;
    const base = 'slowquery/mysql-slowquery.log';
    const name = mysql
      ? live
        ? base
        : `${base}.${day}.${Number(iso.slice(11, 13))}`
      : `error/postgresql.log.${day}-${iso.slice(11, 13)}`;
    return {
      name,
      lastWrittenAt: live ? now() : (hour + 1) * hourMs - 1,
      get size() {
        const isOld = hour < Math.floor(now() / hourMs) - madeHours;
        return isOld ? quietSize(instance, hour) : hourText(instance, hour).length;
      },
      tag: mysql ? `${day}.${Number(iso.slice(11, 13))}` : '17',
      live: mysql && live,
      read: () => hourText(instance, hour),
    };
  }

  function instances(): DbInstance[] {
    const writer = options.writer();
    const points = [...pointsDatabases, staging.database].map(
      (id): DbInstance => ({
        id,
        engine: 'mysql',
        engineVersion: '8.0.42',
        status: 'available',
        host: databaseHost(id),
        port: 3306,
        zone: id.endsWith('1') ? 'ap-northeast-2a' : 'ap-northeast-2c',
        ...(id === writer || id === staging.database ? {} : { replicaOf: writer }),
        exports: ['error'],
        parameterGroup: 'default.mysql8.0',
        watchedAs: watchedAs(id),
      }),
    );
    return [
      ...points,
      {
        id: ordersDatabase,
        engine: 'postgres',
        engineVersion: '16.9',
        status: 'available',
        host: databaseHost(ordersDatabase),
        port: 5432,
        zone: 'ap-northeast-2a',
        exports: ['postgresql'],
        parameterGroup: 'default.postgres16',
        watchedAs: watchedAs(ordersDatabase),
      },
    ];
  }

  return {
    slowEntries,
    source: {
      instances,
      clusters: () => [],
      events: () => options.events,
      logFiles,
      parameters: (group) => parameterGroups[group],
    },
  };
}

/** Whose slow statements it has. */
function serviceOf(instance: string): ServiceName {
  if (instance === ordersDatabase) return 'orders-api';
  return instance === staging.database ? 'points-api-staging' : 'points-api';
}

function textOf(instance: string, entries: readonly SlowEntry[]): Buffer {
  const text =
    instance === ordersDatabase
      ? entries.flatMap(postgresLines).map((line) => `${line}\n`)
      : [mysqlBanner, mysqlText(entries)];
  return Buffer.from(text.join(''));
}
