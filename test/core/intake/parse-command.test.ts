import { describe, expect, test } from 'vitest';
import { type Command, commandVerbs } from '../../../src/core/intake/command.ts';
import { helpLines, parseCommand } from '../../../src/core/intake/parse-command.ts';
import { isRefusal } from '../../../src/core/kit/refusal.ts';

const known = {
  services: ['points-api', 'points-worker', 'shop', 'product-api'],
  environments: ['production', 'staging'],
  rotations: ['backend', 'web'],
};
const minute = 60_000;

test.each<[string, string, Command]>([
  ['nothing asks for the overview', '', { verb: 'overview' }],
  ['blanks are nothing', '   ', { verb: 'overview' }],
  ['a verb alone', 'help', { verb: 'help' }],
  ['case does not matter', 'ROLLBACK Shop', { verb: 'rollback', service: 'shop' }],
  ['blanks do not matter', '  ack \t INC-42  ', { verb: 'ack', incident: 'INC-42' }],
  ['a mention in front is not a word', '<@U0BOT> resolve', { verb: 'resolve' }],
  ['nor one with a name', '<@U0BOT|firebreak>: resolve 7', { verb: 'resolve', incident: 'INC-7' }],
  ['nor the name as typed', '@Firebreak, ack', { verb: 'ack' }],
  ['nor the command itself', '/incident status', { verb: 'status' }],
  ['an incident by its service', 'ack shop', { verb: 'ack', service: 'shop' }],
  ['a bare number is an incident', 'ack 42', { verb: 'ack', incident: 'INC-42' }],
  ['with a hash too', 'dismiss #42', { verb: 'dismiss', incident: 'INC-42' }],
  ['and in small letters', 'timeline inc-042', { verb: 'timeline', incident: 'INC-42' }],
  [
    'a length of time',
    'errors shop 30m',
    { verb: 'errors', service: 'shop', lookBackMs: 30 * minute },
  ],
  ['in another order', 'slow 2h shop', { verb: 'slow', service: 'shop', lookBackMs: 120 * minute }],
  [
    'what changed',
    'changes shop 2h',
    { verb: 'changes', service: 'shop', lookBackMs: 120 * minute },
  ],
  ['the database, in Korean', '디비 shop', { verb: 'db', service: 'shop' }],
  ['in words', 'errors 15min', { verb: 'errors', lookBackMs: 15 * minute }],
  [
    'an environment',
    'status shop staging',
    { verb: 'status', service: 'shop', environment: 'staging' },
  ],
  [
    'the beginning of one',
    'pause sh stag',
    { verb: 'pause', service: 'shop', environment: 'staging' },
  ],
  ['only an environment', 'status production', { verb: 'status', environment: 'production' }],
  [
    'both with a slash',
    'abort points-api/production',
    { verb: 'abort', service: 'points-api', environment: 'production' },
  ],
  ['an incident by id on a rollout verb', 'pause INC-3', { verb: 'pause', incident: 'INC-3' }],
  [
    'a release after the service',
    'rollback points-api 2026.11.21-2300',
    { verb: 'rollback', service: 'points-api', rest: '2026.11.21-2300' },
  ],
  [
    'a number as a release',
    'rollback points-api production 42',
    { verb: 'rollback', service: 'points-api', environment: 'production', rest: '42' },
  ],
  [
    'a release with blanks, in quotes',
    'rollback shop “points-api:42 · 2300”',
    { verb: 'rollback', service: 'shop', rest: 'points-api:42 · 2300' },
  ],
  ['a release alone, in a thread', 'rollback v1.2.3', { verb: 'rollback', rest: 'v1.2.3' }],
  ['two words for a verb', 'roll back shop', { verb: 'rollback', service: 'shop' }],
  ['formatting around words', '`rollback` *shop*', { verb: 'rollback', service: 'shop' }],
  ['a name in quotes is still a name', 'pause "shop"', { verb: 'pause', service: 'shop' }],
  ['a rotation', 'oncall backend', { verb: 'oncall', rotation: 'backend' }],
  ['the beginning of one', 'on-call back', { verb: 'oncall', rotation: 'backend' }],
  [
    'a title as it was written',
    'declare Points  can’t be used',
    { verb: 'declare', rest: 'Points can’t be used' },
  ],
  [
    'a title that names things fills the form',
    'declare "points-api in production fails"',
    {
      verb: 'declare',
      rest: 'points-api in production fails',
      service: 'points-api',
      environment: 'production',
    },
  ],
  ['Korean verbs', '롤백 shop', { verb: 'rollback', service: 'shop' }],
  ['Korean order', 'shop 롤백', { verb: 'rollback', service: 'shop' }],
  [
    'Korean manners',
    'shop production 일시 정지해 줘',
    { verb: 'pause', service: 'shop', environment: 'production' },
  ],
  ['Korean verbs of two words', '일시 정지 shop', { verb: 'pause', service: 'shop' }],
  ['Korean lengths', '에러 30분', { verb: 'errors', lookBackMs: 30 * minute }],
  ['help about something', 'help rollback', { verb: 'help', rest: 'rollback' }],
])('%s', (_, text, command) => {
  expect(parseCommand(text, known)).toEqual(command);
});

