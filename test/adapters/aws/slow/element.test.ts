import { expect, test } from 'vitest';
import { splitElement, unescapeXml } from '../../../../src/adapters/aws/slow/element.ts';
import { writeXml } from '../../../../src/demo/aws/xml.ts';

const names = { namespace: 'http://local/', members: {} };
const hostile = 'a < b && c > d; "x" \u0000\u0001\r\n &amp; &#13; &; &nonsense; 포인트 🙂 ]]>';
const document = `<R><A>${writeXml('Text', hostile, names).replace(/^<Text>|<\/Text>$/g, '')}</A><Text>${writeXml('x', hostile, names).replace(/^<x>|<\/x>$/g, '')}</Text><B>17:5</B></R>`;

async function* pieces(text: string, bytes: number): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(text);
  for (let at = 0; at < whole.length; at += bytes) yield whole.subarray(at, at + bytes);
}

async function split(text: string, bytes: number) {
  const { taken, rest } = await splitElement(pieces(text, bytes), 'Text');
  return { taken: taken && Buffer.concat(taken).toString(), rest: Buffer.from(rest).toString() };
}

test('takes the text out and leaves the rest, however the answer is cut', async () => {
  const whole = await split(document, document.length);
  expect(whole.taken).toBe(hostile);
  expect(whole.rest).toMatch(/^<R><A>.*<\/A><Text><\/Text><B>17:5<\/B><\/R>$/s);
  for (let bytes = 1; bytes < 40; bytes++) expect(await split(document, bytes)).toEqual(whole);
});

test('leaves to the parser what it does not know', async () => {
  for (const text of [
    '<R><Text><![CDATA[a < b]]></Text></R>',
    '<R><Text/></R>',
    '<R><Text>cut off in the mid',
    '<R>none</R>',
    '',
  ]) {
    for (const bytes of [1, 3, 100]) {
      expect(await split(text, bytes)).toEqual({ taken: undefined, rest: text });
    }
  }
});

test('gives bytes that are no UTF-8 as they are', () => {
  const bytes = Buffer.from([0xff, 0x26, 0x6c, 0x74, 0x3b, 0xfe]);
  expect([...unescapeXml(bytes)]).toEqual([0xff, 0x3c, 0xfe]);
});
