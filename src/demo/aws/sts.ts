import type { LocalService } from './wire.ts';

/** Who am I? Always the same reader of the simulated account. */
export function createLocalSts(options: { account: string }): LocalService {
  return {
    name: 'sts',
    xml: { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', members: {} },
    operations: {
      GetCallerIdentity: () => ({
        Arn: `arn:aws:sts::${options.account}:assumed-role/firebreak/local`,
        UserId: 'AROALOCALLOCALLOCALLO:local',
        Account: options.account,
      }),
    },
  };
}
