import { cluster } from '../company/names.ts';
import type { Story } from './story.ts';

export const wrongEnvironment: Story = {
  name: 'wrong-environment',
  title: 'Points go to the test database',
  tells:
    'A build from somebody’s own machine, with the settings of staging inside, is released to ' +
    'production. Every request is answered; the points are written to the wrong database.',
  start(company) {
    company.setRush(true);
    company.ecs.deploy({ cluster, service: 'points-api', taskDefinition: 'points-api:44' });
  },
};
