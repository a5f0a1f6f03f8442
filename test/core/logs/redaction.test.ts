import { describe, expect, it } from 'vitest';
import { createErrorDigest } from '../../../src/core/logs/error-traces/error-digest.ts';
import { redact } from '../../../src/core/logs/redact.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const glue = (...parts: string[]) => parts.join('');

/** Lines as programs log them, and the part of each that must not be seen again. */
const planted: readonly (readonly [line: string, secret: string])[] = [
  ['DATABASE_URL=postgres://app:s3cr3tPW@db.internal:5432/shop', 's3cr3tPW'],
  ['connecting to "mysql://root:p%40ssw0rd!@10.0.0.1/shop?ssl=true"', 'p%40ssw0rd'],
  ['redis://:onlyPassw0rd@cache:6379/0', 'onlyPassw0rd'],
  ['amqps://svc:Zx9!kk@mq', 'Zx9!kk'],
  ['Server=db;Database=shop;User Id=sa;Password=My Pass Word 9;Encrypt=true', 'My Pass Word 9'],
  ['jdbc:mysql://db/shop?user=app&password=hunter22&useSSL=true', 'hunter22'],
  ['GET https://api.example.com/v1/x?access_token=abcDEF123456&y=1 failed', 'abcDEF123456'],
  ['GET /cb?code=4/0AX4XfWhabcdefgh&state=xyz 500', '4/0AX4XfWhabcdefgh'],
  [
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIDEXAMPLE&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024',
    'fe5f80f77d5fa3beca',
  ],
  ['https://x.blob.core.windows.net/c?sv=2020&sig=aBcD%2Fefgh1234567890%3D', 'aBcD%2Fefgh'],
  ['Authorization: Bearer abcdefghijklmnop', 'abcdefghijklmnop'],
  ['"authorization":"Basic dXNlcjpwYXNzd29yZA=="', 'dXNlcjpwYXNz'],
  ['authorization: token ghx_plainTokenValue99', 'plainTokenValue99'],
  ["headers: { cookie: 'sid=s%3Aabc.def; theme=dark', host: 'x' }", 's%3Aabc.def'],
  ['Set-Cookie: session=9f8e7d6c5b4a; HttpOnly; Path=/', '9f8e7d6c5b4a'],
  ['Cookie: a=1; connect.sid=s%3Aqwerty; b=2', 'qwerty'],
  ['{"headers":{"cookie":"sid=topsecretsid; x=1","x-api-key":"k-123456"}}', 'topsecretsid'],
  ['{"headers":{"cookie":"sid=1","x-api-key":"k-123456"}}', 'k-123456'],
  ['{"password":"p\\"quoted\\"w","a":1}', 'quoted'],
  ['{\\"password\\":\\"escaped-secret-9\\",\\"a\\":1}', 'escaped-secret-9'],
  ['{"user":{"pin":"1234","otp":"998877"}}', '998877'],
  ['password: "multi word secret"', 'multi word secret'],
  ['--password=cmdline9 --host db', 'cmdline9'],
  ['mysqldump -uroot -pS3cretP shop', 'S3cretP'],
  ['client_secret=abc-def-ghi&grant_type=x', 'abc-def-ghi'],
  ['clientSecret: "qwertyuiop"', 'qwertyuiop'],
  ['refresh_token=rt_0123456789', 'rt_0123456789'],
  ['api key: 8f7d6e5c4b3a29180f7e6d5c4b3a2918', '8f7d6e5c4b3a2918'],
  [glue('AK', 'IAIOSFODNN7EXAMPLE leaked'), 'IOSFODNN7EXAMPLE'],
  ['secretAccessKey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
  ['AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEJr//////////wEaCXVz', 'IQoJb3JpZ2luX2Vj'],
  [glue('xo', 'xb-123456789012-abcdefghijkl'), 'abcdefghijkl'],
  [glue('xa', 'pp-1-A0123-456-abcdef0123456789'), 'abcdef0123456789'],
  [glue('gh', 'p_abcdefghijklmnopqrstuvwxyz0123456789'), 'abcdefghijklmnop'],
  [glue('sk_', 'live_abcdefghijklmnop'), 'abcdefghijklmnop'],
  [glue('sk-', 'proj-abcdefghijklmnopqrstuvwx1234567890'), 'abcdefghijklmnop'],
  [glue('np', 'm_abcdefghijklmnopqrstuvwxyz0123456789'), 'abcdefghijklmnop'],
  [
    glue('SG.', 'abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'),
    'abcdefghijklmnop',
  ],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N', 'dozjgNry'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIabc\n-----END EC PRIVATE KEY-----', 'MHcCAQEEIabc'],
  ['"key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQabc\\n-----END PRIVATE KEY-----\\n"', 'MIIEvQabc'],
  ["Duplicate entry 'kim@example.com' for key 'email'", 'kim@'],
  ['DETAIL:  Key (email)=(lee@example.com) already exists.', 'lee@'],
  ['DETAIL:  Key (phone)=(010-1234-5678) already exists.', '1234-5678'],
  ['DETAIL:  Failing row contains (5, Hong Gildong, 1990-01-01, null).', 'Hong'],
  ["2026-11-22 07:34:22 UTC:h(1):a@b:[1]:DETAIL:  parameters: $1 = 'Hong', $2 = '5'", 'Hong'],
  ["DETAIL:  Parameters: $1 = 'Hong'", 'Hong'],
  ["[SQL: INSERT INTO m (name) VALUES (%(name)s)]\n[parameters: {'name': 'Hong'}]", 'Hong'],
  ["update m set name = 'Hong' where id = 4412 - Unknown column", 'Hong'],
  ["update m set name = 'Hong' where id = 4412 - Unknown column", '4412'],
  ["SELECT * FROM m WHERE phone = '01012345678' AND pin IN (9876, 5432)", '9876'],
  ["STATEMENT:  select * from m where name like 'Hong%'", 'Hong'],
  ['(SQL: insert into `m` (`name`) values (Hong Gildong, 5))', 'Gildong'],
  ['SELECT * FROM m WHERE name = "Hong" ', 'Hong'],
  ["delete from m where name = N'Hong'", 'Hong'],
  ['select $$Hong$$ from x', 'Hong'],
  ["merge into m using (select 'Hong') s", 'Hong'],
  ['prisma:query SELECT a FROM m WHERE x = 1\nparams: ["Hong",5]', 'Hong'],
  ['Executing (default): SELECT 1 FROM m WHERE n = $1; {"bind":["Hong"]}', 'Hong'],
  ["bindings: [ 'Hong', 3 ]", 'Hong'],
  ["parameters: ['Hong', 3]", 'Hong'],
  ['card 4111-1111-1111-1111 declined', '1111-1111'],
  ['pan=4111111111111111', '4111111111111111'],
  ['"cardNumber":"378282246310005"', '378282246310005'],
  ['amex 3782 822463 10005', '822463'],
  ['tel +82-10-1234-5678', '1234-5678'],
  ['tel +1 (415) 555-2671', '555-2671'],
  ['tel 02-123-4567', '123-4567'],
  ['tel 010.1234.5678', '1234.5678'],
  ['"phone":"01012345678"', '01012345678'],
  ['{"phone":821012345678}', '821012345678'],
  ['tel 415-555-2671', '555-2671'],
  ['rrn 900101-1234567', '1234567'],
  ['rrn 9001011234567', '9001011234567'],
  ['ssn 078-05-1120', '078-05-1120'],
  ['"ssn":"078051120"', '078051120'],
  ['passport M12345678 of guest', 'M12345678'],
  ['no user hong.gildong+tag@mail.example.co.kr', 'hong.gildong'],
  ['no user 홍길동@example.kr', '홍길동@'],
  ['mail%40example.com in query email=mail%40example.com', 'mail%40'],
  ['{"password":["a1b2c3"],"x":1}', 'a1b2c3'],
  ['{"token":{"value":"nestedTok99"}}', 'nestedTok99'],
  ['{"pwd":123456}', '123456'],
  ['password is hunter2', 'hunter2'],
  ["passwd='a b c'", 'a b c'],
  ['DB_PASSWORD=abc#def;ghi', 'abc#def'],
  ['secret => "phpSecret1"', 'phpSecret1'],
  [':password=>"rubySecret1"', 'rubySecret1'],
  ['Parameters: {"user"=>{"password"=>"rails1", "email"=>"x"}}', 'rails1'],
  ['<password>xmlSecret</password>', 'xmlSecret'],
  ['private_key_id: 0123456789abcdef0123456789abcdef01234567', '0123456789abcdef'],
  ['session_id=deadbeefcafebabe', 'deadbeefcafebabe'],
  ['X-Amz-Security-Token: FwoGZXIvYXdzEBYaDabc', 'FwoGZXIvYXdz'],
  ['Proxy-Authorization: Digest username="a", response="6629fae49393a053"', '6629fae49393'],
  ['signature=8f7d6e5c4b3a29180f7e6d5c4b3a2918', '8f7d6e5c4b3a'],
];

