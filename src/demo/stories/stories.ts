import { badCanary } from './bad-canary.ts';
import { replicaWrite } from './replica-write.ts';
import { slowQuery } from './slow-query.ts';
import type { Story } from './story.ts';
import { wrongEnvironment } from './wrong-environment.ts';

/** In the order a newcomer should see them. */
export const stories: readonly Story[] = [replicaWrite, wrongEnvironment, slowQuery, badCanary];
