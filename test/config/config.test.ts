import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { environment, environmentExample } from '../../src/config/environment.ts';
import { faultsText, isFaulty } from '../../src/config/fault.ts';
import { configSchema } from '../../src/config/schema.ts';
import { secretsOf } from '../../src/config/settings.ts';
import { type Config, readConfig, readWorld } from '../../src/config.ts';
import { shiftAt } from '../../src/core/oncall/rotation.ts';
import { environmentOf } from '../../src/core/world.ts';

const env = { SLACK_BOT_TOKEN: 'xoxb-1-2-3', SLACK_APP_TOKEN: 'xapp-1-2-3' };
const example = readFileSync('firebreak.example.yml', 'utf8');

/** The shape of the product's own page, kept as a contract. */
const contract = `
slack: { channel: "#incidents", language: ko }
aws: { region: ap-northeast-2 }
intake:
  sqs: [ { queueUrl: "https://sqs.ap-northeast-1.amazonaws.com/123456789012/firebreak" } ]
  sns: { topics: [ "arn:aws:sns:ap-northeast-2:123456789012:alarms" ] }
  backstop: 60s
people:
  ana: { slack: U1 }
  ben: { slack: U2 }
services:
  points-api:
    rotation: backend
    tenant: shopId
    environments:
      production:
        alarms: [ "points-api-*" ]
        logs: [ "/ecs/points-api" ]
        database: { engine: mysql, instances: [ points-db-1, points-db-2 ], slowLog: files }
        rollout: { engine: ecs, cluster: shop, service: points-api }
rotations:
  backend: { zone: Asia/Seoul, start: 2026-11-02, handover: weekly Mon 10:00, people: [ ana, ben ] }
policies:
  - { environments: [ production ], verbs: [ rollback, abort, promote ], propose: [ oncall, backend ], approve: { by: [ backend ], count: 1 } }
  - { environments: [ production ], verbs: [ pause, resume ], propose: [ oncall, backend ], approve: none }
`;

function sound(text: string, variables: Record<string, string> = env): Config {
  const read = readConfig({ env: variables, readFile: () => text });
  if (isFaulty(read)) throw new Error(faultsText(read));
  return read;
}

function faultsOf(text: string, variables: Record<string, string> = env) {
  const read = readConfig({ env: variables, readFile: () => text });
  return isFaulty(read) ? read.faults : [];
}

/** The contract with one thing changed; the change must be one. */
function changed(from: string, to: string): string {
  const text = contract.replace(from, to);
  expect(text).not.toBe(contract);
  return text;
}

test('the documented shape becomes the world', () => {
  const { world } = sound(contract);
  expect(environmentOf(world, 'points-api', 'production')).toEqual({
    service: 'points-api',
    name: 'production',
    region: 'ap-northeast-2',
    channel: '#incidents',
    alarms: ['points-api-*'],
    logs: ['/ecs/points-api'],
    tenantField: 'shopId',
    database: {
      engine: 'mysql',
      instances: ['points-db-1', 'points-db-2'],
      slowLog: { from: 'files' },
    },
    rollout: { engine: 'ecs', region: 'ap-northeast-2', cluster: 'shop', service: 'points-api' },
  });
  expect(world.people).toEqual([
    { id: 'ana', slack: 'U1' },
    { id: 'ben', slack: 'U2' },
  ]);
  expect(world.rotations[0]).toEqual({
    name: 'backend',
    zone: 'Asia/Seoul',
    start: '2026-11-02',
    handover: { weekday: 1, time: '10:00' },
    people: ['ana', 'ben'],
    escalateAfterMs: 300_000,
  });
  expect(world.policies[1]).toEqual({
    environments: ['production'],
    verbs: ['pause', 'resume'],
    propose: ['oncall', 'backend'],
    approve: 'none',
  });
  expect([world.channel, world.language]).toEqual(['#incidents', 'ko']);
  expect(shiftAt(world.rotations[0]!, Date.parse('2026-11-03T00:00:00Z')).person).toBe('ana');
});

