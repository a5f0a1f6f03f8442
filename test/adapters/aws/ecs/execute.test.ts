import { expect, it } from 'vitest';
import { createAwsClients } from '../../../../src/adapters/aws/clients.ts';
import { executePlan } from '../../../../src/adapters/aws/ecs/execute.ts';
import { createEcsReader, type EcsReader } from '../../../../src/adapters/aws/ecs/reader.ts';
import { takeSnapshot } from '../../../../src/adapters/aws/ecs/snapshot.ts';
import { OutsideError } from '../../../../src/core/kit/outside-error.ts';
import { isImpossible } from '../../../../src/core/service/plan.ts';
import { openEcsBench } from './bench.ts';

it('does not take trouble in reading back for trouble in making the change', async () => {
  const bench = await openEcsBench();
  const clients = createAwsClients({
    defaultRegion: 'ap-northeast-2',
    local: { endpoint: bench.aws.url },
  });
  const real = createEcsReader(clients.ecs(), bench.target);
  const reader: EcsReader = {
    ...real,
    deployment: (arn) => {
      if (bench.changes().length === 0) return real.deployment(arn);
      const fault = { system: 'AWS ECS', operation: 'DescribeServiceDeployments' };
      throw new OutsideError({ ...fault, kind: 'denied', message: 'not now' });
    },
  };
  bench.deployBad();
  await bench.advance(40_000);
  const planned = await bench.control.plan(bench.target, { verb: 'rollback' });
  if (isImpossible(planned)) throw new Error(planned.sentence);
  const operation = await executePlan(planned, {
    reader,
    client: clients.ecsForChanges(),
    snapshot: await takeSnapshot(reader, bench.target, () => bench.clock.now()),
    now: bench.clock.now(),
  });
  expect(operation).toMatchObject({
    state: 'running',
    engineStatus: expect.stringContaining('not read back yet: not now'),
  });
  await bench.advance(bench.longestMs);
  expect((await bench.control.poll(operation)).state).toBe('done');
  clients.close();
  await bench.stop();
});
