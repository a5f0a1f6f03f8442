import { expect, test } from 'vitest';
import { readMention, readSaid } from '../../../../src/adapters/slack/listeners/said.ts';

test.each([
  ['declare a &lt;b&gt; &amp; c', 'declare a <b> & c'],
  ['page <@U1|ana> now', 'page @ana now'],
  ['page <@U1>', 'page @U1'],
  ['see <#C1|incidents> and <#C2|>', 'see #incidents and #C2'],
  ['look at <https://x.example/a?b=1&amp;c|here>', 'look at https://x.example/a?b=1&c'],
  ['&amp;lt;', '&lt;'],
  ['  ack  ', 'ack'],
])('%s is %s', (typed, said) => {
  expect(readSaid(typed)).toBe(said);
});

test.each([
  ['<@UBOT> rollback', 'rollback'],
  ['<@UBOT>: errors  30m', 'errors 30m'],
  ['hey <@UBOT|firebreak>, ack', 'hey ack'],
  ['<@UBOT>', ''],
  ['<@UBOT> page <@U2>', 'page @U2'],
])('mentioned as %s we hear %s', (typed, said) => {
  expect(readMention(typed, 'UBOT')).toBe(said);
});
