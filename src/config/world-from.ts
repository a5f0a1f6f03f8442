import { type Database, type Environment, isProduction } from '../core/service/service.ts';
import type { World } from '../core/world.ts';
import type { ConfigFile } from './schema.ts';

type FileService = ConfigFile['services'][string];
type FileEnvironment = FileService['environments'][string];

/** The file as the core reads it. `region` is the default one. */
export function worldFrom(file: ConfigFile, region: string): World {
  const services = Object.entries(file.services).map(([name, service]) => ({
    name,
    ...(service.rotation === undefined ? {} : { rotation: service.rotation }),
    ...(service.tenant === undefined ? {} : { tenantField: service.tenant }),
    environments: besideOthers(
      Object.entries(service.environments).map(([environment, value]) =>
        environmentFrom({ service: name, name: environment }, service, value, file, region),
      ),
    ),
  }));
  return {
    services,
    people: Object.entries(file.people).map(([id, { slack }]) => ({ id, slack })),
    rotations: Object.entries(file.rotations).map(([name, { escalateAfter, ...rotation }]) => ({
      name,
      ...rotation,
      escalateAfterMs: escalateAfter,
    })),
    policies: file.policies.map(({ services: named, ...policy }) => ({
      ...policy,
      ...(named === undefined ? {} : { services: named }),
    })),
    severities: severitiesFrom(file),
    channel: file.slack.channel,
    language: file.slack.language,
  };
}

function environmentFrom(
  names: { service: string; name: string },
  service: FileService,
  value: FileEnvironment,
  file: ConfigFile,
  defaultRegion: string,
): Environment {
  const region = value.region ?? defaultRegion;
  return {
    ...names,
    region,
    channel: value.channel ?? file.slack.channel,
    alarms: value.alarms,
    logs: value.logs,
    ...(service.tenant === undefined ? {} : { tenantField: service.tenant }),
    ...(value.database === undefined ? {} : { database: databaseFrom(value.database) }),
    ...(value.rollout === undefined ? {} : { rollout: { region, ...defined(value.rollout) } }),
  };
}

/** Each with what it may be mistaken for. */
function besideOthers(environments: readonly Environment[]): readonly Environment[] {
  if (environments.length < 2) return environments;
  return environments.map((one) => ({
    ...one,
    others: environments
      .filter((other) => other !== one)
      .map(({ name, region, logs, database }) => ({
        name,
        region,
        logs,
        ...(database ? { database } : {}),
      })),
  }));
}

function databaseFrom(database: NonNullable<FileEnvironment['database']>): Database {
  const { slowLog } = database;
  return {
    engine: database.engine,
    instances: database.instances ?? [],
    ...(database.cluster === undefined ? {} : { cluster: database.cluster }),
    ...(database.showLiterals ? { showLiterals: true } : {}),
    slowLog: slowLog === 'files' ? { from: 'files' } : { from: 'group', group: slowLog.group },
  };
}

function defined({ region, ...rollout }: NonNullable<FileEnvironment['rollout']>) {
  return { ...rollout, ...(region === undefined ? {} : { region }) };
}

/** Without a default: trouble in production pages (SEV2), elsewhere it waits for the day (SEV3). */
function severitiesFrom(file: ConfigFile): World['severities'] {
  const { rules, default: stated, page } = file.severities;
  if (stated !== undefined) return { rules, otherwise: stated, paging: page };
  const names = Object.values(file.services).flatMap((service) =>
    Object.keys(service.environments),
  );
  const environments = [...new Set(names.filter(isProduction))];
  return {
    rules: [...rules, { alarms: ['*'], environments, severity: 'SEV2' }],
    otherwise: 'SEV3',
    paging: page,
  };
}
