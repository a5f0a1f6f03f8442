import type { Clock } from '../../../engine/clock.ts';
import type { Envelope } from './envelope.ts';

/** One try to hand a message over. */
export interface Delivery {
  readonly messageId: string;
  readonly type: Envelope['Type'];
  readonly url: string;
  readonly attempt: number;
  /** HTTP status, or why there was none. */
  readonly outcome: number | string;
}

/** SNS gives an endpoint 15 s of real time. */
const answerWithinMs = 15_000;

/**
 * Posts until somebody takes it: server errors, 429 and silence are tried again after the delay,
 * any other refusal is final, and after the last repeat the message is gone, as with AWS's default
 * policy. Repeats carry the same body, signature included.
 */
export async function deliverOverHttp(job: {
  clock: Clock;
  url: string;
  envelope: Envelope;
  body: string;
  raw: boolean;
  subscriptionArn?: string;
  retry: { delayMs: number; repeats: number };
  signal: AbortSignal;
  took: (delivery: Delivery) => void;
}): Promise<void> {
  const { envelope, url } = job;
  for (let attempt = 1; attempt <= 1 + job.retry.repeats; attempt++) {
    const outcome = await post(job);
    if (job.signal.aborted) return;
    job.took({ messageId: envelope.MessageId, type: envelope.Type, url, attempt, outcome });
    const again = typeof outcome === 'string' || outcome >= 500 || outcome === 429;
    if (!again || attempt > job.retry.repeats) return;
    await job.clock.sleep(job.retry.delayMs, job.signal);
    if (job.signal.aborted) return;
  }
}

async function post(job: Parameters<typeof deliverOverHttp>[0]): Promise<number | string> {
  const { envelope } = job;
  try {
    const response = await fetch(job.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'user-agent': 'Amazon Simple Notification Service Agent',
        'x-amz-sns-message-type': envelope.Type,
        'x-amz-sns-message-id': envelope.MessageId,
        'x-amz-sns-topic-arn': envelope.TopicArn,
        ...(job.subscriptionArn ? { 'x-amz-sns-subscription-arn': job.subscriptionArn } : {}),
        ...(job.raw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
      },
      body: job.body,
      signal: AbortSignal.any([job.signal, AbortSignal.timeout(answerWithinMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