describe('refuses', () => {
  test.each([
    [
      'an unknown verb, with the nearest',
      'rolback shop',
      'unknown-verb',
      'Did you mean "rollback"?',
    ],
    ['a Korean slip too', '롤빽 shop', 'unknown-verb', 'Did you mean "롤백"?'],
    ['a verb near to none', 'make coffee', 'unknown-verb', '"help" lists'],
    ['words that might mean two verbs', 'stop shop', 'unknown-verb', '"stop"'],
    ['an ambiguous beginning', 'status points', 'ambiguous', 'points-api or points-worker'],
    [
      'a beginning of a service and of an environment',
      'pause prod',
      'ambiguous',
      'product-api or production',
    ],
    ['a slip in a service', 'status shpo', 'unknown-word', 'Did you mean "shop"?'],
    ['a slip in a rollback’s service', 'rollback points-aip', 'unknown-word', '"points-api"'],
    ['an unknown name, with those it knows', 'pause banana', 'unknown-word', 'shop, product-api'],
    ['two services', 'pause shop points-api', 'two-at-once', 'shop and points-api'],
    ['two environments', 'errors shop production staging', 'two-at-once', 'production and staging'],
    ['an unknown rotation', 'oncall banana', 'unknown-rotation', 'backend, web'],
    ['a bare number of errors', 'errors 30', 'unknown-word', 'errors [service]'],
    ['a length out of range', 'errors 30d', 'look-back-out-of-range', '1m to 1d'],
    ['an incident number of nought', 'ack 0', 'unknown-word', 'ack [INC-42]'],
    ['two letters for production', 'abort shop pr', 'unknown-word', 'abort [service]'],
    ['a word without end', `pause ${'x'.repeat(9_000)}`, 'unknown-word', 'xxx…"'],
    ['words after an incident', 'ack 42 please', 'unknown-word', '"please"'],
  ])('%s', (_, text, reason, part) => {
    const refused = parseCommand(text, known);
    expect(refused).toMatchObject({ kind: 'refusal', reason });
    expect(refused).toHaveProperty('text', expect.stringContaining(part));
  });
});

test('every verb is understood by its own name and explained in one line', () => {
  for (const verb of commandVerbs) expect(parseCommand(verb, known)).toEqual({ verb });
  expect(
    helpLines()
      .map((line) => line.verb)
      .toSorted(),
  ).toEqual([...commandVerbs].toSorted());
});

test('no text whatever makes it throw', () => {
  const parts = [
    'rollback',
    '"',
    '“',
    '<@',
    '__proto__',
    'constructor',
    'toString',
    '/',
    'a/b/c',
    '\u0000',
    '42',
    '🙂',
    'ㅋ',
  ];
  for (const a of parts) {
    for (const b of parts) {
      for (const c of parts) {
        const read = parseCommand(`${a} ${b}${c}`, known);
        expect(isRefusal(read) || commandVerbs.includes(read.verb)).toBe(true);
      }
    }
  }
});

test('refuses and explains in Korean where the workspace speaks it', () => {
  const korean = { ...known, language: 'ko' } as const;
  const texts = [
    '롤빽',
    '모름',
    'pause shpo',
    'pause zzz',
    'status points',
    'errors 30d',
    'pause shop points-api',
    'oncall zzz',
    'ack zzz',
  ].map((text) => {
    const refused = parseCommand(text, korean);
    return isRefusal(refused) ? refused.text : 'no refusal';
  });
  expect(texts[2]).toBe(
    '여기에서 "shpo"의 뜻을 모르겠습니다. "shop"인가요? 사용법: pause [서비스] [환경]',
  );
  expect(texts[0]).toContain('"롤백"인가요?');
  for (const text of texts) expect(text).toMatch(/\p{sc=Hangul}{2}/u);
});

test('the Korean help names each verb by a word that is understood', () => {
  for (const { verb, usage, does } of helpLines('ko')) {
    expect(parseCommand(does.split(':')[0] ?? '', known)).toEqual({ verb });
    expect(usage.replace(verb, '')).not.toMatch(/[a-z]{3}/u);
  }
});
