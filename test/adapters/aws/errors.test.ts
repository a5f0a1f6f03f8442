import { describe, expect, test } from 'vitest';
import { isUnknownOperation, toOutsideError } from '../../../src/adapters/aws/errors.ts';
import { OutsideError } from '../../../src/core/kit/outside-error.ts';

const call = { operation: 'rds:DescribeDBLogFiles', subject: 'points-db-1' } as const;

function fault(name: string, fields: object = {}): Error {
  return Object.assign(new Error('it said so.'), { name }, fields);
}

describe('an SDK error becomes', () => {
  test.each([
    ['rate-limited', fault('Throttling')],
    ['rate-limited', fault('ThrottlingException')],
    ['rate-limited', fault('RequestThrottled')],
    ['rate-limited', fault('TooManyRequestsException')],
    ['rate-limited', fault('Odd', { $metadata: { httpStatusCode: 429 } })],
    ['denied', fault('AccessDenied')],
    ['denied', fault('AccessDeniedException')],
    ['denied', fault('ExpiredTokenException')],
    ['denied', fault('CredentialsProviderError')],
    ['denied', fault('Odd', { $metadata: { httpStatusCode: 403 } })],
    ['timed-out', fault('TimeoutError')],
    ['timed-out', fault('AbortError')],
    ['timed-out', fault('Error', { code: 'ETIMEDOUT' })],
    ['unavailable', fault('Error', { code: 'ECONNREFUSED' })],
    ['unavailable', fault('Error', { code: 'ECONNRESET' })],
    ['unavailable', fault('InternalFailure', { $metadata: { httpStatusCode: 500 } })],
    ['unavailable', fault('SyntaxError')],
    ['unavailable', fault('Error')],
    ['not-found', fault('DBInstanceNotFoundFault')],
    ['not-found', fault('QueueDoesNotExist')],
    ['conflict', fault('InvalidDBInstanceState')],
    ['invalid', fault('ValidationError', { $metadata: { httpStatusCode: 400 } })],
  ])('%s: %s', (kind, error) => {
    expect(toOutsideError(error, call)).toMatchObject({ kind, cause: error });
  });
});

test('names the IAM action to allow', () => {
  const error = toOutsideError(fault('AccessDenied'), call);
  expect(error.message).toBe(
    "Asked AWS RDS for DescribeDBLogFiles on points-db-1; it answered AccessDenied: it said so. Allow rds:DescribeDBLogFiles on it in the IAM policy of Firebreak's role.",
  );
});

test('takes "limit exceeded" for "later" in Logs, where it counts running queries, and only there', () => {
  const error = fault('LimitExceededException', { $metadata: { httpStatusCode: 400 } });
  expect(toOutsideError(error, { operation: 'logs:StartQuery', subject: 'g' }).kind).toBe(
    'rate-limited',
  );
  expect(toOutsideError(error, call).kind).toBe('invalid');
});

test('keeps how long the service asked us to wait', () => {
  const error = fault('Throttling', { $response: { headers: { 'retry-after': '7' } } });
  expect(toOutsideError(error, call).retryAfterMs).toBe(7_000);
});

test('hands on what is ours already, and throws on mistakes of our own code', () => {
  const ours = new OutsideError({ system: 'x', operation: 'y', kind: 'denied', message: 'z' });
  expect(toOutsideError(ours, call)).toBe(ours);
  expect(() => toOutsideError(new TypeError('x is not a function'), call)).toThrow(TypeError);
});

describe('an operation the endpoint does not have', () => {
  const said = (name: string, status: number, message = '') =>
    toOutsideError(
      Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } }),
      call,
    );

  test.each([
    ['AWS, in JSON', said('UnknownOperationException', 400)],
    ['AWS, in XML', said('InvalidAction', 400)],
    ['not implemented', said('SyntaxError', 501)],
    ['no such page', said('Unknown', 404)],
    ['a sentence', said('InternalFailure', 500, 'This action has not been implemented')],
  ])('is known: %s', (_, error) => {
    expect(isUnknownOperation(error)).toBe(true);
  });

  test.each([
    ['something it was asked for is not there', said('ServiceNotFoundException', 404)],
    ['not allowed', said('AccessDeniedException', 400)],
    ['too often', said('ThrottlingException', 400)],
    ['its own trouble', said('ServerException', 500)],
    ['not ours', new Error('UnknownOperationException')],
  ])('is not meant by: %s', (_, error) => {
    expect(isUnknownOperation(error)).toBe(false);
  });

  test('an answer of no AWS service is told without the words of the SDK', () => {
    const text =
      'Unexpected token <\n  Deserialization error: to see the raw response, inspect the hidden field';
    const { message } = said('SyntaxError', 200, text);
    expect(message).toContain('its answer (HTTP 200) could not be read: Unexpected token <.');
    expect(message).toContain('Check AWS_ENDPOINT_URL');
  });
});
