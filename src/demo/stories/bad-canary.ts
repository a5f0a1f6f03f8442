import { z } from 'zod';
import type { Company } from '../company/company.ts';
import { cluster, region } from '../company/names.ts';
import type { Story } from './story.ts';

const hooks = z.object({
  serviceDeployments: z.array(
    z.object({
      lifecycleHookDetails: z
        .array(z.object({ hookId: z.string(), status: z.string() }))
        .default([]),
    }),
  ),
});

const lookEveryMs = 2_000;
/** The tasks of the canary stand long before that. */
const patienceMs = 5 * 60_000;

export const badCanary: Story = {
  name: 'bad-canary',
  title: 'The canary breaks three checkouts of ten',
  tells:
    'A canary of orders-api gets a tenth of the traffic and breaks checkouts. It holds by itself ' +
    'before it goes to everybody: back out while it is small.',
  start(company) {
    company.setRush(true);
    const arn = company.ecs.deploy({
      cluster,
      service: 'orders-api',
      taskDefinition: 'orders-api:8',
    });
    if (arn !== undefined) letCanaryBegin(company, arn, company.clock.now() + patienceMs);
  },
};

/**
 * The rollout holds before each shift of traffic. Whoever released it lets the first one go, as
 * every evening; the second, to everybody, waits for a person.
 */
function letCanaryBegin(company: Company, arn: string, untilAt: number): void {
  company.later(lookEveryMs, () => {
    const { DescribeServiceDeployments, ContinueServiceDeployment } =
      company.ecs.service.operations;
    const call = (operation: string) => ({ region, operation });
    const seen = hooks.parse(
      DescribeServiceDeployments?.(
        { serviceDeploymentArns: [arn] },
        call('DescribeServiceDeployments'),
      ),
    );
    const waiting = seen.serviceDeployments[0]?.lifecycleHookDetails.find(
      (hook) => hook.status === 'AWAITING_ACTION',
    );
    if (waiting) {
      ContinueServiceDeployment?.(
        { serviceDeploymentArn: arn, hookId: waiting.hookId, action: 'CONTINUE' },
        call('ContinueServiceDeployment'),
      );
    } else if (company.clock.now() < untilAt) letCanaryBegin(company, arn, untilAt);
  });
}
