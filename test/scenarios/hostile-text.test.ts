import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidents, type Scene, startScene, textOf } from './scene.ts';

const hostile = [
  '<!channel> <@U1> <#C1> <https://evil.example|look here>',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link',
  '```` `code` *bold* ~gone~ _it_ &lt;!here&gt;',
  'bad \ud800 bytes \ufffd\ufffd \u202egnirts \u0000 nul',
  'password=hunter2-secret ana@example.com',
  'x'.repeat(1_000_000),
];

/** Log lines and alarm texts are written by strangers: they are shown, and do nothing. */
describe('hostile text', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ escalateAfter: '4h' });
    scene.tamper('logs', 'GetQueryResults', (answer) => ({
      ...(answer as object),
      // The first one twice: the kinds with the most lines are shown.
      results: [...hostile, hostile[0] ?? ''].map((text, place) =>
        logRow(scene.clock.now() - place, text),
      ),
    }));
  });
  afterAll(() => scene.end());

  it('is shown in a thread that rings nobody and links nowhere', async () => {
    scene.company.setRush(true);
    await scene.clock.advance(20 * 60_000);
    scene.alarm({
      name: 'points-api-<!channel>',
      state: 'ALARM',
      description: hostile[0] ?? '',
      reason: hostile.slice(0, 4).join('\n'),
    });
    const seen = textOf(await scene.message('INC-1/evidence', /look here/));
    await scene.message('INC-1/options');
    for (const text of [seen, textOf(await scene.card())]) {
      expect(text).not.toMatch(/<!channel|<!here|<@U1|<#C1|<https:\/\/evil/);
      expect(text).not.toContain('\\u001b');
      expect(text.length).toBeLessThan(20_000);
    }
    expect(seen).not.toContain('hunter2-secret');
    expect(seen).not.toContain('ana@example.com');
  });

  it('in a queue opens incidents of its own, and breaks nothing', async () => {
    for (const text of hostile) scene.enqueue(text.slice(0, 200_000));
    scene.enqueue('{"AlarmName":');
    scene.enqueue('[]');
    await scene.control.waitFor(() => scene.control.messages(incidents).length === 9, 20_000);
    await scene.control.waitFor(() => scene.company.sqs.bodies('firebreak').length === 0, 20_000);
    for (const message of scene.control.messages(incidents)) {
      expect(textOf(message)).not.toMatch(/<!channel|<!here|<@U1|<#C1|<https:\/\/evil/);
    }
  });

  it('said nothing else, to nobody else', () => {
    const cards = [2, 3, 4, 5, 6, 7, 8, 9].map((number) => `INC-${number}/card`);
    expect(scene.said()).toEqual(
      ['INC-1/card', 'INC-1/evidence', 'INC-1/options', ...cards, 'page'].sort(),
    );
    expect(scene.written()).toEqual([]);
  });
});

/** An error line as Logs Insights gives it back. */
function logRow(at: number, text: string): { field: string; value: string }[] {
  const err = {
    type: 'Error',
    message: text,
    stack: `Error: ${text}\n    at pay (/app/pay.js:1:1)`,
  };
  return [
    { field: '@timestamp', value: new Date(at).toISOString().replace('T', ' ').replace('Z', '') },
    { field: '@logStream', value: 'points-api/points-api/0123' },
    {
      field: '@message',
      value: JSON.stringify({ level: 50, time: at, shopId: text.slice(0, 300), err, msg: text }),
    },
  ];
}
