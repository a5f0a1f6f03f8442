import { expect, test } from 'vitest';
import { type Mark, readMrkdwn } from '../../../src/demo/page/mrkdwn.ts';

/** Marks in brackets, so that a table stays readable: `[b:word]`. */
function written(marks: readonly Mark[]): string {
  return marks
    .map((mark) => {
      if (mark.kind === 'text') return mark.text;
      if (mark.kind === 'break') return '⏎';
      if (mark.kind === 'link') return `[link:${mark.url}|${mark.label}]`;
      if (mark.kind === 'date') return `[date:${mark.at}|${mark.format}|${mark.fallback}]`;
      if ('inside' in mark) return `[${mark.kind}:${written(mark.inside)}]`;
      if ('text' in mark) return `[${mark.kind}:${mark.text}]`;
      if ('id' in mark) return `[${mark.kind}:${mark.id}|${mark.label}]`;
      return `[${mark.kind}:${mark.kind === 'emoji' ? mark.name : mark.range}]`;
    })
    .join('');
}

test.each([
  ['plain text', 'plain text'],
  ['*bold* _it_ ~no~', '[bold:bold] [italic:it] [strike:no]'],
  ['*bold with _it_ inside*', '[bold:bold with [italic:it] inside]'],
  ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
  ['* not bold *', '* not bold *'],
  ['`a &lt; *b*`', '[code:a < *b*]'],
  ['```\nx = &lt;y&gt;\n```after', '[pre:x = <y>]after'],
  ['&lt;!channel&gt; &amp;lt;', '<!channel> &lt;'],
  ['<!channel>', '[broadcast:channel]'],
  ['<@U1> in <#C1|incidents>', '[user:U1|] in [room:C1|incidents]'],
  ['<https://x.y/?a=1&amp;b=2|look>', '[link:https://x.y/?a=1&b=2|look]'],
  ['<https://x.y>', '[link:https://x.y|https://x.y]'],
  ['<javascript:alert(1)|click>', '<javascript:alert(1)|click>'],
  ['<!date^1700000000^{time}|then>', '[date:1700000000000|{time}|then]'],
  ['&gt; one\n&gt; two\nthree', '[quote:one⏎two]three'],
  ['one\n\ntwo', 'one⏎⏎two'],
  [':fire: at 10:30:00', '[emoji:fire] at 10[emoji:30]00'],
])('%s', (source, expected) => {
  expect(written(readMrkdwn(source))).toBe(expected);
});
