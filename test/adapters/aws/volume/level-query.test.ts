import { describe, expect, it } from 'vitest';
import {
  levelQuery,
  levelRows,
  readLevels,
} from '../../../../src/adapters/aws/volume/level-query.ts';
import { parseQuery } from '../../../../src/demo/aws/logs/insights/parse.ts';
import { rowOfEvent } from '../../../../src/demo/aws/logs/insights/row.ts';
import { runQuery } from '../../../../src/demo/aws/logs/insights/run.ts';

/** The lines by level, by way of the local Logs Insights. */
function levelsOf(...messages: readonly string[]): Readonly<Record<string, number>> {
  const rows = messages.map((message) =>
    rowOfEvent({ at: 0, stream: 's', message }, '/ecs/points-api', '123456789012'),
  );
  const { results } = runQuery(parseQuery(levelQuery), rows, levelRows);
  return readLevels(
    results.map((fields) => Object.fromEntries(fields.map(({ field, value }) => [field, value]))),
  );
}

describe('the level of a line', () => {
  it.each([
    ['error', '{"level":50,"time":1,"method":"POST","route":"/x","statusCode":500}'],
    ['error', '2026-11-23T02:20:00Z ERROR [main] c.e.Points - it broke'],
    ['error', 'time=1 level=error msg="it broke"'],
    ['warn', '{"level":"warn","message":"slow"}'],
    ['warn', '{"level":40,"method":"GET","path":"/x","statusCode":409}'],
    ['info', '{"level":"INFO","message":"started"}'],
    ['debug', '[DEBUG] cache miss'],
    [
      'access',
      '{"level":30,"method":"GET","route":"/x","statusCode":200,"msg":"request completed"}',
    ],
    ['access', '10.0.0.1 - - [23/Nov/2026:02:20:00 +0000] "GET /points HTTP/1.1" 200 512'],
    ['access', '10.0.0.1 - - [23/Nov/2026:02:20:00 +0000] "GET /points HTTP/2.0" 404 12'],
    ['none', 'Listening on 8080'],
    ['none', 'He said GET and left'],
    ['none', ''],
  ])('%s: %s', (level, message) => {
    expect(levelsOf(message)).toEqual({ [level]: 1 });
  });
});

it('counts a mixed log', () => {
  expect(levelsOf('ERROR a', 'ERROR b', 'INFO c', 'x')).toEqual({ error: 2, info: 1, none: 1 });
});

it('has no slash in a pattern, which would end it', () => {
  for (const [, pattern = ''] of levelQuery.matchAll(/^\| parse @message \/(.*)\/$/gm)) {
    expect(pattern).not.toContain('/');
  }
});
