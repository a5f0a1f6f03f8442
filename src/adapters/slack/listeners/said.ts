/**
 * What a person typed, without Slack's markup: `<@U1|ana>` is @ana, `<#C1|incidents>` is
 * #incidents, links are their addresses, and the three escaped characters are themselves again.
 */
export function readSaid(text: string): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `@${name || id}`)
    .replace(/<#([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `#${name || id}`)
    .replace(/<((?:https?|mailto|tel):[^|>]+)(?:\|[^>]*)?>/g, (_, url: string) => url)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** The same for a mention of us: our own name is not part of what was asked. */
export function readMention(text: string, botUserId: string): string {
  const mention = new RegExp(`<@${botUserId}(?:\\|[^>]*)?>[:,]?`, 'g');
  return readSaid(text.replace(mention, ' '))
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}