test('and the settings of the adapters', () => {
  const { settings } = sound(contract, {
    ...env,
    PORT: '0',
    AWS_ENDPOINT_URL: 'http://localhost:1',
  });
  expect(settings).toEqual({
    slack: { botToken: 'xoxb-1-2-3', mode: { kind: 'socket', appToken: 'xapp-1-2-3' } },
    aws: { region: 'ap-northeast-2', endpointUrl: 'http://localhost:1' },
    intake: {
      queues: [
        {
          url: 'https://sqs.ap-northeast-1.amazonaws.com/123456789012/firebreak',
          region: 'ap-northeast-1',
        },
      ],
      sns: { topics: ['arn:aws:sns:ap-northeast-2:123456789012:alarms'], signatureVersion: 2 },
      backstopMs: 60_000,
    },
    web: { host: '127.0.0.1', port: 0 },
    log: { level: 'info' },
    database: { dataDir: './data' },
  });
});

test('a signing secret alone means HTTP mode; empty variables are absent ones', () => {
  const { settings } = sound(contract, {
    SLACK_BOT_TOKEN: 'xoxb-1-2-3',
    SLACK_APP_TOKEN: ' ',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    SLACK_API_URL: 'http://127.0.0.1:4000/api',
    DATABASE_URL: 'postgres://u:p@db/x',
    HOST: '',
  });
  expect(settings.slack.mode.kind).toBe('http');
  expect(settings.slack.apiUrl).toBe('http://127.0.0.1:4000/api/');
  expect(settings.web.host).toBe('127.0.0.1');
  expect(secretsOf(settings)).toEqual([
    'xoxb-1-2-3',
    '0123456789abcdef0123456789abcdef',
    'postgres://u:p@db/x',
  ]);
});

test('an environment may have a region and a channel of its own', () => {
  const text = changed('alarms:', 'region: us-east-1\n        channel: "#points"\n        alarms:');
  expect(environmentOf(sound(text).world, 'points-api', 'production')).toMatchObject({
    region: 'us-east-1',
    channel: '#points',
    rollout: { region: 'us-east-1' },
  });
});

test('literals are shown only where the configuration says so', () => {
  const database = (text: string) =>
    environmentOf(sound(text).world, 'points-api', 'production')?.database;
  expect(database(contract)?.showLiterals).toBeUndefined();
  expect(database(changed('slowLog: files', 'showLiterals: true'))).toMatchObject({
    showLiterals: true,
    slowLog: { from: 'files' },
  });
});

test('the region may come from the environment', () => {
  const text = changed('aws: { region: ap-northeast-2 }', '');
  expect(sound(text, { ...env, AWS_REGION: 'eu-west-1' }).settings.aws.region).toBe('eu-west-1');
  expect(faultsOf(text)).toMatchObject([{ path: 'aws.region' }]);
});

test('without severities production pages and the rest does not', () => {
  const { severities } = sound(contract).world;
  expect(severities).toEqual({
    rules: [{ alarms: ['*'], environments: ['production'], severity: 'SEV2' }],
    otherwise: 'SEV3',
    paging: ['SEV1', 'SEV2'],
  });
});

test('stated severities are taken as they are', () => {
  const { severities } = sound(
    `${contract}\nseverities: { default: SEV4, page: [ SEV1 ], rules: [ { alarms: [ "*-down" ], severity: SEV1 } ] }`,
  ).world;
  expect(severities).toEqual({
    rules: [{ alarms: ['*-down'], environments: ['*'], severity: 'SEV1' }],
    otherwise: 'SEV4',
    paging: ['SEV1'],
  });
});

