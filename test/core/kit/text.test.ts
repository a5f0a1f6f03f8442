import { describe, expect, it } from 'vitest';
import { clip, head, oneLine, plainText, utf8Length } from '../../../src/core/kit/text.ts';

describe('clip', () => {
  it('leaves a text that fits', () => {
    expect(clip('abc', 3)).toBe('abc');
  });
  it('counts the ellipsis among the characters allowed', () => {
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(clip('abcdef', 1)).toBe('…');
    expect(clip('abcdef', 0)).toBe('');
  });
  it('never leaves half a surrogate pair', () => {
    expect(clip('ab😀cd', 4)).toBe('ab…');
    expect(head('😀', 1)).toBe('');
  });
});

describe('utf8Length', () => {
  it.each(['', 'plain', 'héllo', '日本', 'a😀b'])(
    'counts what an encoder would write for %j',
    (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text));
    },
  );
  it('counts a lone surrogate as a replacement character', () => {
    expect(utf8Length('\ud800x')).toBe(4);
  });
});

describe('plainText', () => {
  it('takes out colours, titles, NULs and other control characters', () => {
    expect(plainText('\u001b[31mERROR\u001b[0m \u001b]0;title\u0007a\u0000b\u0007\r\nc\td')).toBe(
      'ERROR ab\nc\td',
    );
  });
  it('leaves text in any script as it is', () => {
    expect(plainText('포인트 적립 실패 😀')).toBe('포인트 적립 실패 😀');
  });
});

it('oneLine joins lines and trims', () => {
  expect(oneLine('  a\n\t b  ')).toBe('a b');
});
