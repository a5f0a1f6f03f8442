import { expect, it } from 'vitest';
import { makeMysqlEntries } from '../../../support/made-mysql-log.ts';
import { readPieces, statementsOf } from '../../../support/mysql-log.ts';
import { readSlowly } from '../../../support/slow-mysql-reader.ts';
import { cut, realLog } from '../log-data.ts';

const asSlowly = (pieces: Iterable<Uint8Array>) =>
  statementsOf(readPieces(pieces)).map(({ signs, ...one }) => {
    const { dialect: _dialect, caller: _caller, plan: _plan, ...said } = one;
    return { ...said, fullScan: (signs & 1) !== 0 };
  });

it('reads what a second, slow and obvious reader reads', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const log = makeMysqlEntries(seed).join('');
    const bytes = new TextEncoder().encode(log);
    expect(asSlowly(cut(bytes, 1 + (seed % 97), seed)), `log ${seed}`).toEqual(readSlowly(log));
  }
});

it('reads a real log as the second reader does', () => {
  const bytes = realLog('mariadb/slow-0ms-verbosity-full.log');
  const log = bytes.toString().replace(/^.*started with:\n.*\n.*\n/, '');
  expect(asSlowly([bytes])).toEqual(readSlowly(log));
});