describe('finds what is wrong, where, and says what to write instead', () => {
  test.each<[string, string, string, string, number, string | RegExp, string | RegExp]>([
    [
      'a misspelt key',
      'alarms:',
      'alarm:',
      'services.points-api.environments.production.alarm',
      17,
      'no key',
      'Did you mean alarms?',
    ],
    [
      'a key at the top',
      'policies:',
      'polices:',
      'polices',
      23,
      'no key',
      'Did you mean policies?',
    ],
    [
      'a secret in the file',
      'language: ko',
      'botToken: xoxb-9-9-9-9',
      'slack.botToken',
      2,
      'no key',
      'environment',
    ],
    [
      'a language',
      'language: ko',
      'language: kr',
      'slack.language',
      2,
      '"kr" is not known',
      'en or ko',
    ],
    ['a channel that YAML ate', '"#incidents"', '#incidents', '', 3, /./, 'quote'],
    [
      'a channel',
      '"#incidents"',
      '"#Inci dents"',
      'slack.channel',
      2,
      'not a Slack channel',
      '#incidents',
    ],
    [
      'a length of time',
      'backstop: 60s',
      'backstop: 60',
      'intake.backstop',
      7,
      'not a text',
      '60s',
    ],
    [
      'a length too long',
      'backstop: 60s',
      'backstop: 2d',
      'intake.backstop',
      7,
      '"2d"',
      'from 10s to 1h',
    ],
    ['a queue', 'https://sqs', 'sqs', 'intake.sqs[0].queueUrl', 5, 'not a web address', 'https://'],
    ['a topic', 'arn:aws:sns', 'arn:aws:sqs', 'intake.sns.topics[0]', 6, 'ARN', 'arn:aws:sns'],
    [
      'a Slack id',
      'slack: U1 ',
      'slack: "@ana" ',
      'people.ana.slack',
      9,
      'member id',
      'Copy member ID',
    ],
    ['one Slack id twice', 'slack: U2', 'slack: U1', 'people.ben.slack', 10, "ana's", 'One person'],
    ['a zone', 'Asia/Seoul', 'Asia/Soul', 'rotations.backend.zone', 22, 'time zone', 'Asia/Seoul'],
    ['a day', '2026-11-02', '2026-11-31', 'rotations.backend.start', 22, 'calendar', 'YYYY-MM-DD'],
    [
      'a hand-over',
      'weekly Mon 10:00',
      'Mon 10:00',
      'rotations.backend.handover',
      22,
      'hand-over',
      'weekly Mon 10:00',
    ],
    [
      'a person of a rotation',
      'people: [ ana, ben ]',
      'people: [ ana, bne ]',
      'rotations.backend.people[1]',
      22,
      '"bne"',
      'Did you mean ben?',
    ],
    [
      'an empty rotation',
      'people: [ ana, ben ]',
      'people: []',
      'rotations.backend.people',
      22,
      'empty',
      /./,
    ],
    [
      'a rotation of a service',
      'rotation: backend',
      'rotation: back-end',
      'services.points-api.rotation',
      13,
      '"back-end"',
      'backend',
    ],
    [
      'a policy’s environment',
      'environments: [ production ], verbs: [ pause',
      'environments: [ prod ], verbs: [ pause',
      'policies[1].environments[0]',
      25,
      '"prod"',
      'production',
    ],
    [
      'a policy’s pattern',
      'environments: [ production ], verbs: [ pause',
      'environments: [ "live*" ], verbs: [ pause',
      'policies[1].environments[0]',
      25,
      'no environment',
      'production',
    ],
    [
      'a policy’s verb',
      'verbs: [ pause,',
      'verbs: [ puase,',
      'policies[1].verbs[0]',
      25,
      '"puase"',
      'Did you mean pause?',
    ],
    [
      'a policy’s proposer',
      'propose: [ oncall, backend ], approve: none',
      'propose: [ oncal ], approve: none',
      'policies[1].propose[0]',
      25,
      '"oncal"',
      'oncall',
    ],
    [
      'a policy’s approver',
      'by: [ backend ]',
      'by: [ frontend ]',
      'policies[0].approve.by[0]',
      24,
      '"frontend"',
      'ana, ben, backend',
    ],
    [
      'a policy’s approval',
      'approve: none',
      'approve: nobody',
      'policies[1].approve',
      25,
      '"nobody"',
      'none, or',
    ],
    [
      'a key of an approval',
      'count: 1',
      'cuont: 1',
      'policies[0].approve.cuont',
      24,
      'no key',
      'count',
    ],
    [
      'more approvals than people',
      'count: 1',
      'count: 2',
      'policies[0].approve.count',
      24,
      'at most 1',
      'Name more people',
    ],
    [
      'no database',
      'instances: [ points-db-1, points-db-2 ],',
      '',
      'services.points-api.environments.production.database',
      19,
      'names no database',
      'cluster',
    ],
    [
      'two databases',
      'slowLog: files',
      'cluster: points',
      'services.points-api.environments.production.database',
      19,
      'both',
      'one of the two',
    ],
    [
      'a database engine',
      'engine: mysql',
      'engine: msyql',
      'services.points-api.environments.production.database.engine',
      19,
      '"msyql"',
      'mysql',
    ],
    [
      'a rollout without a cluster',
      'cluster: shop, ',
      '',
      'services.points-api.environments.production.rollout.cluster',
      20,
      'missing',
      'Add it',
    ],
    [
      'a bad name',
      'points-api:\n    rotation',
      '"points api":\n    rotation',
      'services.points api',
      12,
      'cannot be a name',
      'letters',
    ],
    [
      'a person called oncall',
      'ana: { slack',
      'oncall: { slack',
      'people.oncall',
      9,
      'meaning',
      'another name',
    ],
    [
      'a rotation called like a person',
      '  backend: { zone',
      '  ana: { zone',
      'rotations.ana',
      22,
      'person',
      'another name',
    ],
    [
      'a service called like an environment',
      '  points-api:\n',
      '  production:\n',
      'services.production',
      12,
      'environment',
      'another name',
    ],
    [
      'an empty services',
      contract.slice(contract.indexOf('  points-api:'), contract.indexOf('rotations:')),
      '  {}\n',
      'services',
      11,
      'empty',
      'at least one',
    ],
  ])('%s', (_, from, to, path, line, problem, remedy) => {
    const faults = faultsOf(changed(from, to));
    const found = faults.find((fault) => fault.path === path);
    expect(found, JSON.stringify(faults)).toMatchObject({ source: 'firebreak.yml', line });
    expect(found?.problem).toMatch(problem);
    expect(found?.remedy).toMatch(remedy);
  });

  test('alarms that belong to two', () => {
    const text = changed(
      '        logs:',
      '      staging:\n        alarms: [ "x", "points-api-*" ]\n        logs:',
    );
    expect(faultsOf(text)).toEqual([
      expect.objectContaining({
        path: 'services.points-api.environments.staging.alarms[1]',
        problem: '"points-api-*" already belongs to points-api production',
      }),
    ]);
  });

  test('a channel without quotes, which YAML takes for a comment', () => {
    const text = changed(
      'slack: { channel: "#incidents", language: ko }',
      'slack:\n  channel: #incidents',
    );
    expect(faultsOf(text)).toMatchObject([
      {
        path: 'slack.channel',
        problem: 'is empty, not a text',
        remedy: expect.stringMatching('quotes'),
      },
    ]);
  });

  test('neither a queue nor the backstop', () => {
    const text = changed('backstop: 60s', '').replace(/ {2}sqs:.*\n/, '');
    expect(faultsOf(text)).toMatchObject([{ path: 'intake', line: 4 }]);
  });

  test('a policy nobody could agree to, because its only person asks', () => {
    const lone = changed('people: [ ana, ben ]', 'people: [ ana ]');
    expect(faultsOf(lone)).toMatchObject([
      { path: 'policies[0].approve.count', problem: expect.stringContaining('at most 0') },
    ]);
  });

  test('`oncall` for a service without a rotation', () => {
    const text = changed('    rotation: backend\n', '');
    const paths = faultsOf(text).map((fault) => fault.path);
    expect(paths).toEqual(['policies[0].propose[0]', 'policies[1].propose[0]']);
  });
});

