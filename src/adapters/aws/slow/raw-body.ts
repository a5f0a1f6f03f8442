import { Readable } from 'node:stream';

/** What of the SDK's commands is needed to look at an answer before the SDK does. */
interface Stacked {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<{ response: unknown; output: never }>,
      ) => (args: never) => Promise<{ response: unknown; output: never }>,
      options: { name: string; step: 'deserialize'; priority: 'low' },
    ): void;
  };
}

interface RawResponse {
  readonly statusCode: number;
  body: AsyncIterable<Uint8Array>;
}

/**
 * Lets `read` have a good answer's bytes as they come, below the SDK's parser; the SDK is given what
 * `read` returns. Signing, credentials, endpoint and attempts stay the SDK's: `read` is called once
 * an attempt, and begins anew.
 */
export function readRaw(
  command: object,
  read: (body: AsyncIterable<Uint8Array>) => Promise<Uint8Array>,
): void {
  (command as Stacked).middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as RawResponse;
      if (response.statusCode === 200) {
        response.body = Readable.from([Buffer.from(await read(response.body))]);
      }
      return result;
    },
    { name: 'readRaw', step: 'deserialize', priority: 'low' },
  );
}
