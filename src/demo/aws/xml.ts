import type { XmlNames } from './wire.ts';

/** What XML 1.0 cannot hold even escaped is sent as AWS sends it: as a character reference. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]|[\x00-\x08\x0b\x0c\x0e-\x1f]/g, (character) => {
    switch (character) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return '&quot;';
      default:
        return `&#x${character.charCodeAt(0).toString(16)};`;
    }
  });
}

/** One member of an answer; absent ones are left out. */
export function writeXml(name: string, value: unknown, names: XmlNames): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${writeContent(name, value, names)}</${name}>`;
}

function writeContent(name: string, value: unknown, names: XmlNames): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) {
    const member = names.members[name] ?? 'member';
    return value.map((entry) => writeXml(member, entry, names)).join('');
  }
  if (value instanceof Map) {
    const entries = [...(value as Map<unknown, unknown>)];
    return entries
      .map(
        ([key, entry]) =>
          `<entry>${writeXml('key', key, names)}${writeXml('value', entry, names)}</entry>`,
      )
      .join('');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, entry]) => writeXml(key, entry, names))
      .join('');
  }
  return escapeXml(String(value));
}
