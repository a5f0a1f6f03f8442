/**
 * A fingerprint cut into words, names, `?` and single marks, without the blanks. It holds neither
 * strings nor comments, so that this is all there is to it.
 */
export function fingerprintTokens(fingerprint: string): readonly string[] {
  return fingerprint.slice(0, longestRead).match(token) ?? [];
}

const longestRead = 100_000;
const token = /`(?:[^`]|``)*`?|"(?:[^"]|"")*"?|[\w$@\u0080-\uffff]+|\S/g;

export function isName(text: string | undefined): text is string {
  return text !== undefined && /^[\w`"\u0080-\uffff]/.test(text);
}

/** A name without its quotes. */
export function unquoted(name: string): string {
  return name.replace(/^[`"]|[`"]$/g, '');
}
