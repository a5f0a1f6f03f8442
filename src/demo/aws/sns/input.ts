import { z } from 'zod';

export const subscribeInput = z.object({
  TopicArn: z.string(),
  Protocol: z.enum(['sqs', 'http', 'https']),
  Endpoint: z.string(),
  Attributes: z.record(z.string(), z.string()).default({}),
});
export const publishInput = z.object({
  TopicArn: z.string(),
  Message: z.string().min(1),
  Subject: z.string().max(100).optional(),
});
export const confirmInput = z.object({ TopicArn: z.string(), Token: z.string() });
export const topicInput = z.object({ TopicArn: z.string() });
export const attributeInput = topicInput.extend({
  AttributeName: z.string(),
  AttributeValue: z.string().default(''),
});
export const subscriptionInput = z.object({ SubscriptionArn: z.string() });
