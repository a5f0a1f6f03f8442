import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What the thread is asked, one thing at a time. */
export type Ask =
  | { readonly kind: 'raise'; readonly alarm: string }
  | { readonly kind: 'calls' }
  | { readonly kind: 'stop' };
export interface Told {
  readonly url?: string;
  readonly raisedAt?: number;
  readonly calls?: readonly string[];
}

/** The simulated company and its AWS account. */
export interface CompanyElsewhere {
  readonly awsUrl: string;
  /** Puts an alarm into ALARM as AWS's own call for drills does; answers the moment, epoch ms. */
  raise(alarm: string): Promise<number>;
  /** Names of the operations AWS was asked for so far. */
  calls(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function startCompany(): Promise<CompanyElsewhere> {
  const thread = new Worker(new URL('./company-thread.ts', import.meta.url));
  const told = async (): Promise<Told> => {
    const [answer] = (await once(thread, 'message')) as [Told];
    return answer;
  };
  const ask = (question: Ask): Promise<Told> => {
    const answer = told();
    thread.postMessage(question);
    return answer;
  };
  const { url = '' } = await told();
  return {
    awsUrl: url,
    raise: async (alarm) => (await ask({ kind: 'raise', alarm })).raisedAt ?? 0,
    calls: async () => (await ask({ kind: 'calls' })).calls ?? [],
    async stop() {
      const ended = once(thread, 'exit');
      thread.postMessage({ kind: 'stop' } satisfies Ask);
      await ended;
    },
  };
}
