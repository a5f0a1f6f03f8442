import { z } from 'zod';
import { logLevels } from '../adapters/log/pino-log.ts';
import type { Finding } from './finding.ts';

/** A variable whose value must have a form; the value itself never appears in a fault. */
function variable(options: { holds: (text: string) => boolean; problem: string; remedy: string }) {
  return z
    .string()
    .refine(options.holds, { error: options.problem, params: { remedy: options.remedy } });
}

const isWebAddress = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text);

/** Every variable Firebreak reads itself. An empty one counts as absent. */
export const environment = z.object({
  SLACK_BOT_TOKEN: variable({
    holds: (text) => /^xoxb-\S+$/.test(text),
    problem: 'is not a bot token: those begin with xoxb-',
    remedy: 'Copy "Bot User OAuth Token" from your Slack app’s page "OAuth & Permissions".',
  }).describe('The bot’s token, xoxb-…: your Slack app’s page "OAuth & Permissions".'),
  SLACK_APP_TOKEN: variable({
    holds: (text) => /^xapp-\S+$/.test(text),
    problem: 'is not an app-level token: those begin with xapp-',
    remedy:
      'Make one with the scope connections:write on your Slack app’s page "Basic Information".',
  })
    .optional()
    .describe('Socket Mode (needs no public address): the app-level token, xapp-….'),
  SLACK_SIGNING_SECRET: variable({
    holds: (text) => /^\S{16,}$/.test(text),
    problem: 'is not a signing secret: it is too short or has blanks',
    remedy: 'Copy "Signing Secret" from your Slack app’s page "Basic Information".',
  })
    .optional()
    .describe('Or HTTP mode: the signing secret; Slack then calls POST /slack/events.'),
  SLACK_API_URL: variable({
    holds: isWebAddress,
    problem: 'is not a web address',
    remedy: 'Leave it out to use Slack itself.',
  })
    .optional()
    .describe('Another Slack API than Slack’s own, for tests.'),
  FIREBREAK_CONFIG: z.string().default('firebreak.yml').describe('The configuration file.'),
  FIREBREAK_DATA_DIR: z
    .string()
    .default('./data')
    .describe('Where the embedded database lives, on a local disk.'),
  DATABASE_URL: variable({
    holds: (text) => /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text),
    problem: 'is not a PostgreSQL address',
    remedy: 'Write postgres://user:password@host:5432/database, or leave it out.',
  })
    .optional()
    .describe('PostgreSQL in place of the embedded database; several replicas may share it.'),
  HOST: z.string().default('127.0.0.1').describe('Where the web server listens.'),
  PORT: variable({
    holds: (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    problem: 'is not a port',
    remedy: 'Write a number from 0 to 65535; 0 picks a free one.',
  })
    .default('3000')
    .describe('Its port; 0 picks a free one and prints it.'),
  LOG_LEVEL: variable({
    holds: (text) => logLevels.some((level) => level === text),
    problem: 'is not a level',
    remedy: `Write ${logLevels.join(', ')}.`,
  })
    .transform((text) => logLevels.find((level) => level === text) ?? 'info')
    .prefault('info')
    .describe(`How much is logged: ${logLevels.join(', ')}.`),
  AWS_REGION: variable({
    holds: (text) => /^[a-z]{2,}(-[a-z]+)+-\d$/.test(text),
    problem: 'is not an AWS region',
    remedy: 'Write a region’s code such as ap-northeast-2.',
  })
    .optional()
    .describe('Used where firebreak.yml names no region.'),
  AWS_ENDPOINT_URL: variable({
    holds: isWebAddress,
    problem: 'is not a web address',
    remedy: 'Leave it out to use AWS itself.',
  })
    .optional()
    .describe('Another AWS than Amazon’s, for tests. The SDK’s other variables work too.'),
});
export type Environment = z.output<typeof environment>;

export type Variables = Readonly<Record<string, string | undefined>>;

/** What the variables say, or what is wrong with them; never with their values. */
export function readEnvironment(
  env: Variables,
): { values: Environment } | { findings: readonly Finding[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const findings: Finding[] = [];
  if (given.SLACK_APP_TOKEN === undefined && given.SLACK_SIGNING_SECRET === undefined) {
    findings.push({
      path: ['SLACK_APP_TOKEN'],
      problem: 'is missing, and so is SLACK_SIGNING_SECRET',
      remedy: 'Set the first for Socket Mode (the usual way) or the second for HTTP mode.',
    });
  }
  const read = environment.safeParse(given);
  if (read.success && findings.length === 0) return { values: read.data };
  for (const issue of read.error?.issues ?? []) {
    const name = String(issue.path[0]);
    const missing = given[name] === undefined;
    const stated: unknown = issue.code === 'custom' ? issue.params?.remedy : undefined;
    findings.push({
      path: [name],
      problem: missing ? 'is missing' : issue.message,
      remedy: typeof stated === 'string' ? stated : `Set it. ${about(name)}`,
    });
  }
  return { findings };
}

function about(name: string): string {
  return Object.entries(environment.shape).find(([known]) => known === name)?.[1].description ?? '';
}

/** The text of .env.example: every variable with what it is for; optional ones commented out. */
export function environmentExample(): string {
  const paragraphs = Object.entries(environment.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    const usual = fallback.success && fallback.data !== undefined ? fallback.data : '';
    return `# ${schema.description ?? ''}\n${fallback.success ? '# ' : ''}${name}=${usual}\n`;
  });
  const head = '# Copy to .env and fill in. Variables set outside win over this file.\n';
  return [head, ...paragraphs].join('\n');
}
