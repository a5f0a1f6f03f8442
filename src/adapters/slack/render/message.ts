import type { HeaderBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Briefing, Line, Part } from '../../../core/briefing/briefing.ts';
import type { Offer } from '../../../core/briefing/offer.ts';
import type { Person } from '../../../core/oncall/person.ts';
import type { SlackWords } from '../words/words.ts';
import { clean, cleanLine, cut, escapeMrkdwn, escapeWithin } from './escape.ts';
import { limits } from './limits.ts';
import { renderLine } from './line.ts';
import { renderOffers } from './offers.ts';

/** Code wider than this wraps or scrolls on a phone. */
const codeColumns = 60;
const codeLines = 30;
/** Some room below Slack's own limit for fences and the line that says what was cut. */
const sectionRoom = limits.sectionText - 100;
const contextRoom = 1_500;

/** A briefing as Slack takes it. */
export interface RenderedMessage {
  /** Read on lock screens and by screen readers; mrkdwn, escaped. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Everything as text alone, for when Slack will not take the blocks. */
  readonly whole: string;
}

/** Renders a briefing; never more blocks than `maxBlocks`, and the offers are not what is cut. */
export function renderMessage(
  briefing: Briefing,
  people: readonly Person[],
  words: SlackWords,
  maxBlocks: number = limits.messageBlocks,
): RenderedMessage {
  const text = escapeWithin(
    cleanLine(briefing.text).trim() || 'Firebreak',
    limits.messageText - 100,
  );
  let offersBefore = 0;
  const blocks = briefing.parts.flatMap((part) => {
    const rendered = renderPart(part, people, words, offersBefore);
    if (part.kind === 'offers') offersBefore += part.offers.length;
    return rendered;
  });
  return {
    text,
    blocks: cutBlocks(blocks, maxBlocks, words),
    whole: renderWhole(text, briefing, people, words),
  };
}

function renderPart(
  part: Part,
  people: readonly Person[],
  words: SlackWords,
  offersBefore: number,
): KnownBlock[] {
  switch (part.kind) {
    case 'header':
      return header(part.text);
    case 'lines':
      return paragraphs(renderLines(part.lines, people), sectionRoom).map(section);
    case 'facts':
      return facts(part.facts, people);
    case 'quiet':
      return paragraphs(renderLines(part.lines, people, contextRoom), contextRoom).map((text) => ({
        type: 'context',
        elements: [{ type: 'mrkdwn', text }],
      }));
    case 'code':
      return code(part.text, words);
    case 'divider':
      return [{ type: 'divider' }];
    case 'offers': {
      const row = renderOffers(part.offers, offersBefore);
      return row ? [row] : [];
    }
  }
}

function header(text: string): HeaderBlock[] {
  const line = cut(cleanLine(text).trim(), limits.headerText);
  if (line === '') return [];
  return [{ type: 'header', text: { type: 'plain_text', text: line, emoji: false } }];
}

