import { createLocalEcs } from '../../../src/demo/aws/ecs/local-ecs.ts';
import { type LocalAws, startLocalAws } from '../../../src/demo/aws/server.ts';
import type { LocalService } from '../../../src/demo/aws/wire.ts';
import { createDemoClock, type DemoClock } from '../../../src/demo/clock.ts';
import { type Company, createCompany } from '../../../src/demo/company/company.ts';

/** Sunday 22 November 2026, 11:00 in Seoul. */
export const startAt = Date.UTC(2026, 10, 22, 2, 0, 0);
export const place = { region: 'ap-northeast-2', account: '123456789012' };

/** What every SDK client of a test is made with: one attempt, so that faults are seen. */
export function settings(aws: LocalAws) {
  return {
    endpoint: aws.url,
    region: place.region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

/** A server over these services, on a clock that stands still. */
export async function startAws(
  services: (clock: DemoClock) => readonly LocalService[],
): Promise<{ aws: LocalAws; clock: DemoClock }> {
  const clock = createDemoClock({ startAt, speed: 0 });
  return { aws: await startLocalAws({ clock, services: services(clock) }), clock };
}

/** The whole simulated company behind a server. */
export async function startCompany(
  at = startAt,
): Promise<{ aws: LocalAws; clock: DemoClock; company: Company }> {
  const clock = createDemoClock({ startAt: at, speed: 0 });
  const company = createCompany({ clock, ecs: createLocalEcs({ clock }), seed: 7, duplicates: 0 });
  return { aws: await startLocalAws({ clock, services: company.services }), clock, company };
}
