import { describe, expect, it } from 'vitest';
import { databaseSaid, environmentSaid } from '../../../src/core/evidence/environment-names.ts';
import type { LogOrigins } from '../../../src/core/evidence/log-origins.ts';

function seenFrom(home: string, ...others: string[]): LogOrigins {
  const place = (name: string) => ({ name, databases: [`${name}-db`] });
  return { home: place(home), others: others.map(place), lines: [] };
}
const rds = (id: string) => `${id}.c9ak.ap-northeast-2.rds.amazonaws.com`;

describe('a word for an environment', () => {
  it.each([
    ['production', 'home'],
    ['PRODUCTION', 'home'],
    ['prod', 'home'],
    ['live', 'home'],
    ['eu-prod', 'home'],
    ['staging', 'staging'],
    ['stg', 'staging'],
    ['pre-prod', 'staging'],
    ['Staging', 'staging'],
    ['development', 'elsewhere'],
    ['local', 'elsewhere'],
    ['blue', 'unknown'],
    ['kr-2', 'unknown'],
    ['default', 'unknown'],
    ['test-production', 'unknown'],
  ])('%s, seen from production, is %s', (word, expected) => {
    const meaning = environmentSaid(word, seenFrom('production', 'staging'));
    expect(meaning.is === 'other' ? meaning.name : meaning.is).toBe(expected);
  });

  it('names one of several productions exactly, or is home', () => {
    const korea = seenFrom('kr-prod', 'us-prod');
    expect(environmentSaid('us-prod', korea)).toEqual({ is: 'other', name: 'us-prod' });
    expect(environmentSaid('prod', korea)).toEqual({ is: 'home' });
  });

  it('says nothing where home itself has a name of its own', () => {
    expect(environmentSaid('prod', seenFrom('seoul', 'busan'))).toEqual({ is: 'unknown' });
    expect(environmentSaid('busan', seenFrom('seoul', 'busan'))).toMatchObject({ name: 'busan' });
  });

  it('does not choose between two that it could mean', () => {
    const meaning = environmentSaid('stg', seenFrom('production', 'staging-1', 'staging-2'));
    expect(meaning).toEqual({ is: 'elsewhere' });
  });
});

describe('a host of a database', () => {
  const origins = seenFrom('production', 'staging');

  it.each([
    ['production-db', 'home'],
    [rds('production-db'), 'home'],
    [`${rds('production-db')}:3306`, 'home'],
    ['production-db.cluster-ro-c9ak.ap-northeast-2.rds.amazonaws.com', 'home'],
    [rds('staging-db'), 'staging'],
    [rds('production-db-2'), 'elsewhere'],
    ['db.internal', 'elsewhere'],
  ])('%s is of %s', (host, expected) => {
    const meaning = databaseSaid(host, origins);
    expect(meaning.is === 'other' ? meaning.name : meaning.is).toBe(expected);
  });

  it('is home’s where both environments use one', () => {
    const shared = { ...origins, others: [{ name: 'staging', databases: ['production-db'] }] };
    expect(databaseSaid(rds('production-db'), shared)).toEqual({ is: 'home' });
  });

  it('is unknown where none is configured for home', () => {
    const none = { ...origins, home: { name: 'production', databases: [] } };
    expect(databaseSaid('db.internal', none)).toEqual({ is: 'unknown' });
  });
});