test('everything wrong is told at once, in the order of the file, then the environment', () => {
  const text = contract
    .replace('language: ko', 'lang: ko')
    .replace('U2', 'nobody')
    .replace('rotation: backend', 'rotation: bakend')
    .replace('Asia/Seoul', 'Moon/Base')
    .replace('verbs: [ pause', 'verbs: [ stop');
  const faults = faultsOf(text, { PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' });
  expect(faults.map(({ source, path }) => `${source} ${path}`)).toEqual([
    'firebreak.yml slack.lang',
    'firebreak.yml people.ben.slack',
    'firebreak.yml services.points-api.rotation',
    'firebreak.yml rotations.backend.zone',
    'firebreak.yml policies[1].verbs[0]',
    'environment SLACK_APP_TOKEN',
    'environment SLACK_BOT_TOKEN',
    'environment DATABASE_URL',
    'environment PORT',
    'environment LOG_LEVEL',
  ]);
  const written = faultsText({ faults });
  expect(written).toContain('10 faults; nothing was started');
  expect(written).toContain(
    'firebreak.yml:2:33  slack.lang: there is no key "lang" here\n    → Did',
  );
});

describe('the file itself', () => {
  test.each([
    ['broken YAML', 'slack: { channel: "#a"\naws: {', 1],
    ['a tab', 'slack:\n\tchannel: "#a"', 2],
    ['a key used twice', 'slack: 1\nslack: 2', 2],
    ['an unknown alias', 'slack: *nothing', 1],
  ])('with %s is one fault with its line', (_, text, line) => {
    const [first] = faultsOf(text);
    expect(first).toMatchObject({ source: 'firebreak.yml' });
    expect(first!.line).toBeGreaterThanOrEqual(line);
  });

  test.each(['', '[]', 'null', 'just words', '- a\n- b', '? [a]: b'])(
    'holding %j is refused',
    (text) => {
      expect(faultsOf(text).length).toBeGreaterThan(0);
    },
  );

  test('may not multiply itself with aliases', () => {
    const lines = Array.from({ length: 12 }, (_, i) =>
      i === 0 ? 'x0: &x0 [a, a]' : `x${i}: &x${i} [${`*x${i - 1}, `.repeat(9)}]`,
    );
    expect(faultsOf(lines.join('\n'))).toMatchObject([
      { problem: expect.stringMatching('aliases') },
    ]);
  });

  test('that is not there says what to copy', () => {
    const read = readConfig({
      env: { ...env, FIREBREAK_CONFIG: 'other.yml' },
      readFile: (path) => readFileSync(`test/no-such-folder/${path}`, 'utf8'),
    });
    expect(isFaulty(read) && read.faults).toMatchObject([
      {
        source: 'other.yml',
        problem: 'there is no such file',
        remedy: expect.stringMatching('example'),
      },
    ]);
  });

  test('that is a folder is told, too', () => {
    const read = readConfig({ env, readFile: () => readFileSync('test', 'utf8') });
    expect(isFaulty(read) && read.faults).toMatchObject([
      { problem: expect.stringMatching('could not be read') },
    ]);
  });

  test('is enough for what needs no Slack', () => {
    expect(readWorld({ env: {}, readFile: () => contract })).toHaveProperty('world.channel');
  });
});

test('no fault shows a secret, not even one in the wrong place', () => {
  const secrets = [
    'xoxp-11-22-secret',
    'hunter2hunter2',
    'mysql://u:pa55word@h/d',
    'xoxb-77-88-99',
  ];
  const text = `${contract.replace('"#incidents"', '"xoxb-77-88-99"')}\nxoxb-77-88-99: 1\n`;
  const read = readConfig({
    env: {
      SLACK_BOT_TOKEN: secrets[0],
      SLACK_SIGNING_SECRET: secrets[1],
      DATABASE_URL: secrets[2],
    },
    readFile: () => text,
  });
  const told = [
    isFaulty(read) ? faultsText(read) : '',
    faultsText({ faults: faultsOf('slack: "xoxb-77-88-99\nx: *xoxb-77-88-99') }),
  ].join();
  expect(told).toContain('SLACK_BOT_TOKEN');
  for (const secret of secrets) expect(told).not.toContain(secret);
});

describe('what editors and people copy', () => {
  test('the example file is sound, and its world is whole', () => {
    const { world } = sound(example);
    expect(world.services[0]?.environments.map(({ name }) => name)).toEqual([
      'production',
      'staging',
    ]);
    const [production, staging] = world.services[0]?.environments ?? [];
    expect(production?.others?.map(({ name, logs }) => [name, logs])).toEqual([
      ['staging', ['/ecs/staging-points-api']],
    ]);
    expect(staging?.others?.[0]?.database?.instances).toEqual(['points-db-1', 'points-db-2']);
    expect(world.severities.rules).toHaveLength(2);
  });

  test('every key of the schema is shown or named in the example', () => {
    for (const key of keysOf(configSchema()))
      expect(example, key).toMatch(new RegExp(`\\b${key}:`));
  });

  test('.env.example names every variable the program reads, and no other', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample());
    const named = [...environmentExample().matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(
      ([, name]) => name,
    );
    expect(named).toEqual(Object.keys(environment.shape));
  });

  test('the JSON Schema takes what we take and refuses what has the wrong form', () => {
    const validate = new Ajv({ strict: false }).compile(configSchema());
    expect(validate(parse(example)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(parse(contract)), JSON.stringify(validate.errors)).toBe(true);
    for (const [from, to] of [
      ['alarms:', 'alarm:'],
      ['60s', '60'],
      ['language: ko', 'language: kr'],
      ['approve: none', 'approve: nobody'],
    ] as const) {
      expect(validate(parse(contract.replace(from, to))), to).toBe(false);
    }
  });
});

/** Names of all keys a schema knows. */
function keysOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(keysOf)]
      : keysOf(value),
  );
}
