import { releaseControlContract } from '../../../contracts/release-control.contract.ts';
import { openEcsBench } from './bench.ts';

releaseControlContract('ECS, rolling', () => openEcsBench());

releaseControlContract('ECS, canary', () =>
  openEcsBench({
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
    bakeTimeInMinutes: 2,
  }),
);
