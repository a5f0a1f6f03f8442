import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { readIncoming } from '../../../../src/adapters/slack/incoming.ts';
import { endForm, formRequestId } from '../../../../src/adapters/slack/listeners/forms.ts';
import { slackWords } from '../../../../src/adapters/slack/words/words.ts';
import type { Reply } from '../../../../src/engine/desk.ts';
import { fakeDesk, keepingLog, people, says } from '../support.ts';

const from = readIncoming({ type: 'view_submission', user: { id: 'U1' }, trigger_id: 't' });

/** Ends a form that was waited for too short, and tells what was shown in which order. */
async function endLate(reply: Reply): Promise<string[]> {
  const { promise: work, resolve } = Promise.withResolvers<Reply>();
  const shown: string[] = [];
  const titled = (view: { callback_id?: string; blocks: unknown }) =>
    `${view.callback_id}: ${JSON.stringify(view.blocks)}`;
  const here = {
    app: {} as App,
    desk: fakeDesk(),
    people,
    words: slackWords('en'),
    botUserId: 'U0',
    log: keepingLog(),
    teller: {
      privately: async (_: object, message: { text: string }) =>
        void shown.push(`told: ${message.text}`),
      inThread: async () => undefined,
      instead: async () => {},
    },
    windows: {
      open: async () => 'V2',
      update: async (_: string, view: Parameters<typeof titled>[0]) =>
        void shown.push(titled(view)),
      publishHome: async () => {},
      checked: <T>(view: T) => view,
    },
  };
  await endForm(here, {
    ack: async (response) => {
      const view = response && 'view' in response ? response.view : undefined;
      resolve(reply); // no sooner than the form was told to wait
      shown.push(`ack ${response?.response_action}: ${JSON.stringify(view?.type)}`);
    },
    viewId: 'V1',
    from: { ...from, channel: 'C1' },
    work,
    refused: async (text) => void shown.push(`refused in time: ${text}`),
    answerMs: 0,
  });
  return shown;
}
test('a form whose answer is late waits, then tells the outcome', async () => {
  const shown = await endLate(says('INC-1 is open'));
  expect(shown[0]).toBe('ack update: "modal"');
  expect(shown[1]).toContain('Done. The thread of the incident shows it.');
  expect(shown[2]).toBe('told: INC-1 is open');
});

test('a late refusal is shown in the form', async () => {
  const shown = await endLate({ kind: 'refusal', reason: 'x', text: 'Ben was faster.' });
  expect(shown).toHaveLength(2);
  expect(shown[1]).toContain('Ben was faster.');
});

test('the same contents are the same request, corrected ones another', () => {
  const view = { id: 'V1', hash: 'h' };
  expect(formRequestId(view, { a: '1' })).toBe(formRequestId(view, { a: '1' }));
  expect(formRequestId(view, { a: '1' })).not.toBe(formRequestId(view, { a: '2' }));
});
