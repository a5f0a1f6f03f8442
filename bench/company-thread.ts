import { type MessagePort, parentPort } from 'node:worker_threads';
import { createLocalEcs } from '../src/demo/aws/ecs/local-ecs.ts';
import { startLocalAws } from '../src/demo/aws/server.ts';
import { createDemoClock } from '../src/demo/clock.ts';
import { createCompany } from '../src/demo/company/company.ts';
import type { Ask, Told } from './company.ts';

// The simulated company and its AWS account in a thread of their own: making up half an hour of logs
// takes them a while, and must not keep the local Slack from taking our messages.

async function serve(port: MessagePort): Promise<void> {
  const clock = createDemoClock({ startAt: Date.now(), speed: 1 });
  const ecs = createLocalEcs({ clock });
  const company = createCompany({ clock, ecs, seed: 7, duplicates: 0 });
  const aws = await startLocalAws({ clock, services: [...company.services] });
  const calls = () => aws.calls.map(({ operation }) => operation);

  function raise(alarm: string): number {
    // The account first catches up with what it has not judged yet: that is not ours to wait for.
    company.cloudwatch.catchUp();
    const { SetAlarmState } = company.cloudwatch.service.operations;
    if (!SetAlarmState) throw new Error('The local CloudWatch has no SetAlarmState.');
    const raisedAt = Date.now();
    const input = { AlarmName: alarm, StateValue: 'ALARM', StateReason: 'Raised by the benchmark' };
    SetAlarmState(input, { region: 'local', operation: 'SetAlarmState' });
    return raisedAt;
  }

  port.on('message', (ask: Ask) => {
    if (ask.kind === 'stop') void aws.stop().then(() => port.close());
    else tell(port, { raisedAt: ask.kind === 'raise' ? raise(ask.alarm) : 0, calls: calls() });
  });
  tell(port, { url: aws.url });
}

function tell(port: MessagePort, told: Told): void {
  port.postMessage(told);
}

if (!parentPort) throw new Error('This file is for a worker thread.');
await serve(parentPort);
