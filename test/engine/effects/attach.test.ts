import { expect, test } from 'vitest';
import type { Attachable, Dossier } from '../../../src/core/dossier.ts';
import { OutsideError } from '../../../src/core/kit/outside-error.ts';
import { attach } from '../../../src/engine/effects/attach.ts';
import type { Doing } from '../../../src/engine/effects/doing.ts';
import { silentLog } from '../../../src/engine/log.ts';
import { errorGroup, errors } from '../../core/briefing/pictures/incidents.ts';
import { slowClass, slowEvidence } from '../../core/briefing/slow-evidence.ts';
import { createFakePorts } from '../../support/fake-ports.ts';
import { opened, play, words, world } from '../../support/points-world.ts';

const dossier: Dossier = {
  ...play([opened]).dossier,
  messages: { card: { channel: 'C1', ts: '1.0' } },
  look: { id: 'look-1', window: slowEvidence().window },
  evidence: { 'slow-queries': slowEvidence(), errors: errors([errorGroup()]) },
};

function run(from: Dossier, change: Partial<Doing> = {}, what: Attachable = 'slow-queries') {
  const { ports, chat } = createFakePorts();
  const doing = { ...ports, world, words, log: silentLog, ...change } as Doing;
  const claim = { key: `attach INC-42 ${what}`, version: 1, attempt: 1 };
  const job = { dossier: from, claim, signal: new AbortController().signal };
  const event = attach({ kind: 'attach', what }, job as never, doing);
  return { event, chat };
}

test('puts the picture and the list somebody asked for into the thread of the card', async () => {
  const { event, chat } = run(dossier);
  expect(await event).toMatchObject({ kind: 'FilesAttached', about: 'q#slow-queries' });
  expect(chat.attached).toMatchObject([
    {
      key: 'INC-42/slow-queries',
      thread: { channel: 'C1', ts: '1.0' },
      files: [{ type: 'png' }, { type: 'txt' }],
    },
  ]);
  expect(chat.attached[0]?.version).toMatch(/^\d{8}T\d{6}Z$/);
});

test('puts one picture of a look there, and the list of slow queries only where it is worth it', async () => {
  const calm = run(dossier, {}, 'overview');
  expect(await calm.event).toMatchObject({ what: 'overview', about: 'look-1' });
  expect(calm.chat.attached).toMatchObject([
    {
      key: 'INC-42/overview',
      text: expect.stringMatching(
        /^At a glance, 2026-11-23 10:30–11:00 Asia\/Seoul\n• Errors per minute: /,
      ),
      files: [{ type: 'png', alt: expect.stringContaining('at most 12 (10:55)') }],
    },
  ]);
  expect(calm.chat.attached[0]?.files).toHaveLength(1);
  const change = { kind: 'new', beforeCount: 0, beforeTotalMs: 0, costMs: 9 } as const;
  const slow = slowEvidence({}, [slowClass({ change })]);
  const worse = run({ ...dossier, evidence: { 'slow-queries': slow } }, {}, 'overview');
  await worse.event;
  expect(worse.chat.attached[0]?.files.map(({ type }) => type)).toEqual(['png', 'txt']);
});

test('sends the list when the picture cannot be drawn', async () => {
  const draw = async () => {
    throw new OutsideError({
      system: 'resvg',
      operation: 'render',
      kind: 'invalid',
      message: 'no',
    });
  };
  const { event, chat } = run(dossier, { draughtsman: { draw } });
  await event;
  expect(chat.attached[0]?.files.map(({ type }) => type)).toEqual(['txt']);
});

test('waits for the card, and sends nothing where there is nothing', async () => {
  const early = run({ ...dossier, messages: {} });
  expect(await early.event).toBeUndefined();
  const empty = run({ ...dossier, evidence: { 'slow-queries': slowEvidence({}, []) } });
  expect(await empty.event).toMatchObject({ kind: 'FilesAttached' });
  expect([...early.chat.attached, ...empty.chat.attached]).toEqual([]);
});
