import { z } from 'zod';

export const receiveInput = z.object({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  WaitTimeSeconds: z.number().int().min(0).max(20).default(0),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
});
export const sendInput = z.object({
  QueueUrl: z.string(),
  MessageBody: z.string().min(1).max(1_048_576),
  DelaySeconds: z.number().int().min(0).max(900).default(0),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
});
export const handleInput = z.object({ QueueUrl: z.string(), ReceiptHandle: z.string() });
export const visibilityInput = handleInput.extend({
  VisibilityTimeout: z.number().int().min(0).max(43_200),
});
export const batchInput = z.object({
  QueueUrl: z.string(),
  Entries: z.array(z.record(z.string(), z.unknown())).min(1).max(10),
});
export const queueUrlInput = z.object({ QueueUrl: z.string() });
export const queueNameInput = z.object({ QueueName: z.string() });
