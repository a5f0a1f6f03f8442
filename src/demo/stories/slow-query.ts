import { cluster } from '../company/names.ts';
import type { Story } from './story.ts';

export const slowQuery: Story = {
  name: 'slow-query',
  title: 'The history page reads the whole table',
  tells:
    'A new history page of points-api sorts all transactions of a member without an index. ' +
    'Nothing fails; everything gets slow. Look at the slow queries before you decide.',
  start(company) {
    company.setRush(true);
    company.ecs.deploy({ cluster, service: 'points-api', taskDefinition: 'points-api:43' });
  },
};
