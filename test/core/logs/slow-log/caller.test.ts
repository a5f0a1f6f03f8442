import { expect, it } from 'vitest';
import { createCallers } from '../../../../src/core/logs/slow-log/caller.ts';

function callerOf(comment: string, application = ''): string {
  const bytes = new TextEncoder().encode(comment);
  return createCallers()(bytes, 0, bytes.length, application);
}

it.each([
  ["application='points-api',route='%2Fpoints'", 'points-api /points'],
  ["route='/members/48698/points',traceparent='00-ab-cd-01'", '/members/?/points'],
  [
    "action='index',application='shop',controller='points',traceparent='00-1-2-01'",
    'shop points#index',
  ],
  ['application:shop,controller:points,action:list', 'shop points#list'],
  [' loads the members ', ''],
  ["route='%zz'", '%zz'],
  ["path='/v2/points?email=a@b.c'", '/v2/points'],
])('%s is by %j', (comment, caller) => {
  expect(callerOf(comment)).toBe(caller);
});

it('the name of the connection stands in for an application the comment does not name', () => {
  expect(callerOf("route='/points'", 'worker')).toBe('worker /points');
  expect(callerOf('no more than words', 'worker')).toBe('worker');
  expect(callerOf("application='api'", 'worker')).toBe('api');
});

it('two traces of one route are one caller', () => {
  const callers = createCallers();
  const of = (trace: string) => {
    const bytes = new TextEncoder().encode(`route='/a',traceparent='00-${trace}-01'`);
    return callers(bytes, 0, bytes.length, '');
  };
  expect(of('11')).toBe(of('22'));
});
