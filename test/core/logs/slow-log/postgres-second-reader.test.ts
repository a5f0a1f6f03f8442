import { describe, expect, it } from 'vitest';
import {
  asCsv,
  asJson,
  asText,
  asWrappedJson,
  makeMessages,
  prefixes,
} from '../../../support/postgres-log.ts';
import { type PlainStatement, readPlainly } from '../../../support/slow-postgres-reader.ts';
import { createChance, cut } from '../log-data.ts';
import { readPostgres, type Told } from './postgres-read.ts';

const plain = ({ statements }: Told) =>
  statements.map(
    ({ durationUs, statement, user, plan, signs }): PlainStatement => ({
      durationUs,
      statement,
      user,
      hasPlan: plan !== undefined,
      waited: (signs & 256) !== 0,
    }),
  );

/** Plans that stay alone are told once that is known, so the order is not the log's. */
const sorted = (statements: readonly PlainStatement[]) =>
  statements
    .map(({ durationUs, statement, user, hasPlan, waited }) =>
      [durationUs, user, hasPlan, waited, statement].join(' '),
    )
    .sort();

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

describe.each(Object.entries(prefixes))(
  'made-up logs with the prefix %s',
  (_name, [write, prefix]) => {
    it.each(seeds)('are read as the plain reader reads them (seed %i)', (seed) => {
      const log = asText(makeMessages(seed, 200), write);
      const told = readPostgres(log);
      expect(sorted(plain(told))).toEqual(sorted(readPlainly(log, prefix)));
      expect(told.statements.length).toBeGreaterThan(20);
      expect(told.unread).toEqual([]);
    });

    it('are read the same in pieces', () => {
      const bytes = new TextEncoder().encode(asText(makeMessages(99, 300), write));
      expect(readPostgres(...cut(bytes, 90, 7))).toEqual(readPostgres(bytes));
    });
  },
);

describe('the forms of one made-up log', () => {
  it.each(seeds)('give the same statements and happenings (seed %i)', (seed) => {
    const messages = makeMessages(seed, 200);
    const [write] = prefixes['with a line number']!;
    const text = readPostgres(asText(messages, write));
    expect(readPostgres(asCsv(messages))).toEqual(text);
    expect(readPostgres(asJson(messages))).toEqual(text);
    expect(readPostgres(asWrappedJson(messages))).toEqual(text);
  });
});

describe('a log that was damaged', () => {
  const forms = {
    text: asText(makeMessages(3, 14), prefixes['of RDS']![0]),
    csv: asCsv(makeMessages(3, 14)),
    json: asJson(makeMessages(3, 14)),
  };

  it.each(Object.entries(forms))('is read in two pieces cut anywhere (%s)', (_form, log) => {
    const bytes = new TextEncoder().encode(log);
    const whole = readPostgres(bytes);
    for (let at = 0; at <= bytes.length; at += 3) {
      expect(readPostgres(bytes.slice(0, at), bytes.slice(at))).toEqual(whole);
    }
  });

  it.each(Object.entries(forms))('never gives more for less of it (%s)', (_form, log) => {
    const bytes = new TextEncoder().encode(log);
    const whole = readPostgres(bytes).statements.length;
    for (let at = 0; at <= bytes.length; at++) {
      expect(readPostgres(bytes.subarray(0, at)).statements.length).toBeLessThanOrEqual(whole);
    }
  });

  it.each(Object.entries(forms))(
    'is read with bytes changed, alike in any pieces (%s)',
    (_form, log) => {
      const chance = createChance(5);
      for (let round = 0; round < 40; round++) {
        const bytes = new TextEncoder().encode(log);
        for (let i = 0; i < 40; i++) bytes[chance(bytes.length)] = chance(256);
        expect(readPostgres(...cut(bytes, 500, round))).toEqual(readPostgres(bytes));
      }
    },
  );
});
