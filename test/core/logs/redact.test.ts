import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/core/logs/redact.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const fake = {
  aws: `AKIA${'IOSFODNN7EXAMPLE'}`,
  slack: `xoxb-${'123456789012'}-abcdefghijkl`,
  github: `ghp_${'abcdefghijklmnopqrstuvwxyz0123456789'}`,
  jwt: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P'}`,
};

const taken: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['an AWS key', `key ${fake.aws} used`, 'key [AWS key] used'],
  [
    'an AWS secret',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY',
    'aws_secret_access_key = [redacted]',
  ],
  ['a Slack token', `token is ${fake.slack}!`, 'token is [Slack token]!'],
  [
    'a Slack hook',
    'POST https://hooks.slack.com/services/T0/B0/xyz',
    'POST https://hooks.slack.com/[redacted]',
  ],
  ['a GitHub token', `git clone ${fake.github}`, 'git clone [token]'],
  ['a JWT', `cookie ${fake.jwt}`, 'cookie [token]'],
  ['a bearer token', 'Authorization: Bearer abc123def456', 'Authorization: Bearer [redacted]'],
  ['basic credentials', 'authorization: Basic dXNlcjpwYXNz', 'authorization: Basic [redacted]'],
  [
    'a password in an address',
    'mysql://app:s3cr3t@db.internal/shop',
    'mysql://[redacted]@db.internal/shop',
  ],
  ['a password field', 'connect password=hunter2, host=db', 'connect password=[redacted], host=db'],
  ['a password in JSON', '{"dbPassword":"hunter2","a":1}', '{"dbPassword":"[redacted]","a":1}'],
  ['an API key in a header', 'X-Api-Key: 0123456789abcdef', 'X-Api-Key: [redacted]'],
  [
    'a private key',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
    '[private key]',
  ],
  ['an e-mail address', 'no member member1@example.com', 'no member [e-mail]'],
  ['a card number', 'card 4111 1111 1111 1111 declined', 'card [card] declined'],
  ['a card number without blanks', 'card 4111111111111111 declined', 'card [card] declined'],
  ['an international phone number', 'sms to +82 10-1234-5678 failed', 'sms to [phone] failed'],
  ['a Korean phone number', 'member 010-1234-5678', 'member [phone]'],
  ['a Korean phone number without hyphens', 'member 01012345678', 'member [phone]'],
  ['an American phone number', 'call (555) 123-4567 now', 'call [phone] now'],
  ['a Korean resident number', 'rrn 900101-1234567', 'rrn [id number]'],
  [
    'the value of a duplicate entry',
    "Duplicate entry 'bob' for key 'email'",
    "Duplicate entry '?' for key 'email'",
  ],
  [
    'a duplicate entry with a quote in it',
    "Duplicate entry 'O'Neil' for key 'name'",
    "Duplicate entry '?' for key 'name'",
  ],
  [
    'the key of a DETAIL line',
    'Key (email, id)=(bob, (7)) already exists.',
    'Key (email, id)=(?) already exists.',
  ],
  [
    'a failing row',
    'DETAIL:  Failing row contains (1, bob, null).',
    'DETAIL:  Failing row contains (?).',
  ],
  ['bind parameters', "parameters: $1 = '5', $2 = NULL", 'parameters: ?'],
  ['parameters of SQLAlchemy', "[parameters: {'name': 'bob'}]", '[parameters: ?]'],
  [
    'literals of a statement',
    "insert into `m` (`a`) values ('bob', 42) - Duplicate",
    "insert into `m` (`a`) values ('?', ?) - Duplicate",
  ],
  [
    'literals of a query',
    "[SQL: SELECT * FROM m WHERE name = 'bob' AND id = 42 LIMIT 5]",
    "[SQL: SELECT * FROM m WHERE name = '?' AND id = ? LIMIT ?]",
  ],
  [
    'the place of a syntax error',
    "to use near 'SELEC 'bob'' at line 1",
    "to use near '?' at line 1",
  ],
  [
    'a value of the wrong type',
    'invalid input syntax for type integer: "bob"',
    "invalid input syntax for type integer: '?'",
  ],
  [
    'an incorrect value',
    "Incorrect integer value: 'bob' for column 'id'",
    "Incorrect integer value: '?' for column 'id'",
  ],
];

const kept: readonly (readonly [what: string, text: string])[] = [
  ['whether a password was used', "Access denied for user 'app'@'10.0.0.1' (using password: YES)"],
  ['a timestamp', '2026-11-22 07:36:45.123+09:00 error at 1795332999571'],
  ['addresses of hosts', 'connect ECONNREFUSED 10.0.1.5:5432'],
  ['a stack', '    at attempt (file:///srv/app/nodeerr.mjs:10:33)'],
  ['names of tables and columns', "Unknown column 'expires_at' in 'field list'"],
  ['a number that is no card', 'order 4111111111111112'],
  ['a path with an at sign', 'node_modules/@slack/bolt/dist/App.js'],
  ['an empty token', 'token: null, session: active'],
  ['Korean text', '포인트 적립에 실패했습니다'],
];

describe('redact', () => {
  it.each(taken)('takes out %s', (_what, text, shown) => {
    expect(redact(text)).toBe(shown);
  });
  it.each(kept)('leaves %s', (_what, text) => {
    expect(redact(text)).toBe(text);
  });
  const texts = [...taken, ...kept].map(([what, text]) => [what, text] as const);
  it.each(texts)('changes nothing the second time: %s', (_what, text) => {
    const once = redact(text);
    expect(redact(once)).toBe(once);
  });
  it('works inside longer text', () => {
    const all = taken.map(([, text]) => text).join('\n');
    expect(redact(all)).toBe(taken.map(([, , shown]) => shown).join('\n'));
  });
});
