import { head } from './text.ts';

/**
 * Ids are derived, not invented: the same event taken twice gives the same ids, so whatever hangs
 * on them happens once. Only the edges (Slack, AWS) bring new ids in.
 */
export function derivedId(eventId: string, place: string | number): string {
  const id = `${eventId}#${place}`;
  if (id.length <= longestId) return id;
  return `${head(id, longestId - 100)}~${shortHash(id)}#${place}`;
}

/**
 * What is derived from the derived grows: a long escalation is a long chain. PostgreSQL's index takes
 * 2 704 bytes of a key (three a character at worst), a Slack button 2 000 characters.
 */
const longestId = 500;

/**
 * A short stable name for a text: 12 hexadecimal digits. Two independent 32-bit FNV-1a-style passes;
 * good for naming and grouping, not for security.
 */
export function shortHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return hex8(a).concat(hex8(b)).slice(0, 12);
}

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