/** The shapes a line arrives in. */
const shapes: readonly (readonly [shape: string, write: (line: string) => string])[] = [
  ['as it is', (line) => line],
  ['after a time and a level', (line) => `2026-11-22T07:36:39Z ERROR failed: ${line}`],
  ['in JSON', (line) => JSON.stringify({ level: 50, msg: line })],
  ['in JSON in JSON', (line) => JSON.stringify({ log: JSON.stringify({ level: 50, msg: line }) })],
];

describe('planted secrets', () => {
  it.each(shapes)('never show %s, and redacting again changes nothing', (_shape, write) => {
    for (const [line, secret] of planted) {
      const shown = redact(write(line));
      expect([line, shown.includes(secret) ? shown : 'gone']).toEqual([line, 'gone']);
      expect(redact(shown)).toBe(shown);
    }
  });

  it.each(shapes.slice(1))('never show in a digest of errors, logged %s', (_shape, write) => {
    for (const [line, secret] of planted) {
      const digest = createErrorDigest({ tenantField: 'shopId' });
      digest.add({ at: 1, stream: 's', text: write(line) });
      expect([line, JSON.stringify(digest.end()).includes(secret)]).toEqual([line, false]);
    }
  });
});

describe('harmless lines stay as they are', () => {
  it.each([
    'GET /v1/points?page=2&limit=50 200 12ms',
    'GET /v1/points/12345/history 404',
    "Access denied for user 'app'@'10.0.0.1' (using password: YES)",
    'password is required',
    'password is incorrect',
    'token: null',
    'Unexpected token } in JSON at position 5',
    'select the shop from the list',
    'connect ECONNREFUSED 10.0.1.5:5432',
    'request 3f2b8c1e-1a2b-4c3d-8e9f-0a1b2c3d4e5f took 300 ms',
    '2026-11-22T07:36:39.578Z worker 12 started, pid 2666',
    'at 1795332999571 the queue had 120000 entries',
    'trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'image 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/points:2026.11.21-2300',
    'arn:aws:ecs:ap-northeast-2:123456789012:task/points/0123456789abcdef',
    "Unknown column 'expires_at' in 'field list'",
    'duplicate key value violates unique constraint "members_email"',
    '    at attempt (file:///srv/app/nodeerr.mjs:10:33)',
    '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)',
    'HikariPool-1 - Connection is not available, request timed out after 1000ms (total=2, active=2)',
    'version 1.2.3-beta.4 of node_modules/@slack/bolt',
    'release 2026-11-21 23:00, 7 of 312 shops',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'order 4111111111111112 has 3 lines',
    'retry 3 of 5 in 2000 ms, status=503 code=ER_DUP_ENTRY errno=1062',
    'limit=100 offset=200 sort=desc key=points',
    'the author of the change is on duty',
    'pinning the connection, spin lock held',
    '포인트 적립에 실패했습니다: 회원 등급 조회 시간 초과',
    'temperature 36.5, ratio 0.123456789',
    'process 26172 still waiting for ShareLock on transaction 1049 after 1000.153 ms',
  ])('%s', (line) => {
    expect(redact(line)).toBe(line);
  });
});