function section(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

function renderLines(lines: readonly Line[], people: readonly Person[], max?: number): string[] {
  return lines.map((line) => renderLine(line, people, max));
}

/**
 * Joins lines into as few texts of at most `max` as possible, split between lines only: cutting
 * rendered text could cut a link or an entity in two, so lines come in short enough.
 */
function paragraphs(lines: readonly string[], max: number): string[] {
  const all: string[] = [];
  let current = '';
  for (const line of lines) {
    if (current !== '' && current.length + 1 + line.length > max) {
      all.push(current);
      current = line;
    } else {
      current = current === '' ? line : `${current}\n${line}`;
    }
  }
  all.push(current);
  return all.filter((text) => text.trim() !== '');
}

function facts(
  all: readonly { label: string; value: Line }[],
  people: readonly Person[],
): SectionBlock[] {
  const fields = all.map(({ label, value }) => {
    const name = escapeWithin(cleanLine(label).replaceAll('*', '∗').trim() || '·', 150);
    const text = renderLine(value, people, limits.fieldText - 200) || '–';
    return { type: 'mrkdwn' as const, text: `*${name}*\n${text}` };
  });
  const sections: SectionBlock[] = [];
  for (let at = 0; at < fields.length; at += limits.fields) {
    sections.push({ type: 'section', fields: fields.slice(at, at + limits.fields) });
  }
  return sections;
}

function code(text: string, words: SlackWords): SectionBlock[] {
  const fenced = fence(text, words);
  return fenced === undefined ? [] : [section(fenced)];
}

/** Preformatted text that cannot close its own fence, narrow enough for a phone. */
export function fence(text: string, words: SlackWords): string | undefined {
  const lines = clean(text)
    .replaceAll('\t', '  ')
    .replaceAll('```', "'''")
    .split('\n')
    .map((line) => escapeMrkdwn(cut(line.trimEnd(), codeColumns)));
  if (lines.every((line) => line === '')) return undefined;
  const kept: string[] = [];
  let room = sectionRoom;
  for (const line of lines.slice(0, codeLines)) {
    if (line.length + 1 > room) break;
    kept.push(line);
    room -= line.length + 1;
  }
  const gone = lines.length - kept.length;
  const rest = gone > 0 ? `\n${words.message.moreLines(gone)}` : '';
  return `\`\`\`\n${kept.join('\n')}${rest}\n\`\`\``;
}

/** Drops what is not an offer from the end, and says how much. */
function cutBlocks(
  blocks: readonly KnownBlock[],
  max: number,
  words: SlackWords,
): readonly KnownBlock[] {
  if (blocks.length <= max) return blocks;
  const offers = blocks.filter((block) => block.type === 'actions').slice(0, max - 2);
  let room = max - offers.length - 1;
  let gone = 0;
  const kept = blocks.filter((block) => {
    if (block.type === 'actions') return offers.includes(block);
    room -= 1;
    if (room < 0) gone += 1;
    return room >= 0;
  });
  const note = words.message.moreParts(gone);
  return [...kept, { type: 'context', elements: [{ type: 'mrkdwn', text: note }] }];
}

/** As much as one text takes, from the top. */
function renderWhole(
  text: string,
  briefing: Briefing,
  people: readonly Person[],
  words: SlackWords,
): string {
  const body = briefing.parts.flatMap((part) => wholeOfPart(part, people, words));
  const [whole = text] = paragraphs([text, ...body], limits.messageText - 100);
  return whole;
}

function wholeOfPart(part: Part, people: readonly Person[], words: SlackWords): string[] {
  switch (part.kind) {
    case 'header':
      return [`*${oneLine(part.text.replaceAll('*', '∗'), limits.headerText)}*`];
    case 'lines':
    case 'quiet':
      return renderLines(part.lines, people);
    case 'facts':
      return part.facts.map(
        ({ label, value }) => `${oneLine(label, 150)}: ${renderLine(value, people)}`,
      );
    case 'code':
      return [fence(part.text, words) ?? ''];
    case 'divider':
      return [''];
    case 'offers':
      return part.offers.length === 0
        ? []
        : [words.message.withoutButtons(part.offers.map(offerLabel).join(' · '))];
  }
}

function offerLabel(offer: Offer): string {
  return oneLine(offer.label, limits.buttonText);
}

function oneLine(text: string, max: number): string {
  return escapeMrkdwn(cut(cleanLine(text).trim(), max));
}

/**
 * The same message in the plainest blocks Slack has, for when it would not take the full ones:
 * sections and buttons with their dialogs; no menus, columns, colours or small print.
 */
export function plainer(blocks: readonly KnownBlock[]): KnownBlock[] {
  return blocks.flatMap((block): KnownBlock[] => {
    switch (block.type) {
      case 'header':
        return [section(`*${escapeMrkdwn(block.text.text.replaceAll('*', '∗'))}*`)];
      case 'section':
        return block.text
          ? [section(block.text.text)]
          : (block.fields ?? []).map((field) => section(field.text));
      case 'actions': {
        const elements = block.elements.flatMap((element) => {
          if (element.type !== 'button') return [];
          const { style: _, ...button } = element;
          return [button];
        });
        return elements.length > 0 ? [{ type: 'actions', elements }] : [];
      }
      default:
        return [];
    }
  });
}
