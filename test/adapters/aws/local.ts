import { afterEach } from 'vitest';
import { type AwsClients, createAwsClients } from '../../../src/adapters/aws/clients.ts';
import { type LocalAws, startLocalAws } from '../../../src/demo/aws/server.ts';
import type { LocalService, Operation } from '../../../src/demo/aws/wire.ts';
import { systemClock } from '../../../src/engine/clock.ts';
import type { Log } from '../../../src/engine/log.ts';

export const region = 'ap-northeast-2';
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

/** The real SDK clients against a server of these services, both gone after the test. */
export async function startAws(
  services: readonly LocalService[],
  settings: Partial<Parameters<typeof createAwsClients>[0]> = {},
): Promise<{ aws: LocalAws; clients: AwsClients }> {
  const aws = await startLocalAws({ clock: systemClock, services });
  const clients = createAwsClients({
    defaultRegion: region,
    local: { endpoint: aws.url },
    readAttempts: 1,
    ...settings,
  });
  open.push({
    stop: async () => {
      clients.close();
      await aws.stop();
    },
  });
  return { aws, clients };
}

export function service(
  name: LocalService['name'],
  operations: Record<string, Operation>,
): LocalService {
  return {
    name,
    operations,
    xml: {
      namespace: 'http://local/',
      members: {
        DescribeDBLogFiles: 'DescribeDBLogFilesDetails',
        DBInstances: 'DBInstance',
        DBClusters: 'DBCluster',
        DBClusterMembers: 'DBClusterMember',
        DBParameterGroups: 'DBParameterGroup',
        Parameters: 'Parameter',
        Events: 'Event',
        EventCategories: 'EventCategory',
      },
    },
  };
}

/** Keeps what was logged, as "level message". */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const log: Log & { readonly lines: string[] } = {
    lines,
    debug: (_, message) => lines.push(`debug ${message}`),
    info: (_, message) => lines.push(`info ${message}`),
    warn: (_, message) => lines.push(`warn ${message}`),
    error: (_, message) => lines.push(`error ${message}`),
    child: () => log,
  };
  return log;
}
