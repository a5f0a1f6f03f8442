// The least that turns an alarm into a message: one long poll, one post. Nothing is kept.
const aws = process.env.AWS_ENDPOINT_URL ?? '';
const slack = process.env.SLACK_API_URL ?? '';

async function receive(): Promise<string[]> {
  const answer = await fetch(aws, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ReceiveMessage',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${process.env.AWS_REGION}/sqs/aws4_request`,
    },
    body: JSON.stringify({
      QueueUrl: `${aws}/123456789012/firebreak`,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
    }),
  });
  const { Messages = [] } = (await answer.json()) as { Messages?: { Body: string }[] };
  return Messages.map(({ Body }) => Body);
}

async function post(text: string): Promise<void> {
  const answer = await fetch(`${slack}chat.postMessage`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${process.env.SLACK_BOT_TOKEN}`,
    },
    body: JSON.stringify({ channel: 'C1', text: text.slice(0, 1_000) }),
  });
  await answer.text();
}

process.stdout.write('ready queue\n');
for (;;) for (const body of await receive()) await post(body);
