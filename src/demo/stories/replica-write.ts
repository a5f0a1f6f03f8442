import { cluster } from '../company/names.ts';
import type { Story } from './story.ts';

export const replicaWrite: Story = {
  name: 'replica-write',
  title: 'Some shops cannot use points',
  tells:
    'A patch of points-api goes out as the shops open. For the seven shops on the new server ' +
    'layout it sends writes to the read replica, and a week ago somebody turned the logging off: ' +
    'nothing but access lines is left to tell. Roll it back.',
  start(company) {
    company.setRush(true);
    company.ecs.deploy({ cluster, service: 'points-api', taskDefinition: 'points-api:42' });
  },
};