describe('hostile text', () => {
  const pieces = [
    'password=',
    '"password":"',
    'a@',
    '%40a.',
    '\\\\\\"',
    "'",
    '-----BEGIN PRIVATE KEY-----',
    'select from ',
    "values ('",
    '$a$',
    '+1 ',
    '0',
    'https://a:',
    'Key (a)=(',
    'eyJ.eyJ',
    '{"token":{',
    '<password>',
    'params: [',
    'Digest a=',
    'a.b-',
    'key (',
    '&key=',
    'mysql -p ',
    'Password=a b;c=',
  ];

  it.each(pieces)('repeated is taken in steps that grow with its length only: %j', (piece) => {
    const cost = (size: number) => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 3; round++) {
        const before = process.cpuUsage();
        redact(text);
        const { user } = process.cpuUsage(before);
        least = Math.min(least, user);
      }
      return least;
    };
    cost(4_000);
    // Eight times the text: square cost would be sixty-four times the time.
    expect(cost(64_000)).toBeLessThan(Math.max(cost(8_000), 2_000) * 32);
  });

  it('of any kind is redacted once and for all', () => {
    let state = 7;
    const chance = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 2_000; round++) {
      const text = Array.from({ length: 1 + chance(8) }, () => pieces[chance(pieces.length)]).join(
        '',
      );
      const once = redact(text);
      expect(redact(once)).toBe(once);
    }
  });
});
